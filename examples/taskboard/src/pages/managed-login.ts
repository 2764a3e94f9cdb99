import { CohabitError } from '@cohabit/core';
import { ManagedLoginError } from '@cohabit/sdk/sign-in';
import type { Context, Hono } from 'hono';
import type { Parts } from '../http/parts.ts';
import { param, type RouteTable } from '../http/route-table.ts';
import type { VisitorEnv } from '../http/visitor.ts';
import { discover, type FoundSignIn } from '../sign-in/discover.ts';
import type { AwaySignIn, Session } from '../sign-in/sessions.ts';
import { SignInError } from '../sign-in/sign-in-error.ts';

/** Tabs that may be away at the same time; the oldest is given up. */
const MAX_AWAY = 5;
const CALLBACK = '/sign-in/callback';

/** Sign-in on the tenant's own pages or at its identity provider, and the way back. */
export function addManagedLoginPages(app: Hono<VisitorEnv>, routes: RouteTable, parts: Parts): void {
  routes.add(app, { method: 'GET', path: '/t/{slug}/sign-in/away', kind: 'open' }, async (c) => {
    const found = await discover(() => parts.controlPlane.discoverByTenant(param(c, 'slug')));
    if (!found.tenant) throw new CohabitError('tenant_not_found', 'There is no such tenant.');
    const identityProvider = wantedProvider(found, c.req.query('with'));
    // Another site could else sign people in to a tenant whose provider says who they are: they have to want it.
    if (c.req.header('sec-fetch-site') === 'cross-site') {
      return c.redirect(`/t/${found.tenant.slug}/sign-in`, 303);
    }
    const visitor = c.get('visitor');
    const session: Session = visitor.session ?? { signIns: [] };
    const { url, pending } = await parts.managedLogin.begin(found.client, {
      redirectUri: `${parts.publicUrl()}${CALLBACK}`,
      scopes: found.scopes,
      identityProvider,
      loginHint: c.req.query('email')?.slice(0, 254),
    });
    const away: AwaySignIn = { client: found.client, wanted: found.tenant, managedLogin: pending };
    session.away = [...(session.away ?? []), away].slice(-MAX_AWAY);
    visitor.save(session);
    return c.redirect(url, 303);
  });

  routes.add(app, { method: 'GET', path: CALLBACK, kind: 'open' }, async (c) => {
    const visitor = c.get('visitor');
    const session = visitor.session;
    const away = session && takeAway(session, c.req.query('state'));
    if (!session || !away) {
      return refuse(c, undefined, 'This answer belongs to no sign-in of this browser. Begin again.');
    }
    try {
      const { claims, ...tokens } = await parts.managedLogin.finish(away.managedLogin, new URL(c.req.url));
      const { context } = await parts.tenantAccess.complete(session, {
        email: typeof claims.email === 'string' ? claims.email : String(claims['cognito:username']),
        wanted: away.wanted,
        client: away.client,
        tokens,
        isByManagedLogin: true,
      });
      visitor.renew(session);
      return c.redirect(`/t/${context.tenantSlug}`, 303);
    } catch (error) {
      if (error instanceof ManagedLoginError || error instanceof SignInError) {
        return refuse(c, away, error.message);
      }
      throw error;
    }
  });
}

/** Only what discovery offers for this tenant: the address alone cannot name another tenant's provider. */
function wantedProvider({ identityProvider, methods }: FoundSignIn, key: string | undefined): string {
  if (identityProvider && key === identityProvider.key) return identityProvider.key;
  if (key === 'COGNITO' && methods.includes('managed-login')) return 'COGNITO';
  throw new CohabitError('not_found', 'This tenant has no such way to sign in.');
}

/** The sign-in that left with this `state`; it can come back once. */
function takeAway(session: Session, state: string | undefined): AwaySignIn | undefined {
  const found = session.away?.find(({ managedLogin }) => managedLogin.state === state);
  if (found) session.away = session.away?.filter((other) => other !== found) ?? [];
  return found;
}

function refuse(c: Context<VisitorEnv>, away: AwaySignIn | undefined, refusal: string): Response {
  const visitor = c.get('visitor');
  visitor.save({ ...(visitor.session ?? { signIns: [] }), refusal });
  return c.redirect(away ? `/t/${away.wanted.slug}/sign-in` : '/sign-in', 303);
}

/** Why the last sign-in came to nothing, said once. */
export function takeRefusal({ session }: VisitorEnv['Variables']['visitor']): string | undefined {
  const refusal = session?.refusal;
  if (session) delete session.refusal;
  return refusal;
}
