/** An app with oidc-client-ts, for a browser: what a test tells it to do is on `window.app`. */
import { UserManager, type UserManagerSettings } from 'oidc-client-ts';

declare global {
  interface Window {
    app: {
      /** Leaves the page. */
      signIn(settings: UserManagerSettings): void;
      finish(settings: UserManagerSettings): Promise<unknown>;
      refresh(settings: UserManagerSettings): Promise<unknown>;
      signOut(settings: UserManagerSettings, logoutUri: string): void;
    };
  }
}

const shown = (user: { profile: unknown; access_token: string; refresh_token?: string } | null) =>
  user && {
    claims: user.profile,
    accessToken: user.access_token,
    hasRefreshToken: user.refresh_token !== undefined,
  };

window.app = {
  signIn: (settings) => void new UserManager(settings).signinRedirect(),
  finish: async (settings) => shown((await new UserManager(settings).signinCallback()) ?? null),
  refresh: async (settings) => shown(await new UserManager(settings).signinSilent()),
  signOut: (settings, logoutUri) =>
    void new UserManager(settings).signoutRedirect({
      extraQueryParams: { client_id: settings.client_id, logout_uri: logoutUri },
    }),
};
