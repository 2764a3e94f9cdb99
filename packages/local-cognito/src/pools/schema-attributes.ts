import * as z from 'zod';
import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { matching } from '../wire/fields.ts';

type SchemaAttribute = PoolRecord['pool']['SchemaAttributes'][number];

const maxCustomAttributes = 50;

/** `SchemaAttributeType` as input: the name comes without `custom:`. */
export const schemaAttribute = z.object({
  Name: matching('[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+').min(1).max(20),
  AttributeDataType: z.enum(['String', 'Number', 'DateTime', 'Boolean']).optional(),
  DeveloperOnlyAttribute: z.boolean().optional(),
  Mutable: z.boolean().optional(),
  Required: z.boolean().optional(),
  NumberAttributeConstraints: z
    .object({ MinValue: z.string().optional(), MaxValue: z.string().optional() })
    .optional(),
  StringAttributeConstraints: z
    .object({ MinLength: z.string().optional(), MaxLength: z.string().optional() })
    .optional(),
});

type SchemaAttributeInput = z.output<typeof schemaAttribute>;

const text = (
  Name: string,
  min: number,
  max: number,
  fixed: Partial<SchemaAttribute> = {},
): SchemaAttribute => ({
  Name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength: `${min}`, MaxLength: `${max}` },
  ...fixed,
});

const flag = (Name: string): SchemaAttribute => ({
  Name,
  AttributeDataType: 'Boolean',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
});

const longTexts = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'gender',
  'zoneinfo',
  'locale',
  'phone_number',
  'address',
];

/** The attributes that every pool has (developer guide, "Working with user attributes"). */
const standardAttributes: readonly SchemaAttribute[] = [
  text('sub', 1, 2048, { Mutable: false, Required: true }),
  ...longTexts.map((name) => text(name, 0, 2048)),
  text('birthdate', 10, 10),
  flag('email_verified'),
  flag('phone_number_verified'),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: '0' },
  },
  {
    Name: 'identities',
    AttributeDataType: 'String',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    StringAttributeConstraints: {},
  },
];

/**
 * A new pool's schema: standard attributes, changed where the input names one, and the custom ones under `custom:` or
 * `dev:`. Throws InvalidParameterException.
 */
export function newSchema(input: readonly SchemaAttributeInput[]): SchemaAttribute[] {
  const changes = new Map(input.map((attribute) => [attribute.Name, attribute]));
  const standard = standardAttributes.map((attribute) => {
    const change = changes.get(attribute.Name ?? '');
    return change ? changeStandard(attribute, change) : attribute;
  });
  const standardNames = new Set(standard.map(({ Name }) => Name));
  return addCustomAttributes(
    standard,
    input.filter(({ Name }) => !standardNames.has(Name)),
  );
}

function changeStandard(attribute: SchemaAttribute, change: SchemaAttributeInput): SchemaAttribute {
  if (change.AttributeDataType !== undefined && change.AttributeDataType !== attribute.AttributeDataType) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${change.Name}`,
    );
  }
  if (attribute.Name === 'sub') return attribute;
  const { AttributeDataType: _fixed, DeveloperOnlyAttribute: _never, ...members } = change;
  return { ...attribute, ...members } as SchemaAttribute;
}

/** The schema with these custom attributes added. Throws InvalidParameterException. */
export function addCustomAttributes(
  schema: readonly SchemaAttribute[],
  added: readonly SchemaAttributeInput[],
): SchemaAttribute[] {
  const all = [...schema];
  for (const input of added) {
    const attribute = customAttribute(input);
    if (all.some(({ Name }) => Name === attribute.Name)) {
      throw invalidParameter(`${attribute.Name}: Existing attribute already has name ${attribute.Name}.`);
    }
    all.push(attribute);
  }
  if (all.length - standardAttributes.length > maxCustomAttributes) {
    throw invalidParameter(`A user pool can have at most ${maxCustomAttributes} custom attributes.`);
  }
  return all;
}

function customAttribute(input: SchemaAttributeInput): SchemaAttribute {
  if (input.Required) throw invalidParameter('Required custom attributes are not supported currently.');
  const type = input.AttributeDataType ?? 'String';
  const developerOnly = input.DeveloperOnlyAttribute ?? false;
  return {
    Name: `${developerOnly ? 'dev' : 'custom'}:${input.Name}`,
    AttributeDataType: type,
    DeveloperOnlyAttribute: developerOnly,
    Mutable: input.Mutable ?? true,
    Required: false,
    ...(type === 'String' && { StringAttributeConstraints: input.StringAttributeConstraints ?? {} }),
    ...(type === 'Number' && { NumberAttributeConstraints: input.NumberAttributeConstraints ?? {} }),
  } as SchemaAttribute;
}
