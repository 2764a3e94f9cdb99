import { CreateManagedLoginBrandingCommand } from '@aws-sdk/client-cognito-identity-provider';
import { startDomainServer } from '../../testing/domain.ts';
import { password } from '../../testing/tenant-pool.ts';
import { type Browser, createBrowser, type Visited } from './browser.ts';

type Domain = Awaited<ReturnType<typeof startPages>>;
type Query = Parameters<Domain['queryOf']>[0];

/** For a pool's `LambdaConfig`: a function that changes nothing, until a test sets it. */
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:it';

type DomainServer = Awaited<ReturnType<typeof startDomainServer>>;

/**
 * A domain with the user alex, or alex@acme.example where people sign in with their address; its clients have a style,
 * without which there are no pages.
 */
export async function startPages(options: Parameters<DomainServer['addPool']>[1] = {}) {
  const server = await startDomainServer();
  server.setFunction(functionArn, (event) => event);
  const pool = await server.addPool('acme', options);
  const domain = { ...server, ...pool };
  const email = 'alex@acme.example';
  const sub = await pool.addUser(options.pool?.UsernameAttributes ? email : 'alex', {
    email,
    email_verified: 'true',
    name: 'Alex',
  });
  const dress = (ClientId: string) =>
    domain.send(
      new CreateManagedLoginBrandingCommand({
        UserPoolId: domain.userPoolId,
        ClientId,
        UseCognitoProvidedValues: true,
      }),
    );
  const addClient: typeof domain.addClient = async (settings) => {
    const client = await domain.addClient(settings);
    await dress(client.id);
    return client;
  };
  await dress(domain.client.id);
  return { ...domain, addClient, sub };
}

/** A browser that an app has sent to a page of the domain. */
export async function startJourney(
  domain: Pick<Domain, 'base' | 'queryOf'>,
  {
    path = '/login',
    query = {},
    browser = createBrowser(),
  }: { path?: string; query?: Query; browser?: Browser } = {},
): Promise<{ browser: Browser; page: Visited }> {
  const page = await browser.open(`${domain.base}${path}?${domain.queryOf({ state: 'st', ...query })}`);
  return { browser, page };
}

/** The password form of the classic sign-in page. */
export async function signInWithPassword(
  domain: Pick<Domain, 'base' | 'queryOf'>,
  entries: Record<string, string> = { Username: 'alex', Password: password },
  options: Parameters<typeof startJourney>[1] = {},
): Promise<{ browser: Browser; page: Visited }> {
  const { browser, page } = await startJourney(domain, options);
  return { browser, page: await browser.press(page, 'Sign in', entries) };
}

/** The newest code that was sent to an address. */
export function lastCode({ cognito }: Pick<Domain, 'cognito'>, to: string): string {
  const message = cognito.store.messages.list({ to }).at(-1);
  if (!message?.code) throw new Error(`No code was sent to ${to}.`);
  return message.code;
}

/** The code that the app got in the end. */
export function codeOf({ url }: Visited): string {
  return url.searchParams.get('code') ?? '';
}
