import { AdminCreateUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { type RequestLogEntry, renderRequest } from './request-log.ts';
import { password, startTenantPool } from './testing/tenant-pool.ts';

it('names operation, outcome and pool of each request, and nothing that people typed', async () => {
  const log: RequestLogEntry[] = [];
  await using tenant = await startTenantPool({ logger: (entry) => log.push(entry) });
  await tenant.addUser('alice', { attributes: { email: 'alice@example.com' } });
  log.length = 0;
  const { AuthenticationResult } = await tenant.signIn('alice');
  await expect(tenant.signIn('alice', 'Wrong-horse-1')).rejects.toThrow();
  await tenant.send(new ListUsersCommand({ UserPoolId: tenant.userPoolId }));
  const bad = new AdminCreateUserCommand({ UserPoolId: tenant.userPoolId, Username: 'with space' });
  await expect(tenant.send(bad)).rejects.toThrow();
  expect(log.map(({ operation, errorType, poolId }) => [operation, errorType, poolId])).toEqual([
    ['InitiateAuth', undefined, tenant.userPoolId],
    ['InitiateAuth', 'NotAuthorizedException', tenant.userPoolId],
    ['ListUsers', undefined, tenant.userPoolId],
    ['AdminCreateUser', 'InvalidParameterException', undefined],
  ]);
  const text = log.map((entry) => JSON.stringify(entry) + renderRequest(entry)).join('\n');
  for (const secret of [
    password,
    'Wrong-horse',
    'alice',
    'with space',
    String(AuthenticationResult?.AccessToken),
  ]) {
    expect(text).not.toContain(secret);
  }
});

it('renders a request as one line of columns', () => {
  const entry = { requestId: 'r', method: 'POST', path: '/', status: 400, durationMs: 12.4 };
  const now = new Date('2026-11-03T09:08:07.006Z');
  const line = renderRequest(
    { ...entry, operation: 'InitiateAuth', errorType: 'NotAuthorizedException', poolId: 'us-east-1_acme' },
    now,
  );
  expect(line.split(/ {2,}/)).toEqual([
    '09:08:07.006',
    'InitiateAuth',
    'NotAuthorizedException',
    '12 ms',
    'us-east-1_acme',
  ]);
  expect(
    renderRequest({ ...entry, method: 'GET', path: '/health', status: 200 }, now).split(/ {2,}/),
  ).toEqual(['09:08:07.006', 'GET /health', 'ok', '12 ms']);
});
