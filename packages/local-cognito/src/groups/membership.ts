/*
 * A membership is two documents, so that both sides are found by prefix: the users of a group and the groups of a user.
 * Neither name can contain a space, which is why it separates them. Both go with the user.
 */
import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind, type Page } from '../storage/store.ts';

type Stored = Pick<Cognito, 'store'>;

const userOfGroup = documentKind<string>('user-of-group');
const groupOfUser = documentKind<string>('group-member');

export function addMember(cognito: Stored, pool: PoolRecord, groupName: string, username: string): void {
  const { documents } = cognito.store;
  const key = { poolId: pool.id, owner: username };
  cognito.store.transaction(() => {
    documents.put(userOfGroup, { ...key, id: `${groupName} ${username}` }, username);
    documents.put(groupOfUser, { ...key, id: `${username} ${groupName}` }, groupName);
  });
}

export function removeMember(cognito: Stored, pool: PoolRecord, groupName: string, username: string): void {
  const { documents } = cognito.store;
  cognito.store.transaction(() => {
    documents.delete(userOfGroup, pool.id, `${groupName} ${username}`);
    documents.delete(groupOfUser, pool.id, `${username} ${groupName}`);
  });
}

/** Before a group is deleted. */
export function removeAllMembers(cognito: Stored, pool: PoolRecord, groupName: string): void {
  for (;;) {
    const { items, nextToken } = membersOf(cognito, pool, groupName, { limit: 1000 });
    for (const username of items) removeMember(cognito, pool, groupName, username);
    if (nextToken === undefined) return;
  }
}

interface Paging {
  limit: number;
  after?: string | undefined;
}

/** Usernames. */
export function membersOf(
  cognito: Stored,
  pool: PoolRecord,
  groupName: string,
  paging: Paging,
): Page<string> {
  return cognito.store.documents.list(userOfGroup, pool.id, { ...paging, prefix: `${groupName} ` });
}

/** Names of groups. */
export function groupNamesOf(
  cognito: Stored,
  pool: PoolRecord,
  username: string,
  paging: Paging,
): Page<string> {
  return cognito.store.documents.list(groupOfUser, pool.id, { ...paging, prefix: `${username} ` });
}
