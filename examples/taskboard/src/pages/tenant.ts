import { isCohabitError } from '@cohabit/core';
import type { Hono } from 'hono';
import * as z from 'zod';
import { ControlPlaneUnavailable } from '../control-plane/client.ts';
import { readForm } from '../http/forms.ts';
import type { Parts } from '../http/parts.ts';
import type { RouteTable } from '../http/route-table.ts';
import type { TenantEnv, TenantVisit } from '../http/tenant-visit.ts';
import { readTenantUsage } from '../services/usage.ts';
import { emptyForm, errorsOf, type FormState } from '../views/form.ts';
import { peopleView } from '../views/people.ts';
import { type ShownToken, tokenView } from '../views/token.ts';
import { usageView } from '../views/usage.ts';

const invitation = z.object({
  name: z.string().trim().min(1, 'Enter the name.').max(100, 'A name has at most 100 characters.'),
  email: z.string().trim().pipe(z.email('Enter an e-mail address such as kim@example.com.')),
  role: z.enum(['member', 'admin']),
});

/** What the person reads when the control plane does not give what a page asked for; other failures go on. */
function explain(error: unknown): string {
  if (isCohabitError(error, 'forbidden')) return 'Only admins of the tenant can see this.';
  if (error instanceof ControlPlaneUnavailable) {
    return 'The control plane does not answer. Try again in a moment.';
  }
  if (isCohabitError(error)) return error.message;
  throw error;
}

/** The first part of a token (RFC 7515 §4): how it was signed. The token was verified before. */
function headerOf(token: string): ShownToken['header'] {
  const [header = ''] = token.split('.');
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>;
  return { alg: String(alg), kid: String(kid) };
}

/** My token, usage and people. */
export function addTenantPages(app: Hono<TenantEnv>, routes: RouteTable, parts: Parts): void {
  const page = (method: 'GET' | 'POST', path: string) => ({ method, path, kind: 'page' as const });

  routes.add(app, page('GET', '/t/{slug}/token'), async (c) => {
    const visit = c.get('visit');
    const { context, tokens } = visit;
    const id = await parts.verifier.verify(tokens.idToken, { tokenUse: 'id' });
    const shown: ShownToken[] = [
      { kind: 'access', claims: context.token.claims, header: headerOf(tokens.accessToken) },
      { kind: 'id', claims: id.token.claims, header: headerOf(tokens.idToken) },
    ];
    return c.html(tokenView({ frame: await visit.frame(), tokens: shown }));
  });

  routes.add(app, page('GET', '/t/{slug}/usage'), async (c) => {
    const visit = c.get('visit');
    const frame = await visit.frame();
    try {
      await parts.meter.flush();
      const { context, tokens } = visit;
      const request = { context, accessToken: tokens.accessToken, now: parts.clock() };
      return c.html(usageView({ frame, usage: await readTenantUsage(parts.controlPlane, request) }));
    } catch (error) {
      return c.html(usageView({ frame, problem: explain(error) }));
    }
  });

  async function showPeople(visit: TenantVisit, form: FormState) {
    const frame = await visit.frame();
    if (!frame.isAdmin) return peopleView({ frame, form });
    try {
      const members = await parts.controlPlane.listMembers(visit.tokens.accessToken, visit.context.tenantId);
      const present = members.filter((member) => member.status !== 'removed');
      return peopleView({ frame, members: present, form });
    } catch (error) {
      return peopleView({ frame, problem: explain(error), form });
    }
  }

  routes.add(app, page('GET', '/t/{slug}/people'), async (c) =>
    c.html(showPeople(c.get('visit'), emptyForm)),
  );

  routes.add(app, page('POST', '/t/{slug}/people'), async (c) => {
    const visit = c.get('visit');
    const values = await readForm(c);
    const input = invitation.safeParse(values);
    if (!input.success) {
      return c.html(showPeople(visit, { values, errors: errorsOf(input.error) }), 422);
    }
    const { name, email, role } = input.data;
    try {
      await parts.controlPlane.invite(visit.tokens.accessToken, visit.context.tenantId, {
        name,
        email,
        roles: [role],
      });
    } catch (error) {
      const field = isCohabitError(error, 'membership_exists') ? 'email' : '';
      return c.html(showPeople(visit, { values, errors: { [field]: explain(error) } }), 422);
    }
    visit.notify(`${name} was invited. Cognito sends the temporary password.`);
    return c.redirect(`/t/${visit.slug}/people`, 303);
  });
}
