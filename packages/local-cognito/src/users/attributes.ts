import type { ListedUser, PoolRecord, UserRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';

type SchemaAttribute = PoolRecord['pool']['SchemaAttributes'][number];
type AttributeInput = readonly { Name: string; Value?: string | undefined }[];

const neverWritten = new Set(['sub', 'identities']);

/** Attributes as given at creation, checked against the pool's schema. Throws InvalidParameterException. */
export function newAttributes(pool: PoolRecord, input: AttributeInput): Record<string, string> {
  return changeAttributes(pool, {}, input);
}

/**
 * The attributes after this change: an empty value removes one, and another e-mail or phone number is unverified unless
 * the change says otherwise. Throws InvalidParameterException.
 */
export function updateAttributes(
  pool: PoolRecord,
  user: UserRecord,
  input: AttributeInput,
): Record<string, string> {
  const schema = schemaOf(pool);
  for (const { Name, Value = '' } of input) {
    const isFixed = schema.get(Name)?.Mutable === false;
    if (isFixed && user.attributes[Name] !== Value)
      throw invalidParameter(`user.${Name}: Attribute cannot be updated.\n`);
    if (Value === '') checkRemovable(schema.get(Name), Name);
  }
  return changeAttributes(pool, user.attributes, input);
}

/** The attributes without these. Throws InvalidParameterException. */
export function removeAttributes(
  pool: PoolRecord,
  user: UserRecord,
  names: readonly string[],
): Record<string, string> {
  const schema = schemaOf(pool);
  const attributes = { ...user.attributes };
  for (const name of names) {
    const attribute = schema.get(name);
    if (!attribute) throw unknownAttribute(name);
    if (attribute.Mutable === false || neverWritten.has(name)) {
      throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
    }
    checkRemovable(attribute, name);
    delete attributes[name];
    delete attributes[`${name}_verified`];
  }
  return attributes;
}

/** `[{ Name, Value }]` as every operation shows a user's attributes, `sub` first. */
export function attributeList(user: ListedUser): { Name: string; Value: string }[] {
  const entries = Object.entries({ sub: user.sub, ...user.attributes });
  return entries.map(([Name, Value]) => ({ Name, Value }));
}

const schemaOf = ({ pool }: PoolRecord) =>
  new Map(pool.SchemaAttributes.map((attribute) => [attribute.Name, attribute]));

const nonconforming = (text: string) => invalidParameter(`Attributes did not conform to the schema: ${text}`);

const unknownAttribute = (name: string) =>
  nonconforming(`Type for attribute {${name}} could not be determined`);

function checkRemovable(attribute: SchemaAttribute | undefined, name: string): void {
  if (attribute?.Required) throw nonconforming(`${name}: The attribute is required\n`);
}

function changeAttributes(
  pool: PoolRecord,
  before: Record<string, string>,
  input: AttributeInput,
): Record<string, string> {
  const schema = schemaOf(pool);
  const after = { ...before };
  const given = new Set(input.map(({ Name }) => Name));
  const failures: string[] = [];
  for (const { Name, Value = '' } of input) {
    const attribute = schema.get(Name);
    if (!attribute) throw unknownAttribute(Name);
    if (neverWritten.has(Name)) throw invalidParameter(`user.${Name}: Attribute cannot be updated.\n`);
    const failure = Value === '' ? undefined : checkValue(attribute, Name, Value);
    if (failure !== undefined) failures.push(`${Name}: ${failure}\n`);
    const isVerifiable = Name === 'email' || Name === 'phone_number';
    if (isVerifiable && before[Name] !== Value && !given.has(`${Name}_verified`)) {
      if (Value !== '' && before[`${Name}_verified`] !== undefined) after[`${Name}_verified`] = 'false';
      else delete after[`${Name}_verified`];
    }
    if (Value === '') delete after[Name];
    else after[Name] = attribute.AttributeDataType === 'Boolean' ? Value.toLowerCase() : Value;
  }
  if (failures.length > 0) throw nonconforming(failures.join(''));
  return after;
}

/** What is wrong with this value, if anything. Throws where Cognito has a text of its own. */
function checkValue(attribute: SchemaAttribute, name: string, value: string): string | undefined {
  if (name === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value))
    throw invalidParameter('Invalid email address format.');
  if (name === 'phone_number' && !/^\+[1-9][0-9]{1,14}$/.test(value)) {
    throw invalidParameter('Invalid phone number format.');
  }
  switch (attribute.AttributeDataType) {
    case 'Boolean':
      return /^(true|false)$/i.test(value) ? undefined : 'Value must be true or false';
    case 'DateTime':
      return Number.isNaN(Date.parse(value)) ? 'Value must be a date and time in ISO 8601' : undefined;
    case 'Number':
      return checkNumber(attribute, value);
    default:
      return checkLength(attribute, value);
  }
}

function checkNumber(
  { NumberAttributeConstraints: limits = {} }: SchemaAttribute,
  value: string,
): string | undefined {
  if (!/^-?\d+$/.test(value)) return 'Value must be a number';
  const number = BigInt(value);
  const { MinValue: min, MaxValue: max } = limits;
  if (min !== undefined && number < BigInt(min)) return `Number must be no less than ${min}`;
  if (max !== undefined && number > BigInt(max)) return `Number must be no greater than ${max}`;
  return undefined;
}

function checkLength(
  { StringAttributeConstraints: limits = {} }: SchemaAttribute,
  value: string,
): string | undefined {
  const { MinLength: min, MaxLength: max } = limits;
  if (min !== undefined && value.length < Number(min))
    return `String must be no shorter than ${min} characters.`;
  if (max !== undefined && value.length > Number(max))
    return `String must be no longer than ${max} characters.`;
  return undefined;
}
