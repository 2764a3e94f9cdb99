import type { Html } from '../html.ts';
import type { PoolRecord } from '../storage/records.ts';
import { field } from './look/fields.ts';
import type { TextKey } from './look/translate.ts';
import type { Visit } from './visit.ts';

const prefix = 'attribute.';

interface Input {
  label: TextKey;
  type?: 'text' | 'email' | 'tel' | 'date' | 'url';
  hint?: TextKey;
  /** HTML's token (HTML standard, "Autofill"). */
  autocomplete?: string;
}

const inputs: Record<string, Input> = {
  email: { label: 'email', type: 'email', autocomplete: 'email' },
  phone_number: { label: 'phoneNumber', type: 'tel', hint: 'phoneNumberHint', autocomplete: 'tel' },
  name: { label: 'name', autocomplete: 'name' },
  given_name: { label: 'givenName', autocomplete: 'given-name' },
  family_name: { label: 'familyName', autocomplete: 'family-name' },
  middle_name: { label: 'middleName', autocomplete: 'additional-name' },
  nickname: { label: 'nickname', autocomplete: 'nickname' },
  preferred_username: { label: 'preferredUsername', autocomplete: 'nickname' },
  profile: { label: 'profile', type: 'url', autocomplete: 'url' },
  picture: { label: 'picture', type: 'url', autocomplete: 'photo' },
  website: { label: 'website', type: 'url', autocomplete: 'url' },
  gender: { label: 'gender', autocomplete: 'sex' },
  birthdate: { label: 'birthdate', type: 'date', autocomplete: 'bday' },
  zoneinfo: { label: 'zoneinfo' },
  locale: { label: 'locale', autocomplete: 'language' },
  address: { label: 'address', autocomplete: 'street-address' },
};

/** The attributes without which there is no user. */
export function requiredAttributes({ pool }: PoolRecord): string[] {
  return pool.SchemaAttributes.flatMap(({ Name, Required }) =>
    Name && Required && Name !== 'sub' ? [Name] : [],
  );
}

/** A field for an attribute; {@link givenAttributes} reads it. */
export function attributeField({ look }: Visit, attribute: string, value: string | undefined): Html {
  const { label, hint, ...input } = Object.hasOwn(inputs, attribute)
    ? (inputs[attribute] ?? {})
    : ({} as Partial<Input>);
  return field({
    name: prefix + attribute,
    label: label ? look.t(label) : attribute,
    hint: hint && look.t(hint),
    value,
    ...input,
  });
}

/** What was entered for these attributes. */
export function givenAttributes(
  form: URLSearchParams,
  attributes: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    attributes.map((attribute) => [attribute, form.get(prefix + attribute)?.trim() ?? '']),
  );
}
