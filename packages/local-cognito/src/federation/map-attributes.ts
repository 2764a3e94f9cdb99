import { checkWritable } from '../flows/write-attributes.ts';
import type { IdentityProvider } from '../identity-providers/identity-provider.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { newAttributes, updateAttributes } from '../users/attributes.ts';
import { FederationError } from './trace.ts';

type Attributes = Record<string, string>;

/** A user pool attribute holds no more. */
const maxLength = 2048;

/** What a provider's mapping cannot make writable: whether an address is verified only the mapping may say. */
const verifications = new Set(['email_verified', 'phone_number_verified']);

export interface Mapping {
  pool: PoolRecord;
  client: ClientRecord;
  provider: IdentityProvider;
  claims: Readonly<Attributes>;
}

/**
 * A user's attributes after a sign-in through the provider; `undefined` for a user who is new. A claim that is not there,
 * or empty, leaves the old value; an address is unverified unless its verification is mapped as well.
 *
 * Throws what updates of attributes throw, and a `FederationError` for a value that is too long or a required attribute
 * that nobody has.
 */
export function mapAttributes(mapping: Mapping, user: UserRecord | undefined): Attributes {
  const { pool, client } = mapping;
  const input = mapped(mapping);
  checkWritable(
    client,
    input.map(({ Name }) => Name).filter((name) => !verifications.has(name)),
  );
  const attributes = user ? updateAttributes(pool, user, input) : newAttributes(pool, input);
  for (const { Name } of input) {
    if (Name === 'email' || Name === 'phone_number') attributes[`${Name}_verified`] ??= 'false';
  }
  checkRequired(mapping, attributes);
  return attributes;
}

function mapped({ provider, claims }: Mapping): { Name: string; Value: string }[] {
  return Object.entries(provider.AttributeMapping).flatMap(([Name, claim]) => {
    const Value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (Name === 'username' || !Value) return [];
    if (Value.length > maxLength) {
      throw new FederationError(
        `Attributes did not conform to the schema: ${Name}: String must be no longer than ${maxLength} characters.\n`,
        {
          text: `The claim ${claim} has ${Value.length} characters, and a user pool attribute holds ${maxLength}.`,
          remedy: `Send a shorter ${claim}, or take ${Name} out of the provider's AttributeMapping.`,
        },
      );
    }
    return [{ Name, Value }];
  });
}

function checkRequired({ pool, provider, claims }: Mapping, attributes: Attributes): void {
  const missing = pool.pool.SchemaAttributes.flatMap(({ Name, Required }) =>
    Name && Required && Name !== 'sub' && !attributes[Name] ? [Name] : [],
  );
  const [first] = missing;
  if (first === undefined) return;
  const claim = provider.AttributeMapping[first];
  const sent = Object.keys(claims).join(', ') || 'none';
  throw new FederationError(`attributes required: [${missing.join(', ')}]`, {
    text: `The user pool requires ${missing.join(', ')}, and the provider did not send what stands for it.`,
    remedy:
      claim === undefined
        ? `Map ${first} to a claim of ${provider.ProviderName} (AttributeMapping); it sent: ${sent}.`
        : `Let ${provider.ProviderName} send the claim ${claim} to this application, or map ${first} to another one; it sent: ${sent}.`,
  });
}
