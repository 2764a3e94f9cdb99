import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../testing/browser.ts';
import { PASSWORD, startInstallation, type TestInstallation } from '../testing/installation.ts';

const HOUR_MS = 3_600_000;

describe('when things go wrong around a session', () => {
  let installation: TestInstallation;
  let now = Date.now();

  beforeAll(async () => {
    installation = await startInstallation({ clock: () => now });
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  async function visit(email: string) {
    const tenant = await installation.createTenant('shared');
    await installation.addPerson(tenant, email);
    const browser = openBrowser(installation.taskboard);
    await browser.signIn(tenant.slug, email, PASSWORD);
    const get = () => browser.get(`/t/${tenant.slug}`);
    expect((await get()).status).toBe(200);
    return { tenant, browser, get };
  }

  it('an expired access token is renewed without a word', async () => {
    const { get } = await visit('renewed@example.com');
    now += HOUR_MS;
    expect((await get()).status).toBe(200);
  });

  it('a removed member is refused as soon as the access token has ended', async () => {
    const { tenant, get } = await visit('removed@example.com');
    const { items } = await installation.services.members.list(tenant.id, { limit: 10 });
    const member = items.find((item) => item.email === 'removed@example.com');
    if (!member) throw new Error('the member is not listed');
    await installation.services.members.remove(
      { tenantId: tenant.id, userId: member.userId },
      'operator:test',
    );
    now += HOUR_MS;
    const answer = await get();
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('You are not a member of this tenant');
    expect((await get()).location).toBe(`/t/${tenant.slug}/sign-in?ended`);
  });

  it('a suspended tenant says so', async () => {
    const { tenant, get, browser } = await visit('suspended@example.com');
    await installation.services.tenants.suspend(tenant.id, 'operator:test');
    now += 60_000;
    const answer = await get();
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('This tenant is suspended');
    expect((await browser.get(`/t/${tenant.slug}/sign-in`)).text).toContain('This tenant is suspended');
  });

  it('a session that ended leads to the tenant’s sign-in', async () => {
    const { tenant, get } = await visit('ended@example.com');
    now += 9 * HOUR_MS;
    expect((await get()).location).toBe(`/t/${tenant.slug}/sign-in`);
  });

  it('without control plane the pages go on and only what it gives is missing', async () => {
    const { tenant, browser, get } = await visit('alone@example.com');
    await installation.stopControlPlane();
    now += 60_000;
    expect((await get()).status).toBe(200);
    expect((await browser.get(`/t/${tenant.slug}/usage`)).text).toContain(
      'The control plane does not answer',
    );
    const signIn = await browser.get(`/t/${tenant.slug}/sign-in`);
    expect(signIn.status).toBe(503);
    expect(signIn.text).toContain('Try again');
    await installation.stopCognito();
    now += HOUR_MS;
    const answer = await get();
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('The sign-in service does not answer');
    expect(answer.text).not.toMatch(/ECONN|at file:|stack/);
  });
});
