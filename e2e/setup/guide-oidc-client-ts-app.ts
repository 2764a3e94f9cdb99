/** What the guide shows of oidc-client-ts; `local-cognito-redirect.test.ts` runs it with addresses of its own. */
// #region app
import { UserManager } from 'oidc-client-ts';

const users = new UserManager({
  authority: 'http://localhost:9229/us-east-1_acmeLocal',
  client_id: '1acmeweb',
  redirect_uri: 'http://localhost:3000/callback',
  scope: 'openid email profile',
});
if (location.pathname === '/callback') await users.signinCallback();

const onPress = (button: string, act: () => unknown) =>
  document.querySelector(button)?.addEventListener('click', act);
onPress('#sign-in', () => users.signinRedirect());
onPress('#globex', () => users.signinRedirect({ extraQueryParams: { identity_provider: 'Globex' } }));
onPress('#sign-out', async () => {
  await users.removeUser();
  const logout = { client_id: '1acmeweb', logout_uri: 'http://localhost:3000/' };
  await users.signoutRedirect({ extraQueryParams: logout });
});

// #endregion
const output = document.querySelector('output');
if (output) output.textContent = (await users.getUser())?.profile.email ?? 'nobody';
