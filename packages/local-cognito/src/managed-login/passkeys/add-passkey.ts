import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import { readAuthorizationRequest } from '../../oauth/read-authorization-request.ts';
import { redirect } from '../../oauth/redirect.ts';
import { findSsoSession } from '../../oauth/sso-session.ts';
import {
  completeRegistration,
  registrationResponse,
  startRegistration,
} from '../../passkeys/registration.ts';
import type { UserRecord } from '../../storage/records.ts';
import { invalidParameter } from '../../wire/errors.ts';
import { identityRow, linkRow } from '../look/notices.ts';
import { orRefusal, refusalText } from '../refusal.ts';
import { announcement } from '../sign-in/login-page.ts';
import { displayName } from '../sign-in/select-user-page.ts';
import { openVisit, pageHref, type Visit } from '../visit.ts';
import { passkeyForm } from './passkey-form.ts';

/** The query has only `client_id` and `redirect_uri`; a sign-in that comes before needs the rest of a request. */
export async function openPasskeyVisit(request: DomainRequest): Promise<Visit> {
  const query = new URLSearchParams(request.query);
  const client = request.cognito.store.clients.get(query.get('client_id') ?? '');
  if (!query.has('response_type')) {
    query.set('response_type', client?.client.AllowedOAuthFlows?.includes('code') ? 'code' : 'token');
  }
  return openVisit(request, readAuthorizationRequest(request, query));
}

/** `GET /passkeys/add`: for whoever is signed in in this browser. */
export async function showAddPasskey(visit: Visit): Promise<Answer> {
  const found = findSsoSession(visit.request);
  return found ? addPasskeyPage(visit, found.user) : toLogin(visit);
}

/** `POST /passkeys/add`: the new passkey, then back to the app. */
export async function submitAddPasskey(visit: Visit, form: URLSearchParams): Promise<Answer> {
  const found = findSsoSession(visit.request);
  if (!found) return toLogin(visit);
  const { cognito, pool, client } = visit.attempt;
  const { user } = found;
  return orRefusal(
    async () => {
      const credential = parseCredential(form.get('credential') ?? '');
      await completeRegistration(cognito, { pool, client, user }, credential);
      return redirect(visit.authorization.redirectUri);
    },
    (error) => addPasskeyPage(visit, user, refusalText(visit, error)),
  );
}

function addPasskeyPage(visit: Visit, user: UserRecord, refusal?: string): Promise<Answer> {
  const { look, attempt, authorization } = visit;
  const { cognito, pool, client } = attempt;
  const { t } = look;
  const around = {
    graphic: 'passkey' as const,
    title: t('passkeyAddTitle'),
    description: t('passkeyAddDescription'),
  };
  const back = linkRow([{ href: authorization.redirectUri, label: t('notNow') }]);
  return orRefusal(
    async () => {
      const options = await startRegistration(cognito, { pool, client, user });
      return look.page({
        ...around,
        alert: announcement({ refusal }),
        scripts: ['/assets/passkeys.js'],
        body: html`${identityRow(t, { username: displayName(user), changeHref: pageHref(visit, '/login') })}${passkeyForm(
          visit,
          '/passkeys/add',
          {
            ceremony: 'create',
            options: JSON.stringify(options),
            hidden: {},
            label: t('addPasskey'),
            failure: t('passkeyAddFailed'),
          },
        )}${back}`,
      });
    },
    (error) =>
      look.page({
        ...around,
        status: 400,
        alert: announcement({ refusal: refusalText(visit, error) }),
        body: back,
      }),
  );
}

function toLogin(visit: Visit): Answer {
  return redirect(pageHref(visit, '/login'));
}

function parseCredential(text: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {}
  const { success, data } = registrationResponse.safeParse(json);
  if (!success)
    throw invalidParameter('The credential must be the JSON of a WebAuthn registration response.');
  return data;
}
