import { createCode, dropCode } from '../codes/codes.ts';
import type { Cognito } from '../cognito.ts';
import { deliverCode } from '../messages/deliver-code.ts';
import { addressAttribute, type CodeDeliveryDetails, type Medium } from '../messages/purpose.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { updateAttributes } from './attributes.ts';
import { claimSignInNames } from './claim-sign-in-names.ts';

type AttributeInput = { Name: string; Value?: string | undefined }[];

const dayMs = 24 * 60 * 60 * 1000;

/** What is kept with a code that verifies an attribute. */
export interface AttributeCode extends Record<string, unknown> {
  value: string;
  /** The user gets the value only with the code. */
  isPending: boolean;
}

/** Of codes that verify an e-mail or phone number of a user who is signed in. */
export const attributeCode = (medium: Medium) => ({
  purpose: `verify-${addressAttribute(medium)}`,
  validForMs: dayMs,
});

export interface AttributeChange {
  pool: PoolRecord;
  /** Left out for administrators, who may also say that an address is verified. */
  client?: ClientRecord;
  user: UserRecord;
  input: AttributeInput;
  clientMetadata: Record<string, string> | undefined;
}

/**
 * Changes attributes. A new e-mail or phone number that the pool verifies gets a code; where the pool says so
 * (`AttributesRequireVerificationBeforeUpdate`) the user keeps the old one until the code comes back.
 *
 * Throws InvalidParameterException, AliasExistsException, and what the CustomMessage function throws, with the change made.
 */
export async function changeAttributes(
  cognito: Cognito,
  change: AttributeChange,
): Promise<CodeDeliveryDetails[]> {
  const { pool, user, input } = change;
  const unproven = unprovenAddresses(change);
  const pending = new Set<string>(unproven.filter(({ isPending }) => isPending).map(({ name }) => name));
  updateAttributes(pool, user, input);
  const attributes = updateAttributes(
    pool,
    user,
    input.filter(({ Name }) => !pending.has(Name)),
  );
  const changed = { ...user, attributes, updatedAt: cognito.clock() };
  const write = () => {
    cognito.store.users.update(pool, changed);
    for (const medium of givenMediums(input)) {
      dropCode(cognito, { pool, user, purpose: attributeCode(medium).purpose });
    }
  };
  claimSignInNames({ cognito, pool, user: changed, force: false, write });
  const call = { ...change, user: changed, purpose: 'UpdateUserAttribute' } as const;
  return Promise.all(
    unproven.map(({ medium, value, isPending }) =>
      sendAttributeCode(cognito, { ...call, medium }, { value, isPending }),
    ),
  );
}

/** Sends a code that verifies an attribute, to the address that it verifies. */
export async function sendAttributeCode(
  cognito: Cognito,
  call: {
    pool: PoolRecord;
    client?: ClientRecord;
    user: UserRecord;
    purpose: 'UpdateUserAttribute' | 'VerifyUserAttribute';
    medium: Medium;
    clientMetadata: Record<string, string> | undefined;
  },
  data: AttributeCode,
): Promise<CodeDeliveryDetails> {
  const { pool, user, medium } = call;
  const code = createCode(cognito, { pool, user, ...attributeCode(medium), digits: 6, data });
  return deliverCode(cognito, { ...call, code, to: data.value });
}

function givenMediums(input: AttributeInput): Medium[] {
  return (['EMAIL', 'SMS'] as const).filter((medium) =>
    input.some(({ Name }) => Name === addressAttribute(medium)),
  );
}

/** The new addresses that nobody vouches for and that the pool wants verified. */
function unprovenAddresses({ pool, user, input }: AttributeChange) {
  const { AutoVerifiedAttributes: verified = [], UserAttributeUpdateSettings: settings } = pool.pool;
  const before = settings?.AttributesRequireVerificationBeforeUpdate ?? [];
  return givenMediums(input).flatMap((medium) => {
    const name = addressAttribute(medium);
    const value = input.find(({ Name }) => Name === name)?.Value ?? '';
    const isVouchedFor = input.some(
      ({ Name, Value }) => Name === `${name}_verified` && Value?.toLowerCase() === 'true',
    );
    const isPending = before.includes(name);
    const isChecked = isPending || verified.includes(name);
    if (value === '' || value === user.attributes[name] || isVouchedFor || !isChecked) return [];
    return [{ medium, name, value, isPending }];
  });
}
