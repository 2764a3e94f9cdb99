import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startLocalCognito } from '../start.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { startTenantPool } from '../testing/tenant-pool.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:check';
const refusal = 'PreAuthentication failed with error not today.';

it.each([
  [
    'TypeScript with an export handler',
    'a.ts',
    'export const handler = async (event: { userName: string }) => { throw new Error("not today") };',
  ],
  ['a default export', 'b.mjs', 'export default (event) => { throw new Error("not today") };'],
  [
    'CommonJS with the older callback',
    'c.cjs',
    'exports.handler = (event, context, callback) => { setImmediate(callback, new Error("not today")) };',
  ],
  [
    'a function that asks for the time left',
    'd.mjs',
    'export const handler = async (event, context) => { if (context.getRemainingTimeInMillis() > 4000) throw new Error("not today") };',
  ],
])('runs a function file: %s', async (_, name, source) => {
  using folder = temporaryFolder();
  const file = join(folder.path, name);
  writeFileSync(file, source);
  await using tenant = await startTenantPool({
    functions: { [arn]: file },
    pool: { LambdaConfig: { PreAuthentication: arn } },
  });
  await tenant.addUser('alice');
  await expect(tenant.signIn('alice')).rejects.toThrow(refusal);
});

it('takes what a callback answers', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'pass.cjs');
  writeFileSync(file, 'exports.handler = (event, context, callback) => callback(null, event);');
  await using tenant = await startTenantPool({
    functions: { [arn]: file },
    pool: { LambdaConfig: { PreAuthentication: arn } },
  });
  await tenant.addUser('alice');
  expect((await tenant.signIn('alice')).AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
});

it.each([
  ['missing.ts', undefined, 'cannot be loaded'],
  ['broken.mjs', 'export const = ;', 'cannot be loaded'],
  ['empty.mjs', 'export const other = 1;', 'expected an export named handler'],
])('does not start with %s', async (name, source, text) => {
  using folder = temporaryFolder();
  const file = join(folder.path, name);
  if (source !== undefined) writeFileSync(file, source);
  const start = startLocalCognito({ functions: { [arn]: file } });
  await expect(start).rejects.toMatchObject({ code: 'function_unusable' });
  await expect(start).rejects.toThrow(text);
  await expect(start).rejects.toThrow(file);
});
