import { findClient } from '../clients/find-client.ts';
import type { Cognito } from '../cognito.ts';
import { findPool } from '../pools/find-pool.ts';
import { documentKind } from '../storage/store.ts';

/** The classic hosted UI's look, for one app client or, under the id `ALL`, for those without one of their own. */
export interface UiCustomization {
  UserPoolId: string;
  ClientId: string;
  ImageUrl?: string | undefined;
  CSS?: string | undefined;
  CSSVersion?: string | undefined;
  /** Epoch seconds. */
  CreationDate: number;
  LastModifiedDate: number;
}

export const allClients = 'ALL';

export const uiCustomizationKind = documentKind<UiCustomization>('ui-customization');

/** Throws ResourceNotFoundException when there is no such pool or client. */
export function checkCustomized(cognito: Cognito, poolId: string, clientId: string): void {
  if (clientId === allClients) findPool(cognito, poolId);
  else findClient(cognito, poolId, clientId);
}

/** What the pages of a client wear: its own customization, else that of all clients. */
export function uiCustomizationOf(
  { store: { documents } }: Pick<Cognito, 'store'>,
  poolId: string,
  clientId: string,
): UiCustomization | undefined {
  return (
    documents.get(uiCustomizationKind, poolId, clientId) ??
    documents.get(uiCustomizationKind, poolId, allClients)
  );
}
