import * as z from 'zod';
import { listPasskeys, maxPasskeys } from '../passkeys/passkey.ts';
import { pageSize, pagingToken, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'ListWebAuthnCredentials',
  authorization: 'access-token',
  input: z.object({
    AccessToken: token,
    NextToken: pagingToken.optional(),
    MaxResults: pageSize(0, maxPasskeys).optional(),
  }),
  handle({ AccessToken, NextToken: after, MaxResults }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    const { items, nextToken } = listPasskeys(cognito, pool, user, {
      limit: MaxResults || maxPasskeys,
      after,
    });
    const Credentials = items.map((passkey) => ({
      CredentialId: passkey.id,
      FriendlyCredentialName: passkey.friendlyName,
      RelyingPartyId: passkey.relyingPartyId,
      AuthenticatorAttachment: passkey.attachment,
      AuthenticatorTransports: passkey.transports,
      CreatedAt: passkey.createdAt / 1000,
    }));
    return { Credentials, NextToken: nextToken };
  },
});
