import { CohabitError } from '@cohabit/core';
import { runWithTenant } from '@cohabit/sdk';
import type { MiddlewareHandler } from 'hono';
import type { Session } from '../sign-in/sessions.ts';
import type { TenantAccess } from '../sign-in/tenant-access.ts';
import type { TenantFrame } from '../views/layout.ts';
import type { Parts } from './parts.ts';
import { param } from './route-table.ts';
import type { VisitorEnv } from './visitor.ts';

/** A request to a tenant's page, by somebody whose token was verified. */
export interface TenantVisit extends TenantAccess {
  slug: string;
  session: Session;
  /** What the page shows around its content; takes the notice, so call it once. */
  frame(): Promise<TenantFrame>;
  /** Says this on the next page. */
  notify(text: string): void;
}

export interface TenantEnv {
  Variables: VisitorEnv['Variables'] & { visit: TenantVisit };
}

/**
 * Lets in whoever holds a token of the tenant in the address, and runs the rest in that tenant's context. Everybody else
 * goes to the tenant's sign-in. Each request counts for the tenant of the token.
 */
export function requireTenant(parts: Parts): MiddlewareHandler<TenantEnv> {
  return async (c, next) => {
    const slug = param(c, 'slug');
    const visitor = c.get('visitor');
    const session = visitor.session;
    const access = session && (await parts.tenantAccess.access(session, slug));
    if (!session || !access) {
      const isOver = session?.lastTenantSlug === slug ? '?ended' : '';
      return c.redirect(`/t/${encodeURIComponent(slug)}/sign-in${isOver}`, 303);
    }
    if (access.context.tenantSlug !== slug) throw new CohabitError('not_found', 'There is no such page.');
    session.lastTenantSlug = slug;
    parts.meter.count(access.context.tenantId, 'requests');
    c.set('visit', {
      ...access,
      slug,
      session,
      notify(text) {
        session.notice = text;
      },
      async frame() {
        const tenants = await parts.tenantAccess.tenantsOf(session);
        const { notice } = session;
        delete session.notice;
        return {
          slug,
          name: tenants.find((tenant) => tenant.slug === slug)?.name ?? slug,
          email: access.signIn.email,
          isAdmin: access.context.roles.includes('admin'),
          formToken: visitor.formToken,
          tenants,
          notice,
        };
      },
    });
    await runWithTenant(access.context, next);
  };
}
