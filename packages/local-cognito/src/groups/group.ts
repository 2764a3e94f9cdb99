import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { resourceNotFound } from '../wire/errors.ts';
import { arn, matching } from '../wire/fields.ts';

export interface Group {
  name: string;
  description?: string;
  roleArn?: string;
  /** The lowest wins. */
  precedence?: number;
  /** Epoch ms. */
  createdAt: number;
  updatedAt: number;
}

export const groupName = matching('[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+').min(1).max(128);

/** What of a group `CreateGroup` and `UpdateGroup` set. */
export const groupMembers = {
  Description: z.string().max(2048).optional(),
  RoleArn: arn.optional(),
  Precedence: z.int().min(0).max(2_147_483_647).optional(),
};

export const groupKind = documentKind<Group>('group');

/** Throws ResourceNotFoundException. */
export function findGroup(cognito: Pick<Cognito, 'store'>, pool: PoolRecord, name: string): Group {
  const group = cognito.store.documents.get(groupKind, pool.id, name);
  if (!group) throw resourceNotFound('Group not found.');
  return group;
}

export function putGroup(cognito: Pick<Cognito, 'store'>, pool: PoolRecord, group: Group): void {
  cognito.store.documents.put(groupKind, { poolId: pool.id, id: group.name }, group);
}

export function deleteGroup(cognito: Pick<Cognito, 'store'>, pool: PoolRecord, name: string): void {
  cognito.store.documents.delete(groupKind, pool.id, name);
}

/** `GroupType` on the wire. */
export function describeGroup(pool: PoolRecord, group: Group) {
  return {
    GroupName: group.name,
    UserPoolId: pool.id,
    Description: group.description,
    RoleArn: group.roleArn,
    Precedence: group.precedence,
    CreationDate: group.createdAt / 1000,
    LastModifiedDate: group.updatedAt / 1000,
  };
}
