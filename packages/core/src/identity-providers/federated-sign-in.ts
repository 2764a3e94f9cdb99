import type { TenantId, UserId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';
import type { AssertedPerson } from './admission.ts';

/**
 * What a tenant's identity provider said of a person at their last sign-in. It is taken down when the provider's answer
 * comes in, and read when tokens are issued: what stands in the Cognito profile could have been written by the person.
 */
export interface FederatedSignIn extends Versioned {
  userPoolId: string;
  /** As `federatedUsername` makes it. */
  username: string;
  /** To the letter, as the provider sent it. */
  subject: string;
  tenantId: TenantId;
  /** Of the identity provider. */
  key: string;
  person: AssertedPerson;
  /** Who came in by it: the Cognito profile can be deleted by its owner, and the subject stays whose it was. */
  userId?: UserId;
  /** ISO-8601. */
  at: string;
}

/** Last sign-ins by user pool and username; the index `byProvider` lists those of one provider's key. */
export const federatedSignIns: Collection<FederatedSignIn> = {
  name: 'federated-sign-in',
  partition: (signIn) => `${signIn.userPoolId}/${signIn.username}`,
  sort: () => 'last',
  indexes: { byProvider: (signIn) => ({ partition: signIn.key, sort: signIn.username }) },
};
