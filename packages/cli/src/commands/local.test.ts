import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';

const bin = new URL('../../bin/cohabit.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'cohabit-local-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string) => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

const run = (...args: string[]) =>
  spawn(process.execPath, [bin, 'local', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:check';
const seed = `
fakeProviders:
  - name: globex
    displayName: Globex Workforce
    protocol: oidc
    people: [{ subject: '1', email: gita@globex.example, name: Gita Globex }]
pools:
  - id: us-east-1_acme
    name: acme
    settings: { LambdaConfig: { PreAuthentication: '${arn}' } }
    domain: acme-local
    identityProviders: [{ name: Globex, fake: globex }]
    clients:
      - id: 1web
        name: web
        settings:
          ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]
          AllowedOAuthFlowsUserPoolClient: true
          AllowedOAuthFlows: [code]
          AllowedOAuthScopes: [openid]
          CallbackURLs: ['http://localhost:3000/callback']
          SupportedIdentityProviders: [COGNITO, Globex]
    users: [{ username: alice, password: Correct-horse-1 }]
`;

describe('cohabit local', () => {
  it('starts with a seed, functions, quotas and a settable clock', async () => {
    const command = run(
      ...['--seed', write('seed.yaml', seed)],
      ...[
        '--function',
        `${arn}=${write('check.mjs', 'export const handler = () => { throw new Error("closed") };')}`,
      ],
      ...['--quotas', write('quotas.json', '{"requestsPerSecond":{"UserPoolRead":0}}')],
      ...['--settable-clock', '--no-mailbox', '--https', '--json'],
    );
    const lines = createInterface({ input: command.stdout })[Symbol.asyncIterator]();
    const { endpoint, httpsEndpoint, mailbox, ...ready } = JSON.parse(String((await lines.next()).value));
    expect(mailbox).toBeUndefined();
    expect(httpsEndpoint).toMatch(/^https:\/\/localhost:\d+$/);
    expect(ready).toMatchObject({
      signIns: `${endpoint}/_local/sign-ins`,
      fakeProviders: [{ name: 'globex', issuer: `${endpoint}/_local/providers/globex` }],
      signInPages: [{ clientId: '1web' }],
    });
    const call = async (operation: string, input: object) => {
      const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
      const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
      return (await response.json()) as { __type: string; message: string };
    };
    const signIn = {
      ClientId: '1web',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice', PASSWORD: 'Correct-horse-1' },
    };
    expect((await call('InitiateAuth', signIn)).message).toBe('PreAuthentication failed with error closed.');
    expect((await call('ListUserPools', { MaxResults: 1 })).__type).toBe('TooManyRequestsException');
    expect((await fetch(`${endpoint}/_local/mailbox`)).status).toBe(404);
    expect((await fetch(`${endpoint}/_local/clock`)).status).toBe(200);
    expect(JSON.parse(String((await lines.next()).value))).toMatchObject({
      operation: 'InitiateAuth',
      errorType: 'UserLambdaValidationException',
      poolId: 'us-east-1_acme',
    });
    command.kill('SIGTERM');
    expect(await once(command, 'exit')).toEqual([0, null]);
  });

  it('says where to look: mailbox, sign-ins, fake providers, sign-in pages', async () => {
    const command = run('--seed', write('said.yaml', seed));
    const lines = createInterface({ input: command.stdout })[Symbol.asyncIterator]();
    const said = [];
    for (let count = 0; count < 5; count += 1) said.push(String((await lines.next()).value));
    const endpoint = /http:\S+/.exec(said[0] ?? '')?.[0];
    expect(said).toEqual([
      `Local Cognito is ready: ${endpoint} (Region us-east-1)`,
      `Mailbox: ${endpoint}/_local/mailbox`,
      `Sign-ins through providers: ${endpoint}/_local/sign-ins`,
      `Fake provider Globex Workforce (OIDC): ${endpoint}/_local/providers/globex`,
      `Sign in at web: ${endpoint}/domains/acme-local/login?client_id=1web&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback`,
    ]);
    const page = await fetch(/http:\S+/.exec(said[4] ?? '')?.[0] ?? '');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('identity_provider=Globex');
    command.kill('SIGTERM');
    expect(await once(command, 'exit')).toEqual([0, null]);
  });

  it.each([
    [['--seed', '/none.yaml'], 1, 'The seed file /none.yaml cannot be read'],
    [['--function', 'check.mjs'], 2, '"check.mjs" is no function: use <arn>=<file>'],
    [['--function', `${arn}=/none.mjs`], 1, 'The trigger function /none.mjs cannot be loaded'],
    [['--quotas', 'many'], 2, '--quotas many cannot be used: expected off, aws, or a JSON file'],
  ])('says what is wrong with %j', async (args, code, message) => {
    const command = run(...args);
    const [stderr, [exitCode]] = await Promise.all([text(command.stderr), once(command, 'exit')]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect(exitCode).toBe(code);
  });
});
