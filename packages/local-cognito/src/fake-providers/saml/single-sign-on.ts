import type { IncomingMessage } from 'node:http';
import type { Answer } from '../../answer.ts';
import { encryptionCertificate } from '../../federation/saml/signing-certificate.ts';
import { readChoice, requestOf } from '../choice.ts';
import { choosePage } from '../choose-page.ts';
import type { FakeProvider } from '../fake-provider.ts';
import { messagePage } from '../message-page.ts';
import { beginSession, findSession } from '../provider-cookie.ts';
import { checkQuerySignature } from './check-query-signature.ts';
import { handOverPage } from './hand-over-page.ts';
import { RequestRefused, readSamlRequest } from './read-message.ts';
import { entityIdOf, findRegistration, poolIdOf, startableApps } from './registration.ts';
import { makeRefusal, makeResponse, type ResponseTo } from './response.ts';

/** Where the answer goes: to a request, or to an app that people start from here. */
interface Asked {
  to: ResponseTo;
  relayState: string | undefined;
  isPassive: boolean;
}

/** The single sign-on service, in the redirect and the post binding: shows the page. */
export async function singleSignOn(
  provider: FakeProvider,
  request: IncomingMessage,
  params: URLSearchParams,
  search: string,
): Promise<Answer> {
  return refusing(provider, async () => {
    const asked = await readAsked(provider, params);
    await checkQuerySignature(provider, search, asked.to.audience);
    const session = findSession(provider, request);
    if (!asked.isPassive) {
      const current = session?.person;
      return choosePage(provider, { request: params, hint: undefined, current });
    }
    const xml = session
      ? await makeResponse(provider, session, asked.to, undefined)
      : await makeRefusal(provider, asked.to, 'NoPassive');
    return handOver(provider, asked, xml);
  });
}

/** What the page posts: back to the user pool with a response. */
export async function completeSingleSignOn(provider: FakeProvider, form: URLSearchParams): Promise<Answer> {
  return refusing(provider, async () => {
    const asked = await readAsked(provider, form);
    const choice = readChoice(provider.settings, form);
    if ('problem' in choice) {
      return choosePage(provider, {
        ...choice,
        request: requestOf(form),
        hint: undefined,
        current: undefined,
      });
    }
    const { person, breakage } = choice;
    const { session, header } = beginSession(provider, {
      person,
      assertionConsumerUrl: asked.to.assertionConsumerUrl,
    });
    const xml = await makeResponse(provider, session, asked.to, breakage);
    return handOver(provider, asked, xml, header);
  });
}

async function refusing(provider: FakeProvider, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const message = { heading: 'This sign-in cannot begin', text: error.message };
    return messagePage(provider, message, { status: 400 });
  }
}

async function readAsked(provider: FakeProvider, params: URLSearchParams): Promise<Asked> {
  const text = params.get('SAMLRequest');
  if (text === null) return startedHere(provider, params.get('client_id') ?? '');
  const { kind, id, issuer, assertionConsumerUrl = '', isPassive } = readSamlRequest(text);
  if (kind !== 'AuthnRequest') throw new RequestRefused(`A ${kind} belongs to …/slo, not to …/sso.`);
  if (
    !provider.isOwnAddress(assertionConsumerUrl) ||
    !new URL(assertionConsumerUrl).pathname.endsWith('/saml2/idpresponse')
  ) {
    throw new RequestRefused(
      `The address for the response, “${assertionConsumerUrl}”, is not one of a user pool domain of this local-cognito.`,
    );
  }
  const to = {
    audience: issuer,
    assertionConsumerUrl,
    requestId: id,
    encryptionCertificate: await certificateToEncryptFor(provider, issuer),
  };
  return { to, relayState: params.get('RelayState') ?? undefined, isPassive };
}

async function startedHere(provider: FakeProvider, clientId: string): Promise<Asked> {
  const app = startableApps(provider).find(({ client }) => client.id === clientId);
  if (!app) {
    throw new RequestRefused(
      'There is no SAMLRequest, and no such app to start from here: its user pool needs this provider with IDPInit, on a client of SAML providers only.',
    );
  }
  const { client, registration, assertionConsumerUrl } = app;
  const audience = entityIdOf(client.poolId);
  const relayState = new URLSearchParams({
    identity_provider: registration.ProviderName,
    client_id: client.id,
    redirect_uri: client.client.DefaultRedirectURI ?? client.client.CallbackURLs?.[0] ?? '',
    response_type: 'code',
    scope: (client.client.AllowedOAuthScopes ?? []).join(' '),
  });
  const to = {
    audience,
    assertionConsumerUrl,
    requestId: undefined,
    encryptionCertificate: await certificateToEncryptFor(provider, audience),
  };
  return { to, relayState: relayState.toString(), isPassive: false };
}

async function certificateToEncryptFor(
  provider: FakeProvider,
  audience: string,
): Promise<string | undefined> {
  const poolId = poolIdOf(audience);
  const registration = poolId === undefined ? undefined : findRegistration(provider, poolId);
  if (poolId === undefined || registration?.ProviderDetails.EncryptedResponses !== 'true') return undefined;
  const { certificate } = await encryptionCertificate(provider.cognito, poolId, registration.ProviderName);
  return certificate;
}

function handOver(
  provider: FakeProvider,
  { to, relayState }: Asked,
  xml: string,
  headers: Answer['headers'] = {},
): Answer {
  const fields = {
    SAMLResponse: Buffer.from(xml).toString('base64'),
    ...(relayState !== undefined && { RelayState: relayState }),
  };
  return handOverPage(provider, { action: to.assertionConsumerUrl, fields }, headers);
}
