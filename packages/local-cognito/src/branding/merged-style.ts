import { defaultSettings } from './default-settings.ts';
import type { Branding } from './managed-login-branding.ts';

/** Cognito's own Settings with those of a style over them, member by member; a list replaces a list. */
export function mergeSettings(base: unknown, changes: unknown): unknown {
  if (!isObject(base) || !isObject(changes)) return changes ?? base;
  const merged = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(changes))
    merged.set(name, mergeSettings(merged.get(name), value));
  return Object.fromEntries(merged);
}

/** Every setting that the pages of a client wear; Cognito's own without a style. */
export const mergedSettings = (branding?: Pick<Branding, 'Settings'>): unknown =>
  mergeSettings(defaultSettings, branding?.Settings);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path such as `components.form.borderRadius`; `undefined` where a member on the way is missing. */
export function settingAt(settings: unknown, path: string): unknown {
  let value = settings;
  for (const name of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** The text at a path, such as `START`; empty for whatever else stands there. */
export function wordAt(settings: unknown, path: string): string {
  const value = settingAt(settings, path);
  return typeof value === 'string' ? value : '';
}
