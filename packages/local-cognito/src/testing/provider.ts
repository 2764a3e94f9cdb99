import { CreateIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { startDomainServer } from './domain.ts';

/** An OIDC provider with explicit endpoints, at which nobody answers. */
export async function addProvider(
  { send, userPoolId }: Pick<Awaited<ReturnType<typeof startDomainServer>>, 'send'> & { userPoolId: string },
  name: string,
  identifiers: readonly string[] = [],
): Promise<void> {
  const origin = `https://idp.${name.toLowerCase()}.example`;
  await send(
    new CreateIdentityProviderCommand({
      UserPoolId: userPoolId,
      ProviderName: name,
      ProviderType: 'OIDC',
      IdpIdentifiers: [...identifiers],
      AttributeMapping: { email: 'email' },
      ProviderDetails: {
        client_id: 'cognito',
        client_secret: 'not-so-secret',
        authorize_scopes: 'openid email',
        attributes_request_method: 'GET',
        oidc_issuer: origin,
        authorize_url: `${origin}/authorize`,
        token_url: `${origin}/token`,
        attributes_url: `${origin}/userinfo`,
        jwks_uri: `${origin}/jwks`,
      },
    }),
  );
}
