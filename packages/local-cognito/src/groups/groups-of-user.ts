import type { Cognito } from '../cognito.ts';
import type { PoolRecord, UserRecord } from '../storage/records.ts';
import type { GroupConfiguration } from '../triggers/pre-token-generation.ts';
import { type Group, groupKind } from './group.ts';
import { groupNamesOf } from './membership.ts';

/** Cognito's quota. */
export const maxGroupsPerUser = 100;

/** The groups of a user, the most important first: by precedence, those without one last, then by name. */
export function groupsOf(
  cognito: Pick<Cognito, 'store'>,
  pool: PoolRecord,
  user: Pick<UserRecord, 'username'>,
): Group[] {
  const { items } = groupNamesOf(cognito, pool, user.username, { limit: maxGroupsPerUser });
  const groups = items.flatMap((name) => cognito.store.documents.get(groupKind, pool.id, name) ?? []);
  return groups.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/**
 * What the groups put into tokens. The preferred role is that of the lowest precedence, and there is none when groups
 * with that precedence have different roles (developer guide, "Adding groups to a user pool").
 */
export function groupConfiguration(groups: readonly Group[]): GroupConfiguration {
  const withRole = groups.filter(({ roleArn }) => roleArn !== undefined);
  const lowest = Math.min(...withRole.map(rank));
  const best = new Set(withRole.filter((group) => rank(group) === lowest).map(({ roleArn }) => roleArn));
  const [preferred] = best;
  return {
    groupsToOverride: groups.map(({ name }) => name),
    iamRolesToOverride: [...new Set(withRole.flatMap(({ roleArn }) => roleArn ?? []))],
    preferredRole: best.size === 1 ? (preferred ?? null) : null,
  };
}

const rank = ({ precedence }: Group) => precedence ?? Number.POSITIVE_INFINITY;
