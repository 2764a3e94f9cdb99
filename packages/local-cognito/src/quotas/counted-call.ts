import type { DomainRequest } from '../oauth/domain-request.ts';

/** By method and path: the operation of the API whose work a request at a domain does. */
const calls: Record<string, string> = {
  'POST /login': 'InitiateAuth',
  'POST /mfa': 'RespondToAuthChallenge',
  'POST /changePassword': 'RespondToAuthChallenge',
  'POST /signup': 'SignUp',
  'POST /confirmUser': 'ConfirmSignUp',
  'POST /resendcode': 'ResendConfirmationCode',
  'POST /forgotPassword': 'ForgotPassword',
  'POST /confirmForgotPassword': 'ConfirmForgotPassword',
  'POST /passkeys/add': 'CompleteWebAuthnRegistration',
  'GET /oauth2/userInfo': 'GetUser',
  'POST /oauth2/userInfo': 'GetUser',
  'POST /oauth2/revoke': 'RevokeToken',
  'POST /oauth2/register': 'CreateUserPoolClient',
  'GET /oauth2/idpresponse': '/oauth2/idpresponse',
  'POST /oauth2/idpresponse': '/oauth2/idpresponse',
  'POST /saml2/idpresponse': '/saml2/idpresponse',
};

const callsByGrant = new Map([
  ['refresh_token', 'GetTokensFromRefreshToken'],
  ['client_credentials', 'GetClientToken'],
]);

/**
 * As what a request at a domain counts against the quotas: an operation, or the path where providers send people back to.
 * `undefined` for what is not counted, such as a page that is only shown, or a code that is redeemed: its sign-in was.
 */
export async function countedCall(request: DomainRequest): Promise<string | undefined> {
  const { method, path, query } = request;
  if (path === '/oauth2/token' && method === 'POST') {
    return callsByGrant.get((await request.form()).get('grant_type') ?? '');
  }
  // The link in an e-mail.
  if (path === '/confirmUser' && query.has('confirmation_code')) return 'ConfirmSignUp';
  const call = `${method} ${path}`;
  return Object.hasOwn(calls, call) ? calls[call] : undefined;
}
