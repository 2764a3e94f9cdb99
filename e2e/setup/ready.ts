import { expect } from 'vitest';
import type { RunningCommand } from './child.ts';

/** Variables that let several Cohabits run at once. */
export const freePorts = { COHABIT_PORT: '0', COHABIT_COGNITO_PORT: '0', COHABIT_DEMO_PORT: '0' };

/** What scripts wait for, as documented. */
export const READY = /^Cohabit is ready: (\S+) \(console\), (\S+) \(demo\)/;

/** Waits for the ready line and answers the addresses in it. */
export async function readyAt(command: RunningCommand): Promise<{ url: string; demo: string }> {
  const [, url = '', demo = ''] = READY.exec(await command.line(READY)) ?? [];
  return { url, demo };
}

export async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  return (await response.json()) as T;
}
