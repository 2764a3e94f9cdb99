import type { MembershipResource } from '../../client/resources.ts';
import { renderTable } from '../../output/table.ts';

/** Members, for people. */
export function renderMembers(members: readonly MembershipResource[]): string {
  return renderTable(
    ['e-mail', 'name', 'roles', 'status', 'user id'],
    members.map(({ email, name, roles, status, userId }) => [email, name, roles.join(', '), status, userId]),
  );
}
