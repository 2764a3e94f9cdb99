import type { Tenant } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from '../testing/browser.ts';
import { PASSWORD, startInstallation, type TestInstallation } from '../testing/installation.ts';
import { totpCode } from '../testing/totp.ts';

describe('the pages', () => {
  let installation: TestInstallation;
  let own: Tenant;
  let bridged: Tenant;
  let shared: Tenant;
  let other: Tenant;

  beforeAll(async () => {
    installation = await startInstallation();
    [own, bridged, shared, other] = await Promise.all([
      installation.createTenant('user-pool'),
      installation.createTenant('app-client', { sharedClientSignIn: true }),
      installation.createTenant('shared'),
      installation.createTenant('shared'),
    ]);
    await installation.addPerson(own, 'olga@own.example', { roles: ['admin'] });
    await installation.addPerson(shared, 'sam@shared.example', { roles: ['admin'] });
    for (const tenant of [bridged, shared, other]) await installation.addPerson(tenant, 'alex@many.example');
    await installation.taskboard.seed(
      [own, bridged, shared, other].map(({ id, slug, name }) => ({ tenantId: id, slug, name })),
    );
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  const open = () => openBrowser(installation.taskboard);
  async function signedIn(tenant: Tenant, email: string): Promise<TestBrowser> {
    const browser = open();
    const answer = await browser.signIn(tenant.slug, email, PASSWORD);
    expect(answer.text).toContain('<h1>Projects</h1>');
    return browser;
  }
  async function firstProject(browser: TestBrowser, tenant: Tenant): Promise<string> {
    const { text } = await browser.get(`/t/${tenant.slug}`);
    return /projects\/(prj_\w+)/.exec(text)?.[1] ?? '';
  }

  it.each(['user-pool', 'app-client', 'shared'] as const)(
    'sign a person in to a tenant of model %s',
    async (model) => {
      const tenant = { 'user-pool': own, 'app-client': bridged, shared }[model];
      const email = model === 'user-pool' ? 'olga@own.example' : 'alex@many.example';
      const browser = await signedIn(tenant, email);
      expect((await browser.get(`/t/${tenant.slug}`)).text).toContain(`Projects · ${tenant.name}`);
    },
  );

  it('lead from a tenant name to its sign-in, and say when there is no such tenant', async () => {
    const browser = open();
    await browser.get('/sign-in');
    expect((await browser.post('/sign-in', { who: ` ${own.slug.toUpperCase()} ` })).location).toBe(
      `/t/${own.slug}/sign-in`,
    );
    const unknown = await browser.post('/sign-in', { who: 'no-such-tenant' });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toContain('No tenant has this name');
    expect((await browser.get('/t/no-such-tenant/sign-in')).status).toBe(404);
  });

  it('sign in by e-mail address and land in one of the person’s tenants', async () => {
    const browser = open();
    await browser.get('/sign-in');
    const asked = await browser.follow(await browser.post('/sign-in', { who: 'alex@many.example' }));
    expect(asked.text).toContain('alex@many.example');
    const inside = await browser.follow(await browser.post('/sign-in/password', { password: PASSWORD }));
    expect(inside.text).toContain('<h1>Projects</h1>');
  });

  it('switch between tenants without a second sign-in, side by side in two tabs', async () => {
    const browser = await signedIn(shared, 'alex@many.example');
    for (const tenant of [other, bridged, shared, other]) {
      const page = await browser.get(`/t/${tenant.slug}`);
      expect(page.status).toBe(200);
      expect(page.text).toContain(`Projects · ${tenant.name}`);
    }
    const switcher = (await browser.get(`/t/${shared.slug}`)).text;
    expect(switcher).toContain(`href="/t/${other.slug}"`);
    expect(switcher).not.toContain(own.slug);
  });

  it('lead to the sign-in of a tenant that the person is no member of', async () => {
    const browser = await signedIn(shared, 'sam@shared.example');
    expect((await browser.get(`/t/${other.slug}`)).location).toBe(`/t/${other.slug}/sign-in`);
    expect((await browser.get(`/t/${own.slug}`)).location).toBe(`/t/${own.slug}/sign-in`);
  });

  it('say so when somebody signs in at a tenant they do not belong to', async () => {
    const browser = open();
    const answer = await browser.signIn(other.slug, 'sam@shared.example', PASSWORD);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('You are not a member of this tenant');
    expect((await browser.get('/')).location).toBe(`/t/${shared.slug}`);
  });

  it('say the same for a wrong password and for an unknown person', async () => {
    const wrong = await open().signIn(shared.slug, 'sam@shared.example', 'wrong');
    const unknown = await open().signIn(shared.slug, 'nobody@shared.example', 'wrong');
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('do not belong together');
    }
  });

  it('say that somebody is locked out after too many wrong passwords', async () => {
    await installation.addPerson(other, 'clumsy@many.example');
    const browser = open();
    let answer = await browser.signIn(other.slug, 'clumsy@many.example', 'wrong');
    for (let i = 0; i < 6; i++) {
      answer = await browser.post(`/t/${other.slug}/sign-in`, {
        email: 'clumsy@many.example',
        password: 'wrong',
      });
    }
    expect(answer.text).toContain('Too many wrong attempts');
  });

  it('ask a new person for a password of their own, and explain what the policy refuses', async () => {
    await installation.addPerson(shared, 'new@shared.example', { isTemporary: true });
    const browser = open();
    const asked = await browser.signIn(shared.slug, 'new@shared.example', PASSWORD);
    expect(asked.text).toContain('Choose your password');
    const differing = await browser.post('/sign-in/new-password', { password: 'a', repeated: 'b' });
    expect(differing.text).toContain('The two passwords differ');
    const weak = await browser.post('/sign-in/new-password', { password: 'short', repeated: 'short' });
    expect(weak.status).toBe(422);
    expect(weak.text).toContain('field-error');
    const chosen = { password: 'My-own-password-77', repeated: 'My-own-password-77' };
    const inside = await browser.follow(await browser.post('/sign-in/new-password', chosen));
    expect(inside.text).toContain('<h1>Projects</h1>');
  });

  it('set up an authenticator where the tenant asks for one, then ask for its code', async () => {
    const strict = await installation.createTenant('user-pool', { mfa: 'required' });
    await installation.addPerson(strict, 'tina@strict.example');
    const browser = open();
    const setUp = await browser.signIn(strict.slug, 'tina@strict.example', PASSWORD);
    const secret = /secret=([A-Z2-7]+)/.exec(setUp.text)?.[1] ?? '';
    const code = () => totpCode(secret);
    expect((await browser.post('/sign-in/authenticator', { code: '12' })).text).toContain(
      'Enter the six digits',
    );
    const inside = await browser.follow(await browser.post('/sign-in/authenticator', { code: code() }));
    expect(inside.text).toContain('<h1>Projects</h1>');

    const again = open();
    const asked = await again.signIn(strict.slug, 'tina@strict.example', PASSWORD);
    expect(asked.text).toContain('Enter your code');
    const wrong = await again.post('/sign-in/code', { code: code() === '000000' ? '000001' : '000000' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('This code is not right');
  });

  it('renew the session id at sign-in', async () => {
    const browser = open();
    await browser.get('/sign-in');
    const before = browser.cookie;
    await browser.signIn(shared.slug, 'sam@shared.example', PASSWORD);
    expect(browser.cookie).not.toBe(before);
    const thief = open();
    thief.cookie = before;
    expect((await thief.get(`/t/${shared.slug}`)).location).toContain('/sign-in');
  });

  it('end the session at sign-out', async () => {
    const browser = await signedIn(shared, 'sam@shared.example');
    const { cookie } = browser;
    expect((await browser.post('/sign-out', {})).location).toBe('/sign-in');
    browser.cookie = cookie;
    expect((await browser.get(`/t/${shared.slug}`)).location).toContain('/sign-in');
  });

  it('show text typed by people as text', async () => {
    const browser = await signedIn(shared, 'sam@shared.example');
    const attack = '<script>alert(1)</script><img src=x onerror=alert(2)>" autofocus onfocus="alert(3)';
    const board = await browser.follow(
      await browser.post(`/t/${shared.slug}/projects`, { name: attack.slice(0, 80), description: attack }),
    );
    const path = /action="(\/t\/[^"]+\/tasks)"/.exec(board.text)?.[1] ?? '';
    const added = await browser.follow(await browser.post(path, { title: attack, status: 'todo' }));
    expect(added.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    for (const page of [board, added]) {
      expect(page.text).not.toContain('<script>alert');
      expect(page.text).not.toContain('<img');
      expect(page.text).not.toContain('" autofocus onfocus="');
    }
  });

  it('refuse forms from elsewhere and without the token of this browser', async () => {
    const browser = await signedIn(shared, 'sam@shared.example');
    const path = `/t/${shared.slug}/projects`;
    expect((await browser.post(path, { name: 'x' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await browser.post(path, { name: 'x', form_token: 'made-up' })).status).toBe(403);
    expect((await browser.post(path, { name: 'x', form_token: '' })).status).toBe(403);
    expect((await browser.post(path, { name: 'x' }, { 'content-type': 'application/json' })).status).toBe(
      403,
    );
    expect((await browser.get(`/t/${shared.slug}`)).text).not.toContain('>x</a>');
  });

  it('refuse a body that is too large, and say what is wrong with fields', async () => {
    const browser = await signedIn(shared, 'sam@shared.example');
    const path = `/t/${shared.slug}/projects`;
    expect((await browser.post(path, { name: 'x'.repeat(70_000) })).status).toBe(413);
    const empty = await browser.post(path, { name: '   ', description: 'kept' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Give the project a name.');
    expect(empty.text).toContain('>kept</textarea>');
  });

  it('add, change, move and delete a task', async () => {
    const browser = await signedIn(shared, 'sam@shared.example');
    const project = await firstProject(browser, shared);
    const added = await browser.follow(
      await browser.post(`/t/${shared.slug}/projects/${project}/tasks`, {
        title: 'Water the plants',
        status: 'todo',
        dueOn: '',
      }),
    );
    expect(added.text).toContain('Task “Water the plants” added to To do.');
    const task =
      /Move “Water the plants” to Doing/.test(added.text) &&
      /id="(tsk_\w+)" data-card><a[^>]+>Water the plants/.exec(added.text)?.[1];
    const base = `/t/${shared.slug}/tasks/${task}`;
    const moved = await browser.follow(await browser.post(`${base}/move`, { status: 'done' }));
    expect(moved.text).toContain('“Water the plants” moved to Done.');
    expect((await browser.post(`${base}/move`, { status: 'nowhere' })).status).toBe(400);
    const saved = await browser.follow(
      await browser.post(base, {
        title: 'Water all plants',
        notes: 'Twice',
        status: 'doing',
        dueOn: '2026-12-24',
      }),
    );
    expect(saved.text).toContain('Task saved.');
    expect((await browser.get(base)).text).toContain('value="2026-12-24"');
    expect((await browser.follow(await browser.post(`${base}/delete`, {}))).text).toContain('deleted');
    expect((await browser.get(base)).status).toBe(404);
  });

  it('let only admins delete a project', async () => {
    const alex = await signedIn(shared, 'alex@many.example');
    const project = await firstProject(alex, shared);
    const path = `/t/${shared.slug}/projects/${project}`;
    expect((await alex.get(path)).text).not.toContain('Delete project');
    expect((await alex.post(`${path}/delete`, {})).status).toBe(403);
  });

  it('answer not found for things of another tenant, whatever tenant stands in the address', async () => {
    const olga = await signedIn(own, 'olga@own.example');
    const theirs = await firstProject(olga, own);
    const sam = await signedIn(shared, 'sam@shared.example');
    expect((await sam.get(`/t/${shared.slug}/projects/${theirs}`)).status).toBe(404);
    expect((await sam.post(`/t/${shared.slug}/projects/${theirs}/delete`, {})).status).toBe(404);
    expect((await sam.post(`/t/${own.slug}/projects/${theirs}/delete`, {})).location).toBe(
      `/t/${own.slug}/sign-in`,
    );
    expect((await olga.get(`/t/${own.slug}/projects/${theirs}`)).status).toBe(200);
  });

  it('explain every claim of both tokens and show neither token', async () => {
    const browser = await signedIn(shared, 'sam@shared.example');
    const { text } = await browser.get(`/t/${shared.slug}/token`);
    for (const claim of ['tenant_id', 'roles', 'user_id', 'membership_version', 'iss', 'client_id', 'aud']) {
      expect(text).toContain(`<code>${claim}</code>`);
    }
    expect(text).toContain(shared.id);
    expect(text).not.toContain('A claim that the taskboard does not use.');
    expect(text).not.toMatch(/eyJ[\w-]+\./);
  });

  it.each(['sam@shared.example', 'alex@many.example'])(
    'count requests and show them to %s',
    async (email) => {
      const person = await signedIn(shared, email);
      expect((await person.get(`/t/${shared.slug}/usage`)).text).toMatch(
        /<span class="figure">[1-9]\d*<\/span><span class="figure-label">requests this month/,
      );
    },
  );

  it('list people and invite one, for admins only', async () => {
    const admin = await signedIn(shared, 'sam@shared.example');
    const path = `/t/${shared.slug}/people`;
    expect((await admin.get(path)).text).toContain('alex@many.example');
    const invited = await admin.follow(
      await admin.post(path, { name: 'Kim', email: 'kim@shared.example', role: 'member' }),
    );
    expect(invited.text).toContain('Kim was invited');
    expect(invited.text).toContain('kim@shared.example');
    const again = await admin.post(path, { name: 'Kim', email: 'kim@shared.example', role: 'member' });
    expect(again.status).toBe(422);
    const member = await signedIn(shared, 'alex@many.example');
    expect((await member.get(path)).text).not.toContain('sam@shared.example');
    const refused = await member.post(path, { name: 'X', email: 'x@shared.example', role: 'admin' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Only admins');
  });

  it('send a strict content security policy and an http-only, same-site cookie', async () => {
    const answer = await open().get('/sign-in');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.text).not.toMatch(/<script>|<style|style="|\son\w+="/);
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
  });
});
