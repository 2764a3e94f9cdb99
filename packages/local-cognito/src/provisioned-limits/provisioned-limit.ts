import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { documentKind } from '../storage/store.ts';
import { invalidParameter, resourceNotFound } from '../wire/errors.ts';

export const limitDefinition = z.object({
  LimitClass: z.enum(['API_CATEGORY']),
  Attributes: z.record(z.string().min(1).max(128), z.string().min(1).max(128)),
});
export type LimitDefinition = z.output<typeof limitDefinition>;

/** Requests per second that AWS gives without asking (developer guide, "Quotas"), where they can be raised. */
const adjustableCategories: ReadonlyMap<string, number> = new Map([
  ['UserAuthentication', 120],
  ['UserCreation', 50],
  ['UserFederation', 25],
  ['UserRead', 120],
  ['UserToken', 120],
  ['UserResourceRead', 50],
]);

/** The most that can be had without asking AWS for more. */
const maxFactor = 10;

/** The account's, not a pool's: kept under the account's id. */
export const provisionedLimitKind = documentKind<{ value: number }>('provisioned-limit');

/** The category and its default. Throws InvalidParameterException or ResourceNotFoundException. */
export function findCategory({ Attributes }: LimitDefinition): {
  category: string;
  free: number;
  max: number;
} {
  const { Category: category } = Attributes;
  if (category === undefined) throw invalidParameter('LimitDefinition.Attributes must have a Category.');
  const free = adjustableCategories.get(category);
  if (free === undefined) throw resourceNotFound(`There is no adjustable limit of category ${category}.`);
  return { category, free, max: free * maxFactor };
}

/** `LimitType`. */
export function describeLimit({ store, accountId }: Cognito, definition: LimitDefinition) {
  const { category, free } = findCategory(definition);
  const provisioned = store.documents.get(provisionedLimitKind, accountId, category);
  return {
    LimitDefinition: definition,
    ProvisionedLimitValue: provisioned?.value ?? free,
    FreeLimitValue: free,
  };
}
