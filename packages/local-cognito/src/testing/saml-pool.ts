import { inflateRawSync } from 'node:zlib';
import {
  CreateIdentityProviderCommand,
  type CreateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Browser, createBrowser } from '../federation/testing/browser.ts';
import { listTraces } from '../federation/trace.ts';
import { callback, startDomainServer } from './domain.ts';
import { createSamlIdp, parseXml, type ResponseKnobs, type SamlIdp } from './saml-idp.ts';

export interface SamlPoolOptions {
  /** Besides the metadata. */
  details?: Record<string, string>;
  appClient?: Partial<CreateUserPoolClientCommandInput>;
}

/** Keys take long to make. The servers' clocks begin in March 2026. */
const idp = await createSamlIdp({ certificateFrom: Date.UTC(2026, 0, 1) });

/** The pool `acme` with a domain, and the SAML provider `AcmeSaml` at its app client. */
export async function startSamlPool({ details = {}, appClient = {} }: SamlPoolOptions = {}) {
  const server = await startDomainServer();
  const pool = await server.addPool('acme');
  const addProvider = (ProviderName: string, of: SamlIdp, more: Record<string, string> = {}) =>
    server.send(
      new CreateIdentityProviderCommand({
        UserPoolId: pool.userPoolId,
        ProviderName,
        ProviderType: 'SAML',
        ProviderDetails: { MetadataFile: of.metadata(), ...more },
        AttributeMapping: { email: 'email' },
      }),
    );
  await addProvider('AcmeSaml', idp, details);
  const client = await pool.addClient({ SupportedIdentityProviders: ['AcmeSaml'], ...appClient });
  const recipient = `${pool.base}/saml2/idpresponse`;
  const audience = `urn:amazon:cognito:sp:${pool.userPoolId}`;

  /** From the app to the provider. */
  const begin = async (browser: Browser, query: Record<string, string> = {}) => {
    const parameters = pool.queryOf({
      client_id: client.id,
      identity_provider: 'AcmeSaml',
      state: 'app-state',
      ...query,
    });
    const step = await browser.go(`${pool.base}/oauth2/authorize?${parameters}`);
    return { ...step, ...readRequest(step.location) };
  };
  /** What a good provider posts in answer to a request. */
  const knobsFor = (requestId: string | undefined): ResponseKnobs => ({
    recipient,
    audience,
    requestId,
    now: server.clock(),
  });
  /** From the provider back, without cookies, as another site posts. */
  const post = (browser: Browser, SAMLResponse: string, RelayState: string) =>
    browser.go(recipient, { form: { SAMLResponse, RelayState }, isCrossSite: true });
  /** The whole way, with a response that is as it should be but for the knobs; ends at the app. */
  const signIn = async (knobs: Partial<ResponseKnobs> = {}, browser = createBrowser()) => {
    const { requestId, relayState } = await begin(browser);
    const posted = await post(browser, await idp.respond({ ...knobsFor(requestId), ...knobs }), relayState);
    return { ...(await browser.go(posted.location)), browser, posted, relayState };
  };
  /** How the latest sign-in went. */
  const latestTrace = () => {
    const [trace] = listTraces(server.cognito);
    if (!trace) throw new Error('there is no trace');
    return trace;
  };

  return {
    ...server,
    pool,
    idp,
    addProvider,
    client,
    recipient,
    audience,
    begin,
    knobsFor,
    post,
    signIn,
    latestTrace,
    newBrowser: createBrowser,
  };
}

/** The metadata of a provider that differs in its entity id only. */
export const metadataOfAnother = (of: SamlIdp): string =>
  of.metadata().replace(of.entityId, 'https://idp.globex.example/saml');

export type SamlPool = Awaited<ReturnType<typeof startSamlPool>>;

export { callback };

/** A request in the redirect binding. */
export function readRequest(location: string) {
  const url = new URL(location);
  const xml = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
  const root = parseXml(xml).documentElement;
  return {
    url,
    xml,
    root,
    requestId: root.getAttribute('ID') ?? '',
    relayState: url.searchParams.get('RelayState') ?? '',
  };
}
