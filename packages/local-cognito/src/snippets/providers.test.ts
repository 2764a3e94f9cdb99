import {
  CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  CreateUserPoolDomainCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startLocalCognito } from '../start.ts';
import { createVisitor } from '../testing/visitor.ts';

it('signs in through a fake provider as the guide says', async () => {
  const seed = `${import.meta.dirname}/providers.yaml`;
  await using cognito = await startLocalCognito({ seed });
  const client = new CognitoIdentityProviderClient({
    endpoint: cognito.endpoint,
    region: cognito.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  // #region register
  const [globex] = cognito.fakeProviders.list();
  const UserPoolId = 'us-east-1_acmeLocal';
  await client.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme-local' }));
  await client.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Globex',
      ProviderType: 'OIDC',
      ProviderDetails: {
        oidc_issuer: globex?.issuer ?? '',
        client_id: globex?.clientId ?? '',
        client_secret: globex?.clientSecret ?? '',
        authorize_scopes: 'openid email profile',
        attributes_request_method: 'GET',
      },
      AttributeMapping: { email: 'email', name: 'name' },
    }),
  );
  await client.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId: '1acmeweb',
      SupportedIdentityProviders: ['Globex'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['http://localhost:3000/callback'],
    }),
  );
  // #endregion
  const callback = 'http://localhost:3000/callback';
  const visitor = createVisitor({ until: callback });
  const page = await visitor.open(
    `${cognito.endpoint}/domains/acme-local/oauth2/authorize?response_type=code&client_id=1acmeweb&redirect_uri=${callback}`,
  );
  const { url } = await visitor.submit(page, { subject: '00u1gita' });
  expect(url.href).toMatch(/^http:\/\/localhost:3000\/callback\?code=/);
});
