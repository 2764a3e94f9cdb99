import type { Request } from '../../client/request.ts';
import type { MembershipResource, TenantResource } from '../../client/resources.ts';
import { findTenant, readAll } from '../../client/tenants.ts';
import { CommandFailure } from '../../output/failure.ts';

/** The member with this e-mail or user id, and the tenant. */
export async function findMember(
  request: Request,
  slugOrId: string,
  emailOrId: string,
): Promise<{ tenant: TenantResource; member: MembershipResource; path: string }> {
  const tenant = await findTenant(request, slugOrId);
  const all = `/v1/tenants/${tenant.id}/memberships`;
  const members = await readAll<MembershipResource>(request, all);
  const wanted = emailOrId.toLowerCase();
  const member = members.find((candidate) => candidate.userId === wanted || candidate.email === wanted);
  if (member !== undefined) return { tenant, member, path: `${all}/${member.userId}` };
  throw new CommandFailure(
    {
      code: 'membership_not_found',
      title: 'No such member',
      status: 404,
      detail: `${emailOrId} is not a member of ${tenant.slug}.`,
    },
    { hint: `cohabit members list ${tenant.slug} shows who is.` },
  );
}
