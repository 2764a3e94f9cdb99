import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { CognitoError, invalidParameter, resourceNotFound } from '../wire/errors.ts';
import { attributeName, matching } from '../wire/fields.ts';

export const providerTypes = [
  'SAML',
  'Facebook',
  'Google',
  'LoginWithAmazon',
  'SignInWithApple',
  'OIDC',
] as const;
export type ProviderType = (typeof providerTypes)[number];

/** `IdentityProviderType`, with what is secret in its details: it is kept sealed. */
export interface IdentityProvider {
  UserPoolId: string;
  ProviderName: string;
  ProviderType: ProviderType;
  ProviderDetails: Record<string, string>;
  /** User pool attribute to the provider's claim. */
  AttributeMapping: Record<string, string>;
  IdpIdentifiers: string[];
  /** `Level1` to `Level4` to the provider's `acr`. */
  AcrMapping?: Record<string, string> | undefined;
  /** Epoch seconds. */
  CreationDate: number;
  LastModifiedDate: number;
}

export const identityProviderKind = documentKind<IdentityProvider>('identity-provider');

/** Names of new providers; others are found by any name. */
export const newProviderName = matching('[^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+')
  .min(1)
  .max(32);
export const providerName = matching('[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+').min(1).max(32);
export const idpIdentifier = matching('[\\w\\s+=.@-]+').min(1).max(40);

/** The members that `CreateIdentityProvider` and `UpdateIdentityProvider` share. */
export const identityProviderSettings = z.object({
  ProviderDetails: z.record(z.string(), z.string().max(131_072)).optional(),
  AttributeMapping: z.record(attributeName, z.string().max(131_072)).optional(),
  IdpIdentifiers: z.array(idpIdentifier).max(50).optional(),
  AcrMapping: z.record(z.string(), z.string().min(1)).optional(),
});

/** Throws ResourceNotFoundException. */
export function findIdentityProvider(
  { store }: Pick<Cognito, 'store'>,
  poolId: string,
  name: string,
): IdentityProvider {
  const provider = store.documents.get(identityProviderKind, poolId, name);
  if (!provider) throw resourceNotFound(`Identity provider ${name} does not exist.`);
  return provider;
}

/** The provider that has this identifier in the pool. */
export function providerByIdentifier(
  { store }: Pick<Cognito, 'store'>,
  poolId: string,
  identifier: string,
): IdentityProvider | undefined {
  for (const provider of providersOf({ store }, poolId)) {
    if (provider.IdpIdentifiers.includes(identifier)) return provider;
  }
  return undefined;
}

/** Every provider of the pool, by name. */
export function* providersOf({ store }: Pick<Cognito, 'store'>, poolId: string): Generator<IdentityProvider> {
  let after: string | undefined;
  do {
    const page = store.documents.list(identityProviderKind, poolId, { limit: 100, after });
    yield* page.items;
    after = page.nextToken;
  } while (after !== undefined);
}

const acrLevels = new Set(['Level1', 'Level2', 'Level3', 'Level4']);

/** Throws InvalidParameterException, or DuplicateProviderException for an identifier that another provider has. */
export function checkProvider(
  cognito: Pick<Cognito, 'store'>,
  { id, pool }: PoolRecord,
  provider: IdentityProvider,
): void {
  const schema = new Map(pool.SchemaAttributes.map((attribute) => [attribute.Name, attribute]));
  for (const name of Object.keys(provider.AttributeMapping)) {
    if (name === 'username') continue;
    if (name === 'identities' || name === 'sub')
      throw invalidParameter(`Invalid attribute mapping: ${name} is written by Cognito only.`);
    const attribute = schema.get(name);
    if (!attribute)
      throw invalidParameter(`Invalid attribute mapping: ${name} is not an attribute of the user pool.`);
    if (attribute.Mutable === false) {
      throw invalidParameter(
        `Invalid attribute mapping: ${name} is not mutable, and every sign-in writes it.`,
      );
    }
  }
  for (const identifier of provider.IdpIdentifiers) {
    const owner = providerByIdentifier(cognito, id, identifier);
    if (owner && owner.ProviderName !== provider.ProviderName) {
      throw new CognitoError(
        'DuplicateProviderException',
        `The identifier ${identifier} belongs to the provider ${owner.ProviderName}.`,
      );
    }
  }
  if (!provider.AcrMapping) return;
  if (provider.ProviderType !== 'OIDC') throw invalidParameter('AcrMapping is for OIDC providers only.');
  const level = Object.keys(provider.AcrMapping).find((name) => !acrLevels.has(name));
  if (level) throw invalidParameter(`AcrMapping has an unknown level ${level}; expected Level1 to Level4.`);
}
