import { expect, it } from 'vitest';
import { listen } from './listen.ts';
import { createStartGate } from './start-gate.ts';

it('holds requests back until the server is seeded, but not those at fake providers', async () => {
  const gate = createStartGate((request, response) => response.end(request.url));
  const server = await listen(gate.listener, '127.0.0.1', 0);
  const ask = async (path: string) => (await fetch(`http://localhost:${server.port}${path}`)).text();
  const answered: string[] = [];
  const early = ask('/health').then((text) => answered.push(text));
  expect(await ask('/_local/providers/globex/metadata')).toBe('/_local/providers/globex/metadata');
  expect(answered).toEqual([]);
  gate.open();
  await early;
  expect(answered).toEqual(['/health']);
  expect(await ask('/health')).toBe('/health');
  await server.close();
});
