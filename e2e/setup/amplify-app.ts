/** An app with Amplify, for a browser: what a test tells it to do is on `window.amplify`. */
import { Amplify, type ResourcesConfig } from 'aws-amplify';
import { fetchAuthSession, signInWithRedirect, signOut } from 'aws-amplify/auth';
import 'aws-amplify/auth/enable-oauth-listener';
import { Hub } from 'aws-amplify/utils';

declare global {
  interface Window {
    amplify: {
      /** Leaves the page. */
      signIn(provider?: string): void;
      session(forceRefresh?: boolean): Promise<{ claims: unknown; accessToken: string } | undefined>;
      signOut(): void;
      events: string[];
    };
    /** Set by the test before the page's scripts run. */
    amplifyConfiguration: ResourcesConfig;
  }
}

const events: string[] = [];
Hub.listen('auth', ({ payload }) => events.push(payload.event));
Amplify.configure(window.amplifyConfiguration);

window.amplify = {
  signIn: (custom) => void signInWithRedirect(custom === undefined ? {} : { provider: { custom } }),
  async session(forceRefresh = false) {
    const { tokens } = await fetchAuthSession({ forceRefresh });
    return tokens && { claims: tokens.idToken?.payload, accessToken: `${tokens.accessToken}` };
  },
  signOut: () => void signOut(),
  events,
};
