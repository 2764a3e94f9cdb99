import type { TenantResource } from '../../client/resources.ts';
import { renderFields } from '../../output/table.ts';

/** One tenant, for people. */
export function renderTenant(tenant: TenantResource): string {
  const { placement, status } = tenant;
  return renderFields({
    tenant: tenant.slug,
    name: tenant.name,
    id: tenant.id,
    model: tenant.model,
    plan: tenant.plan,
    status: status.phase,
    problem: status.problem && `${status.problem.message} (${status.problem.code}, ${status.problem.at})`,
    'user pool': placement?.userPoolId,
    'app client': placement?.clientId,
    issuer: placement?.issuer,
    settings: Object.keys(tenant.settings).length === 0 ? undefined : JSON.stringify(tenant.settings),
    created: tenant.createdAt,
  });
}
