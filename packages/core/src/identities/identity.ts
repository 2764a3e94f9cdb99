import type { UserId } from '../ids.ts';
import type { Collection, Versioned } from '../ports/registry.ts';

/** One Cognito profile of a user. */
export interface Identity extends Versioned {
  userPoolId: string;
  sub: string;
  userId: UserId;
  kind: 'native' | 'federated';
}

/** Identities by user pool and `sub`; the index `byUser` lists those of one user. */
export const identities: Collection<Identity> = {
  name: 'identity',
  partition: (identity) => `${identity.userPoolId}/${identity.sub}`,
  sort: () => 'identity',
  indexes: {
    byUser: (identity) => ({ partition: identity.userId, sort: `${identity.userPoolId}/${identity.sub}` }),
  },
};
