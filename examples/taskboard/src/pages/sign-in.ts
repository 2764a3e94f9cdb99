import { CohabitError, isCohabitError } from '@cohabit/core';
import type { Context, Hono } from 'hono';
import type { SignInDiscovery } from '../control-plane/client.ts';
import { readForm } from '../http/forms.ts';
import type { Parts } from '../http/parts.ts';
import { param, type RouteTable } from '../http/route-table.ts';
import type { VisitorEnv } from '../http/visitor.ts';
import type { SignInAnswer, SignInClient } from '../sign-in/cognito.ts';
import type { PendingSignIn, Session } from '../sign-in/sessions.ts';
import { SignInError } from '../sign-in/sign-in-error.ts';
import { emptyForm, type FormState } from '../views/form.ts';
import { passwordView, startView } from '../views/sign-in.ts';

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
    const { context } = await parts.tenantAccess.complete(session, pending, client, answer.tokens);
    session.lastTenantSlug = context.tenantSlug;
    return c.redirect(`/t/${context.tenantSlug}`, 303);
  } finally {
    visitor.renew(session);
  }
}

async function discover(
  find: () => Promise<SignInDiscovery>,
): Promise<{ client: SignInClient; tenant: PendingSignIn['wanted'] }> {
  const { region, userPoolId, clientId, tenant, tenantId } = await find();
  return {
    client: { region, userPoolId, clientId },
    tenant: tenant && tenantId ? { ...tenant, tenantId } : undefined,
  };
}

/** The first page, and the password page of a tenant or of an e-mail address. */
export function addSignInPages(app: Hono<VisitorEnv>, routes: RouteTable, parts: Parts): void {
  const page = (method: 'GET' | 'POST', path: string) => ({ method, path, kind: 'open' as const });

  routes.add(app, page('GET', '/sign-in'), (c) =>
    c.html(startView({ form: emptyForm, token: c.get('visitor').formToken })),
  );

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
      return c.redirect('/sign-in/password', 303);
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
    return c.html(passwordView({ form: emptyForm, token: formToken, action: '/sign-in/password', email }));
  });

  routes.add(app, page('POST', '/sign-in/password'), async (c) => {
    const visitor = c.get('visitor');
    const pending = visitor.session?.pending;
    if (!pending?.email) return c.redirect('/sign-in', 303);
    const { password = '' } = await readForm(c);
    const refuse = (form: FormState) =>
      c.html(
        passwordView({ form, token: visitor.formToken, action: '/sign-in/password', email: pending.email }),
        422,
      );
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
    const { tenant } = await discover(() => parts.controlPlane.discoverByTenant(param(c, 'slug')));
    if (!tenant) throw new CohabitError('tenant_not_found', 'There is no such tenant.');
    return c.html(
      passwordView({
        form: emptyForm,
        token: c.get('visitor').formToken,
        action: `/t/${tenant.slug}/sign-in`,
        at: tenant,
        notice:
          c.req.query('ended') === undefined ? undefined : 'Your sign-in has ended. Sign in again to go on.',
      }),
    );
  });

  routes.add(app, page('POST', '/t/{slug}/sign-in'), async (c) => {
    const visitor = c.get('visitor');
    const { client, tenant } = await discover(() => parts.controlPlane.discoverByTenant(param(c, 'slug')));
    if (!tenant) throw new CohabitError('tenant_not_found', 'There is no such tenant.');
    const { password = '', ...fields } = await readForm(c);
    const email = (fields.email ?? '').trim();
    const refuse = (errors: Record<string, string>) =>
      c.html(
        passwordView({
          form: { values: { email }, errors },
          token: visitor.formToken,
          action: `/t/${tenant.slug}/sign-in`,
          at: tenant,
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
