import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { documentKind } from '../storage/store.ts';
import { invalidParameter, resourceNotFound } from '../wire/errors.ts';
import { matching } from '../wire/fields.ts';

/** `ResourceServerType`. */
export interface ResourceServer {
  UserPoolId: string;
  Identifier: string;
  Name: string;
  Scopes: { ScopeName: string; ScopeDescription: string }[];
  /** On the server of dynamic client registration, which Cognito keeps itself. */
  ManagedBy?: 'COGNITO';
}

export const resourceServerKind = documentKind<ResourceServer>('resource-server');

export const identifier = matching('[\\x21\\x23-\\x5B\\x5D-\\x7E]+').min(1).max(256);

/** The members that `CreateResourceServer` and `UpdateResourceServer` share. */
export const resourceServerSettings = z.object({
  Identifier: identifier,
  Name: matching('[\\w\\s+=,.@-]+').min(1).max(256),
  Scopes: z
    .array(
      z.object({
        ScopeName: matching('[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+').min(1).max(256),
        ScopeDescription: z.string().min(1).max(256),
      }),
    )
    .max(100)
    .optional(),
});

/** Throws ResourceNotFoundException. */
export function findResourceServer(
  { store }: Pick<Cognito, 'store'>,
  poolId: string,
  id: string,
): ResourceServer {
  const server = store.documents.get(resourceServerKind, poolId, id);
  if (!server) throw resourceNotFound(`Resource server ${id} does not exist.`);
  return server;
}

/** One that may be changed: not Cognito's own. Throws ResourceNotFoundException or InvalidParameterException. */
export function findOwnResourceServer(
  cognito: Pick<Cognito, 'store'>,
  poolId: string,
  id: string,
): ResourceServer {
  const server = findResourceServer(cognito, poolId, id);
  if (server.ManagedBy) throw invalidParameter(`Resource server ${id} is managed by Cognito.`);
  return server;
}

/** Whether `<identifier>/<scope name>` is a scope of one of the pool's resource servers. */
export function isCustomScope({ store }: Pick<Cognito, 'store'>, poolId: string, scope: string): boolean {
  const end = scope.lastIndexOf('/');
  const server = end > 0 ? store.documents.get(resourceServerKind, poolId, scope.slice(0, end)) : undefined;
  return server?.Scopes.some(({ ScopeName }) => ScopeName === scope.slice(end + 1)) ?? false;
}
