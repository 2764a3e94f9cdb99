import { CohabitError, isCohabitError } from '@cohabit/core';
import type { Context, Hono } from 'hono';
import { readForm } from '../http/forms.ts';
import type { Parts } from '../http/parts.ts';
import { param, type RouteTable } from '../http/route-table.ts';
import type { VisitorEnv } from '../http/visitor.ts';
import type { SignInAnswer, SignInClient } from '../sign-in/cognito.ts';
import { discover } from '../sign-in/discover.ts';
import type { PendingSignIn, Session } from '../sign-in/sessions.ts';
import { SignInError } from '../sign-in/sign-in-error.ts';
import { emptyForm, type FormState } from '../views/form.ts';
import { leavingView, passwordView, startView, tenantSignInView } from '../views/sign-in.ts';
import { takeRefusal } from './managed-login.ts';
import { nextToLeave } from './sign-out.ts';

/** Problems that the person can mend in the form they are looking at. */
const MENDABLE = new Set(['wrong_password', 'locked_out', 'wrong_code', 'password_refused', 'not_possible']);

export function isMendable(error: unknown): error is SignInError {
  return error instanceof SignInError && MENDABLE.has(error.problem);
}

/** Goes on with what Cognito answered: to the next step, or into the tenant. */
export async function continueSignIn(
  c: Context<VisitorEnv>,
  parts: Parts,
  options: { pending: PendingSignIn; client: SignInClient; answer: SignInAnswer },
): Promise<Response> {
  const { pending, client, answer } = options;
  const visitor = c.get('visitor');
  const session: Session = visitor.session ?? { signIns: [] };
  if (answer.step !== 'tokens') {
    session.pending = { ...pending, client, challenge: answer };
    visitor.save(session);
    return c.redirect(`/sign-in/${answer.step}`, 303);
  }
  delete session.pending;
  try {
    const { email, wanted } = pending;
    const { context } = await parts.tenantAccess.complete(session, {
      email,
      wanted,
      client,
      tokens: answer.tokens,
      isByManagedLogin: false,
    });
    session.lastTenantSlug = context.tenantSlug;
    return c.redirect(`/t/${context.tenantSlug}`, 303);
  } finally {
    visitor.renew(session);
  }
}

function formWith(refusal: string | undefined): FormState {
  return refusal === undefined ? emptyForm : { values: {}, errors: { '': refusal } };
}

/** The first page, and the password page of a tenant or of an e-mail address. */
export function addSignInPages(app: Hono<VisitorEnv>, routes: RouteTable, parts: Parts): void {
  const page = (method: 'GET' | 'POST', path: string) => ({ method, path, kind: 'open' as const });

  routes.add(app, page('GET', '/sign-in'), async (c) => {
    const visitor = c.get('visitor');
    const next = await nextToLeave(visitor, parts);
    if (next) return c.html(leavingView({ to: 'the sign-in service', url: next }));
    return c.html(startView({ form: formWith(takeRefusal(visitor)), token: visitor.formToken }));
  });

  routes.add(app, page('POST', '/sign-in'), async (c) => {
    const visitor = c.get('visitor');
    const who = ((await readForm(c)).who ?? '').trim();
    const refuse = (message: string) => {
      const form = { values: { who }, errors: { who: message } };
      return c.html(startView({ form, token: visitor.formToken }), 422);
    };
    if (!who) return refuse('Enter your tenant or your e-mail address.');
    if (who.length > 254) return refuse('This is too long for a tenant or an e-mail address.');
    if (who.includes('@')) {
      visitor.save({ ...(visitor.session ?? { signIns: [] }), pending: { email: who } });
      const { identityProvider, tenant } = await discover(() => parts.controlPlane.discoverByEmail(who));
      if (!identityProvider || !tenant) return c.redirect('/sign-in/password', 303);
      const { name, key } = identityProvider;
      const query = new URLSearchParams({ with: key, email: who });
      return c.html(leavingView({ to: name, url: `/t/${tenant.slug}/sign-in/away?${query}` }));
    }
    try {
      const { tenant } = await discover(() => parts.controlPlane.discoverByTenant(who.toLowerCase()));
      return c.redirect(`/t/${tenant?.slug ?? ''}/sign-in`, 303);
    } catch (error) {
      if (isCohabitError(error, 'tenant_not_found') || isCohabitError(error, 'invalid_request')) {
        return refuse('No tenant has this name. Check the spelling, or use your e-mail address.');
      }
      throw error;
    }
  });

  routes.add(app, page('GET', '/sign-in/password'), (c) => {
    const { session, formToken } = c.get('visitor');
    const email = session?.pending?.email;
    if (!email) return c.redirect('/sign-in', 303);
    return c.html(passwordView({ form: emptyForm, token: formToken, email }));
  });

  routes.add(app, page('POST', '/sign-in/password'), async (c) => {
    const visitor = c.get('visitor');
    const pending = visitor.session?.pending;
    if (!pending?.email) return c.redirect('/sign-in', 303);
    const { password = '' } = await readForm(c);
    const refuse = (form: FormState) =>
      c.html(passwordView({ form, token: visitor.formToken, email: pending.email }), 422);
    if (!password) return refuse({ values: {}, errors: { password: 'Enter your password.' } });
    try {
      const { client } = await discover(() => parts.controlPlane.discoverByEmail(pending.email));
      const answer = await parts.cognito.start(client, pending.email, password);
      return await continueSignIn(c, parts, { pending: { email: pending.email }, client, answer });
    } catch (error) {
      if (isMendable(error)) return refuse({ values: {}, errors: { password: error.message } });
      throw error;
    }
  });

  routes.add(app, page('GET', '/t/{slug}/sign-in'), async (c) => {
    const visitor = c.get('visitor');
    const found = await discover(() => parts.controlPlane.discoverByTenant(param(c, 'slug')));
    if (!found.tenant) throw new CohabitError('tenant_not_found', 'There is no such tenant.');
    return c.html(
      tenantSignInView({
        form: formWith(takeRefusal(visitor)),
        token: visitor.formToken,
        at: found.tenant,
        ways: found,
        notice:
          c.req.query('ended') === undefined ? undefined : 'Your sign-in has ended. Sign in again to go on.',
      }),
    );
  });

  routes.add(app, page('POST', '/t/{slug}/sign-in'), async (c) => {
    const visitor = c.get('visitor');
    const found = await discover(() => parts.controlPlane.discoverByTenant(param(c, 'slug')));
    const { client, tenant } = found;
    if (!tenant) throw new CohabitError('tenant_not_found', 'There is no such tenant.');
    const { password = '', ...fields } = await readForm(c);
    const email = (fields.email ?? '').trim();
    const refuse = (errors: Record<string, string>) =>
      c.html(
        tenantSignInView({
          form: { values: { email }, errors },
          token: visitor.formToken,
          at: tenant,
          ways: found,
        }),
        422,
      );
    if (!email || !password) {
      return refuse({
        ...(email ? {} : { email: 'Enter your e-mail address.' }),
        ...(password ? {} : { password: 'Enter your password.' }),
      });
    }
    try {
      const answer = await parts.cognito.start(client, email, password);
      return await continueSignIn(c, parts, { pending: { email, wanted: tenant }, client, answer });
    } catch (error) {
      if (isMendable(error)) return refuse({ password: error.message });
      throw error;
    }
  });
}
