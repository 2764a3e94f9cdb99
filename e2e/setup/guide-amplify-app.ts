/** What the guide shows of Amplify; `local-cognito-redirect.test.ts` runs it with addresses of its own. */
// #region app
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signInWithRedirect, signOut } from 'aws-amplify/auth';
import 'aws-amplify/auth/enable-oauth-listener';

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: 'us-east-1_acmeLocal',
      userPoolClientId: '1acmeweb',
      userPoolEndpoint: 'http://localhost:9229',
      loginWith: {
        oauth: {
          domain: 'acme-local.auth.us-east-1.localhost:9230',
          scopes: ['openid', 'email', 'profile'],
          redirectSignIn: ['http://localhost:3000/callback'],
          redirectSignOut: ['http://localhost:3000/'],
          responseType: 'code',
        },
      },
    },
  },
});

const onPress = (button: string, act: () => unknown) =>
  document.querySelector(button)?.addEventListener('click', act);
onPress('#sign-in', () => signInWithRedirect());
onPress('#globex', () => signInWithRedirect({ provider: { custom: 'Globex' } }));
onPress('#sign-out', () => signOut());

// #endregion
const show = async () => {
  const { tokens } = await fetchAuthSession();
  const output = document.querySelector('output');
  if (output) output.textContent = String(tokens?.idToken?.payload.email ?? 'nobody');
};
setInterval(show, 100);
