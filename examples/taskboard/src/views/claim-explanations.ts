export interface ClaimExplanation {
  source: 'Cognito' | 'Cohabit trigger';
  text: string;
}

const cohabit = (text: string): ClaimExplanation => ({ source: 'Cohabit trigger', text });
const cognito = (text: string): ClaimExplanation => ({ source: 'Cognito', text });

const explanations: Record<string, ClaimExplanation> = {
  tenant_id: cohabit(
    'The tenant you act for. Rows, policies and meters go by it. The verifier compares it with the tenant that the issuer and the app client serve.',
  ),
  tenant_plan: cohabit('What the tenant has bought, as it was when the token was issued.'),
  roles: cohabit(
    'Your roles in this tenant, from your membership. Policies decide by them; in another tenant they may differ.',
  ),
  user_id: cohabit('You, with an id of ours that stays the same when a tenant moves to another user pool.'),
  membership_version: cohabit(
    'Which state of your membership this token was made from. It grows with every change of your roles.',
  ),
  sub: cognito('You, as this one user pool knows you. Another pool would have another value.'),
  iss: cognito(
    'The user pool that issued the token. The verifier refuses pools that serve no tenant before it calls anything.',
  ),
  client_id: cognito(
    'The app client you signed in at. Pool and client together are the placement of the tenant.',
  ),
  aud: cognito('The app client the ID token is meant for; access tokens call it client_id.'),
  token_use: cognito(
    'Whether this is an access token or an ID token. One is not accepted in place of the other.',
  ),
  scope: cognito('What the token may do at Cognito itself, such as reading your own profile.'),
  auth_time: cognito('When you last proved who you are. Refreshing the token does not move it.'),
  iat: cognito('When this token was issued.'),
  exp: cognito('Until when this token is accepted. The taskboard renews it before that without asking you.'),
  jti: cognito('The number of this one token.'),
  origin_jti: cognito(
    'The number of the sign-in it comes from. Signing out revokes everything with this number.',
  ),
  event_id: cognito('The sign-in event at Cognito, to find it in logs.'),
  username: cognito('Your name in the user pool. Cohabit’s pools sign in by e-mail, so it is a random id.'),
  'cognito:username': cognito(
    'Your name in the user pool. Cohabit’s pools sign in by e-mail, so it is a random id.',
  ),
  'cognito:groups': cognito(
    'Groups of the user pool. Cohabit does not use them: roles belong to a tenant, not to a pool.',
  ),
  email: cognito('Your e-mail address. It never decides which tenant you act for.'),
  email_verified: cognito('Whether the address was proved to be yours.'),
  name: cognito('Your name, as it was given with the invitation.'),
  version: cognito('The version of Cognito’s token format.'),
};

/** What a claim means in plain words, and who wrote it. */
export function explainClaim(name: string): ClaimExplanation {
  return Object.hasOwn(explanations, name)
    ? (explanations[name] as ClaimExplanation)
    : cognito('A claim that the taskboard does not use.');
}
