import type { Hono } from 'hono';
import { readForm } from '../http/forms.ts';
import type { Parts } from '../http/parts.ts';
import type { RouteTable } from '../http/route-table.ts';
import type { VisitorEnv } from '../http/visitor.ts';
import type { Session, SignIn } from '../sign-in/sessions.ts';

/** Sign-out here, or with the field `everywhere` on all of the person's devices. */
export function addSignOutPages(app: Hono<VisitorEnv>, routes: RouteTable, parts: Parts): void {
  routes.add(app, { method: 'POST', path: '/sign-out', kind: 'open' }, async (c) => {
    const visitor = c.get('visitor');
    const session: Session = visitor.session ?? { signIns: [] };
    const { everywhere } = await readForm(c);
    visitor.forget();
    // Cognito may be out of reach: the session here is over all the same.
    const ended = session.signIns.map((signIn) =>
      everywhere === undefined
        ? parts.cognito.revoke(signIn.client, signIn.refreshToken)
        : endEverywhere(parts, session, signIn),
    );
    for (const result of await Promise.allSettled(ended)) {
      if (result.status === 'rejected') parts.report(result.reason);
    }
    const leaving = session.signIns.filter(({ isByManagedLogin }) => isByManagedLogin);
    if (leaving.length > 0) visitor.save({ signIns: [], leaving: leaving.map(({ client }) => client) });
    return c.redirect('/sign-in', 303);
  });
}

async function endEverywhere(parts: Parts, session: Session, signIn: SignIn): Promise<void> {
  const accessToken = await parts.tenantAccess.anyToken(session, signIn);
  if (accessToken) await parts.cognito.signOutEverywhere(signIn.client, accessToken);
  else await parts.cognito.revoke(signIn.client, signIn.refreshToken);
}

/** After sign-out: where the browser has to go to end its session at the next user pool, if there is one left. */
export async function nextToLeave(
  visitor: VisitorEnv['Variables']['visitor'],
  parts: Parts,
): Promise<string | undefined> {
  const next = visitor.session?.leaving?.shift();
  if (!next) return undefined;
  return parts.managedLogin.signOutUrl(next, `${parts.publicUrl()}/sign-in`).catch((error: unknown) => {
    parts.report(error);
    return undefined;
  });
}
