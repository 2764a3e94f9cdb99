import { Command } from 'commander';
import { TOTP } from 'otpauth';
import { askSecret } from '../client/ask.ts';
import { readClaims } from '../client/claims.ts';
import { createRequest } from '../client/request.ts';
import type { SignInResource } from '../client/resources.ts';
import type { Tokens } from '../client/sign-in.ts';
import { printResult } from '../output/print.ts';
import { withUrl } from './options.ts';

interface Options {
  url: string;
  json?: boolean;
  tenant?: string;
  password?: string;
  totp?: string;
  newPassword?: string;
  raw?: boolean;
}

/** `cohabit token`: signs a person in and shows what their tokens say. */
export function tokenCommand(): Command {
  const command = new Command('token')
    .description('Sign in as a person of a tenant and show the claims of both tokens.')
    .argument('<username>', 'e-mail of the person')
    .option('--tenant <slug>', 'the tenant to sign in to; found by the e-mail if absent')
    .option('--password <password>', 'asked for if absent')
    .option('--totp <code>', 'code of the authenticator app, or its secret; asked for if needed and absent')
    .option('--new-password <password>', 'for a first sign-in with a temporary password; asked for if needed')
    .option('--raw', 'print the access token alone, for Authorization headers');
  return withUrl(command).action(async (username: string, options: Options) => {
    const by = options.tenant === undefined ? { email: username } : { tenant: options.tenant };
    const place = await createRequest(options.url)<SignInResource>(
      'GET',
      `/v1/sign-in?${new URLSearchParams(by)}`,
    );
    const { signIn } = await import('../client/sign-in.ts');
    const tokens = await signIn(place, {
      username,
      password: () => askSecret(options.password, `Password of ${username}`, 'give --password'),
      totp: async () => totpCode(await askSecret(options.totp, `Code of ${username}`, 'give --totp')),
      newPassword: () => askSecret(options.newPassword, `New password of ${username}`, 'give --new-password'),
    });
    if (options.raw && !options.json) process.stdout.write(`${tokens.accessToken}\n`);
    else printResult(options.json, describe(tokens, options.raw), () => renderTokens(tokens));
  });
}

/** Six digits are a code; anything else is the secret that codes are made of (RFC 6238). */
function totpCode(codeOrSecret: string): string {
  return /^\d{6}$/.test(codeOrSecret) ? codeOrSecret : new TOTP({ secret: codeOrSecret }).generate();
}

function describe(tokens: Tokens, raw: boolean | undefined) {
  return {
    access: readClaims(tokens.accessToken),
    id: readClaims(tokens.idToken),
    ...(raw ? { tokens } : {}),
  };
}

function renderTokens(tokens: Tokens): string {
  const { access, id } = describe(tokens, false);
  return `access token\n${renderClaims(access)}\n\nID token\n${renderClaims(id)}`;
}

const TIMES = new Set(['iat', 'exp', 'auth_time', 'nbf']);

function renderClaims(claims: Record<string, unknown>): string {
  const width = Math.max(...Object.keys(claims).map((name) => name.length));
  const lines = Object.entries(claims).map(([name, value]) => {
    const time =
      TIMES.has(name) && typeof value === 'number' ? `  (${new Date(value * 1000).toISOString()})` : '';
    return `  ${name.padEnd(width)}  ${typeof value === 'string' ? value : JSON.stringify(value)}${time}`;
  });
  return lines.join('\n');
}
