import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const compose = parse(read('./compose.yaml'));

/** The program of the container image with the variables of the compose file, with data and ports of its own. */
function startProgram(folder: { path: string }, seed: string) {
  const given = compose.services['local-cognito'].environment as Record<string, string>;
  const main = new URL('../main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--conditions=source', main], {
    env: {
      ...process.env,
      ...given,
      COHABIT_COGNITO_PORT: '0',
      COHABIT_COGNITO_HTTPS_PORT: '0',
      COHABIT_COGNITO_DATA: join(folder.path, 'cognito.db'),
      COHABIT_COGNITO_SEED: new URL(seed, import.meta.url).pathname,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Also when the test fails: it would wait for the program for ever.
  onTestFinished(() => void child.kill());
  return child;
}

it('starts the program of the container image with the variables of the compose file', async () => {
  using folder = temporaryFolder();
  const child = startProgram(folder, './seed.yaml');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ready = String((await lines.next()).value);
  const endpoint = /^Local Cognito is ready: (http:[^\s,]+)/.exec(ready)?.[1] ?? '';
  // The AWS SDK of the app finds the server by the variable that the compose file sets, without a change of its code.
  const variable = 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER';
  expect(Object.keys(compose.services.app.environment)).toContain(variable);
  process.env[variable] = endpoint;
  const client = new CognitoIdentityProviderClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: '1acmeweb',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'alice@example.com', PASSWORD: 'Correct-horse-1' },
    }),
  );
  delete process.env[variable];
  const claims = JSON.parse(atob(AuthenticationResult?.AccessToken?.split('.')[1] ?? ''));
  expect(claims.iss).toBe('http://local-cognito:9229/us-east-1_acmeLocal');
  expect(claims.tenant_id).toBe('acme');
  expect((await lines.next()).value).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} {2}InitiateAuth +ok .* us-east-1_acmeLocal$/,
  );
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  client.destroy();
});

it('serves the sign-in page of a seed with a fake provider, at https too', async () => {
  using folder = temporaryFolder();
  const child = startProgram(folder, './providers.yaml');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const [, endpoint = '', port = ''] =
    /^Local Cognito is ready: (http:[^\s,]+), https:\/\/localhost:(\d+) /.exec(
      String((await lines.next()).value),
    ) ?? [];
  const signIn = /^Sign in at web: (http:\S+)$/.exec(String((await lines.next()).value))?.[1] ?? '';
  const { pathname, search } = new URL(signIn);
  expect(signIn).toBe(`${endpoint}${pathname}${search}`);
  const page = await new Promise<string>((resolve, reject) => {
    const path = `${pathname}${search}`;
    // Nobody has trusted the certificate of this server yet.
    request({ host: 'localhost', port, path, rejectUnauthorized: false }, (response) =>
      resolve(text(response)),
    )
      .on('error', reject)
      .end();
  });
  expect(page).toContain('identity_provider=Globex');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('sets only variables that the program reads, in the image and in the compose file', () => {
  const main = read('../main.ts');
  const dockerfile = read('../../Dockerfile');
  const names = new Set(`${dockerfile}${read('./compose.yaml')}`.match(/COHABIT_COGNITO_[A-Z_]+/g));
  expect(names.size).toBeGreaterThan(3);
  for (const name of names) expect(main).toContain(`${name}:`);
  expect(dockerfile).toContain('dist/main.js');
});
