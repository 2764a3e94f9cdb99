import * as z from 'zod';
import { providerName } from '../identity-providers/identity-provider.ts';
import { invalidParameter } from '../wire/errors.ts';
import type { SourceIdentity } from './linked-identities.ts';

/** `ProviderUserIdentifierType`. */
export const providerUser = z.object({
  ProviderName: providerName.optional(),
  ProviderAttributeName: z.string().max(131_072).optional(),
  ProviderAttributeValue: z.string().max(131_072).optional(),
});

/** The provider that stands for the pool's own users. */
export const localProvider = 'Cognito';

/** Throws InvalidParameterException when a part is missing. `member` is how the input calls it. */
export function sourceIdentity(input: z.output<typeof providerUser>, member: string): SourceIdentity {
  const { ProviderName, ProviderAttributeName, ProviderAttributeValue } = input;
  if (!ProviderName || !ProviderAttributeName || !ProviderAttributeValue) {
    throw invalidParameter(
      `${member} must have ProviderName, ProviderAttributeName and ProviderAttributeValue.`,
    );
  }
  return {
    providerName: ProviderName,
    attributeName: ProviderAttributeName,
    value: ProviderAttributeValue,
  };
}
