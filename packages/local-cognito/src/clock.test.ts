import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startLocalCognito } from './start.ts';
import { claimsOf, startTenantPool } from './testing/tenant-pool.ts';

const put = (url: string, body: unknown) => fetch(url, { method: 'PUT', body: JSON.stringify(body) });

const read = (response: Response) => response.json() as Promise<Record<string, string>>;

it('lets tokens expire when the clock is moved past their end', async () => {
  await using tenant = await startTenantPool({ clock: 'settable' });
  await tenant.addUser('alice');
  tenant.server.clock.set('2030-01-01T00:00:00Z');
  const { AuthenticationResult } = await tenant.signIn('alice');
  const AccessToken = AuthenticationResult?.AccessToken;
  expect(claimsOf(AccessToken).iat).toBeGreaterThanOrEqual(Date.UTC(2030, 0, 1) / 1000);
  await tenant.send(new GetUserCommand({ AccessToken }));
  tenant.server.clock.advance(61 * 60 * 1000);
  await expect(tenant.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has expired',
  });
});

it('is shown and moved over HTTP', async () => {
  await using cognito = await startLocalCognito({ clock: 'settable' });
  const url = `${cognito.endpoint}/_local/clock`;
  const set = await put(url, { now: '2030-06-01T12:00:00+02:00' });
  expect((await read(set)).now).toMatch(/^2030-06-01T10:00:/);
  const moved = await put(url, { advanceMs: 24 * 60 * 60 * 1000 });
  expect((await read(moved)).now).toMatch(/^2030-06-02T10:00:/);
  expect((await read(await fetch(url))).now).toMatch(/^2030-06-02T10:00:/);
  expect(new Date(cognito.clock.now()).toISOString()).toMatch(/^2030-06-02T10:00:/);
});

it.each([{}, { now: 'tomorrow' }, { advanceMs: 1e300 }, { now: '2030-01-01T00:00:00Z', extra: 1 }, []])(
  'refuses %j over HTTP and stays where it is',
  async (body) => {
    await using cognito = await startLocalCognito({ clock: 'settable' });
    const response = await put(`${cognito.endpoint}/_local/clock`, body);
    expect(response.status).toBe(400);
    expect((await read(response)).message).toBeTruthy();
    expect(Math.abs(cognito.clock.now() - Date.now())).toBeLessThan(60_000);
  },
);

it('refuses times that tokens cannot carry', async () => {
  await using cognito = await startLocalCognito({ clock: 'settable' });
  expect(() => cognito.clock.set('never')).toThrow('expected a time between 1970 and 9999');
  expect(() => cognito.clock.advance(Number.NaN)).toThrow(RangeError);
  expect(() => cognito.clock.set(-1)).toThrow(RangeError);
});

it('cannot be moved unless the server was started so', async () => {
  await using cognito = await startLocalCognito();
  expect((await fetch(`${cognito.endpoint}/_local/clock`)).status).toBe(404);
  expect(() => cognito.clock.advance(1)).toThrow("start local-cognito with clock: 'settable'");
});
