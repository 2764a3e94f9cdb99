import type { Cohabit } from 'cohabit/up';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './setup/child.ts';
import { personOf, startFresh } from './setup/cohabit.ts';
import { nextCode } from './setup/totp.ts';

let cohabit: Cohabit;
let env: Record<string, string>;

beforeAll(async () => {
  cohabit = await startFresh();
  env = { COHABIT_URL: cohabit.urls.controlPlane };
});

afterAll(async () => {
  await cohabit?.close();
});

const cli = (...args: string[]) => run(args, env);

async function json(...args: string[]) {
  const { code, stdout, stderr } = await cli(...args, '--json');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

describe('cohabit tenants and members', () => {
  it('lists tenants as an aligned table, as the seed operator, and says so on stderr', async () => {
    const { code, stdout, stderr } = await cli('tenants', 'list');
    expect(code).toBe(0);
    expect(stderr).toBe('Local mode: acting as the seed operator olive@cohabit.example.\n');
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^TENANT +NAME +MODEL +PLAN +STATUS +ID$/);
    expect(rows.map((row) => row.split(/ +/)[0])).toEqual(['acme', 'globex', 'hooli', 'initech']);
    expect(new Set(rows.map((row) => row.indexOf('tnt_'))).size).toBe(1);
    expect(stdout).not.toContain('\u001b');
  });

  it('takes a tenant through its whole life', async () => {
    const created = await json(
      'tenants',
      'create',
      'umbrella',
      '--model',
      'app-client',
      '--plan',
      'business',
      '--admin',
      'uma@umbrella.example',
      '--admin-name',
      'Uma',
      '--name',
      'Umbrella',
      '--settings',
      '{"accessTokenMinutes":30}',
    );
    expect(created).toMatchObject({
      slug: 'umbrella',
      name: 'Umbrella',
      model: 'app-client',
      plan: 'business',
      settings: { accessTokenMinutes: 30 },
      status: { phase: 'active' },
    });
    expect(await json('tenants', 'show', 'umbrella')).toEqual(created);
    expect((await cli('tenants', 'show', created.id)).stdout).toMatch(/^app client +\w+$/m);

    const kim = await json('members', 'invite', 'umbrella', 'Kim@umbrella.example', '--name', 'Kim');
    expect(kim).toMatchObject({ email: 'kim@umbrella.example', roles: ['member'], status: 'invited' });
    const promoted = await json(
      'members',
      'set-roles',
      'umbrella',
      'kim@umbrella.example',
      'admin',
      'member',
    );
    expect(promoted.roles).toEqual(['admin', 'member']);
    const members = await json('members', 'list', 'umbrella');
    expect(members.map((member: { email: string }) => member.email).toSorted()).toEqual([
      'kim@umbrella.example',
      'uma@umbrella.example',
    ]);
    expect(await json('members', 'remove', 'umbrella', kim.userId)).toEqual({
      tenantId: created.id,
      userId: kim.userId,
      removed: true,
    });

    expect(await json('tenants', 'suspend', 'umbrella')).toMatchObject({ status: { phase: 'suspended' } });
    expect(await json('tenants', 'resume', 'umbrella')).toMatchObject({ status: { phase: 'active' } });
    expect((await cli('tenants', 'delete', 'umbrella', '--yes')).stdout).toBe('Removed umbrella.\n');
    expect((await cli('tenants', 'show', 'umbrella')).code).toBe(1);
  });

  it('acts as the operator that is named, from options or from the environment', async () => {
    const { username, password } = cohabit.seed.operator;
    const byOptions = await cli('tenants', 'list', '--username', username, '--password', password);
    const byVariables = await run(['tenants', 'list'], {
      ...env,
      COHABIT_USERNAME: username,
      COHABIT_PASSWORD: password,
    });
    for (const { code, stderr } of [byOptions, byVariables])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('shows what a tenant used', async () => {
    expect((await cli('usage', 'acme')).stdout).toMatch(/^Nothing was counted from /);
    const person = personOf(cohabit, { tenant: 'hooli', email: 'hana@hooli.example' });
    const { stdout: token } = await cli(
      'token',
      person.email,
      '--tenant',
      'hooli',
      '--password',
      person.password,
      '--raw',
    );
    for (let request = 0; request < 3; request++) {
      await fetch(`${cohabit.urls.demo}/api/me`, { headers: { authorization: `Bearer ${token.trim()}` } });
    }
    await expect
      .poll(async () => (await json('usage', 'hooli')).totals, { timeout: 10_000 })
      .toEqual({ requests: 3 });
    expect((await cli('usage', 'hooli')).stdout).toMatch(
      /^3 requests from .*\n\nHOUR +METER +QUANTITY\n\S+ +requests +3\n$/,
    );
  });
});

describe('cohabit token', () => {
  it('signs in and shows the claims of both tokens', async () => {
    const { email, password, tenantId } = personOf(cohabit, { tenant: 'initech', email: 'alex@example.com' });
    const { code, stdout, stderr } = await cli('token', email, '--tenant', 'initech', '--password', password);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('access token');
    expect(stdout.match(new RegExp(`tenant_id +${tenantId}`, 'g'))).toHaveLength(2);
    expect(stdout).toMatch(/exp +\d+ {2}\(20\d\d-/);
  });

  it('gives the tokens of the tenant that was asked for, to somebody in several', async () => {
    for (const tenant of ['globex', 'initech', 'hooli']) {
      const { email, password, tenantId } = personOf(cohabit, { tenant, email: 'alex@example.com' });
      const { access, id } = await json('token', email, '--tenant', tenant, '--password', password);
      expect([access.tenant_id, id.tenant_id]).toEqual([tenantId, tenantId]);
    }
  });

  it('answers the authenticator challenge with a code or with the secret', async () => {
    const ada = personOf(cohabit, { tenant: 'acme', email: 'ada@acme.example' });
    const args = ['token', ada.email, '--tenant', 'acme', '--password', ada.password];
    const { access } = await json(...args, '--totp', await nextCode(ada.totpSecret ?? ''));
    expect(access).toMatchObject({ tenant_id: ada.tenantId, roles: ['admin'] });
    const arun = personOf(cohabit, { tenant: 'acme', email: 'arun@acme.example' });
    const bySecret = await json(
      'token',
      arun.email,
      '--tenant',
      'acme',
      '--password',
      arun.password,
      '--totp',
      arun.totpSecret ?? '',
    );
    expect(bySecret.access.roles).toEqual(['member']);
    const without = await cli(...args);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('--totp');
  });

  it('prints the access token alone with --raw', async () => {
    const { email, password } = personOf(cohabit, { tenant: 'hooli', email: 'hana@hooli.example' });
    const { stdout } = await cli('token', email, '--tenant', 'hooli', '--password', password, '--raw');
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });
});

describe('errors of the CLI', () => {
  it('are one readable block on stderr, with exit code 1', async () => {
    const { code, stdout, stderr } = await cli('tenants', 'create', 'acme', '--admin', 'x@example.com');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Error: The slug is taken\n');
    expect(stderr).toContain('Choose another slug');
    expect(stderr).toMatch(/\(slug_taken, HTTP 409, request \S+\)\n$/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('are JSON on stderr with --json', async () => {
    const { code, stdout, stderr } = await cli('tenants', 'show', 'nobody', '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr.split('\n').at(-2) ?? '')).toMatchObject({
      code: 'tenant_not_found',
      status: 404,
    });
  });

  it.each([
    [
      'a wrong password',
      ['token', 'hana@hooli.example', '--tenant', 'hooli', '--password', 'No-such-1!'],
      'The sign-in of hana@hooli.example was refused',
    ],
    [
      'an unknown tenant',
      ['token', 'hana@hooli.example', '--tenant', 'nobody', '--password', 'x'],
      'No such tenant',
    ],
    [
      'a wrong operator',
      ['tenants', 'list', '--username', 'mallory@example.com', '--password', 'x'],
      'The sign-in of mallory@example.com was refused',
    ],
    ['an unknown member', ['members', 'remove', 'acme', 'nobody@example.com'], 'No such member'],
    [
      'a role that does not exist',
      ['members', 'set-roles', 'acme', 'arun@acme.example', 'emperor'],
      'No such role',
    ],
    [
      'the last admin',
      ['members', 'set-roles', 'acme', 'ada@acme.example', 'member'],
      'The tenant needs an admin',
    ],
    [
      'a setting that needs another model',
      ['tenants', 'create', 'other', '--admin', 'x@example.com', '--settings', '{"mfa":"required"}'],
      'The tenancy model of the tenant cannot give this setting',
    ],
    ['a span that is none', ['usage', 'acme', '--from', 'yesterday'], 'The request is not valid'],
  ])('name %s', async (_what, args, title) => {
    const { code, stderr } = await cli(...args);
    expect(stderr).toContain(`Error: ${title}\n`);
    expect(code).toBe(1);
  });

  it('say where nothing answers, and what to do', async () => {
    const { code, stderr } = await run(['tenants', 'list', '--url', 'http://localhost:1']);
    expect(code).toBe(1);
    expect(stderr).toContain('Error: Nothing answers at http://localhost:1\n');
    expect(stderr).toContain('cohabit up');
  });

  it('say that an address is not a control plane', async () => {
    const { code, stderr } = await run(['tenants', 'list', '--url', cohabit.urls.cognito]);
    expect(code).toBe(1);
    expect(stderr).toContain('--url');
  });

  it.each([
    [['tenants', 'explode']],
    [['tenants']],
    [['tenants', 'create', 'umbrella']],
    [['tenants', 'create', 'umbrella', '--admin', 'x@example.com', '--model', 'silo']],
    [['tenants', 'create', 'umbrella', '--admin', 'x@example.com', '--settings', '{mfa}']],
    [['tenants', 'list', '--colour']],
    [['up', '--port', 'eighty']],
    [['token', 'hana@hooli.example', '--tenant', 'hooli']],
  ])('end with exit code 2 when the command line is not valid: %j', async (args) => {
    const { code, stdout, stderr } = await cli(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Error: The command line is not valid\n {2}\S/m);
    const asJson = await cli(...args, '--json');
    expect(JSON.parse(asJson.stderr)).toMatchObject({ code: 'usage' });
  });

  it('shows help and version with exit code 0', async () => {
    const help = await cli('--help');
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Usage: cohabit');
    expect((await cli('tenants', 'create', '--help')).stdout).toContain('--model');
    expect((await cli('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
