import { describe, expect, it } from 'vitest';
import { createTestClock, startTenantPool } from '../testing/tenant-pool.ts';

const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' };

describe('lockout', () => {
  it('locks after five wrong passwords for a second, then twice as long each time', async () => {
    const { clock, advance } = createTestClock();
    await using tenant = await startTenantPool({ clock });
    await tenant.addUser('alex');
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(tenant.signIn('alex', 'x')).rejects.toMatchObject(wrong);
    await expect(tenant.signIn('alex')).rejects.toMatchObject(locked);
    advance(999);
    await expect(tenant.signIn('alex')).rejects.toMatchObject(locked);
    advance(1);
    await expect(tenant.signIn('alex', 'x')).rejects.toMatchObject(wrong);
    advance(1999);
    await expect(tenant.signIn('alex')).rejects.toMatchObject(locked);
    advance(1);
    expect((await tenant.signIn('alex')).AuthenticationResult).toBeDefined();
    await expect(tenant.signIn('alex', 'x')).rejects.toMatchObject(wrong);
    await expect(tenant.signIn('alex', 'x')).rejects.toMatchObject(wrong);
  });

  it('forgets wrong passwords after a quarter of an hour', async () => {
    const { clock, advance } = createTestClock();
    await using tenant = await startTenantPool({ clock });
    await tenant.addUser('alex');
    for (let attempt = 0; attempt < 4; attempt++)
      await expect(tenant.signIn('alex', 'x')).rejects.toMatchObject(wrong);
    advance(15 * 60 * 1000);
    await expect(tenant.signIn('alex', 'x')).rejects.toMatchObject(wrong);
    await expect(tenant.signIn('alex', 'x')).rejects.toMatchObject(wrong);
  });

  it('counts attempts that come at the same time', async () => {
    await using tenant = await startTenantPool({ clock: createTestClock().clock });
    await tenant.addUser('alex');
    const attempts = await Promise.allSettled(Array.from({ length: 12 }, () => tenant.signIn('alex', 'x')));
    const messages = attempts.map((attempt) =>
      attempt.status === 'rejected' ? attempt.reason.message : 'signed in',
    );
    expect(messages.filter((message) => message === wrong.message)).toHaveLength(5);
    expect(messages.filter((message) => message === locked.message)).toHaveLength(7);
  });
});
