// #region configure
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: 'us-east-1_acmeLocal',
      userPoolClientId: '1acmeweb',
      userPoolEndpoint: process.env.COGNITO_ENDPOINT ?? 'http://localhost:9229',
    },
  },
});

// #endregion
import { startLocalCognito } from '@cohabit/local-cognito';
import { expect, it } from 'vitest';

const seed = new URL('../packages/local-cognito/src/snippets/seed.yaml', import.meta.url).pathname;

it('signs in with Amplify after its configuration alone was changed', async () => {
  await using cognito = await startLocalCognito({ seed });
  const { Auth } = Amplify.getConfig();
  Amplify.configure({
    Auth: { Cognito: { ...(Auth?.Cognito as object), userPoolEndpoint: cognito.endpoint } as never },
  });
  const { isSignedIn } = await signIn({ username: 'alice@example.com', password: 'Correct-horse-1' });
  expect(isSignedIn).toBe(true);
  const { tokens } = await fetchAuthSession();
  expect(tokens?.accessToken.payload).toMatchObject({ tenant_id: 'acme', client_id: '1acmeweb' });
  await signOut();
});
