import type * as z from 'zod';
import { CognitoError, invalidParameter } from './errors.ts';

type Issue = z.core.$ZodIssue;

/** Members whose values Cognito does not repeat in an error message, nor those of the maps below. */
const sensitiveMembers = new Set([
  'accessToken',
  'clientSecret',
  'confirmationCode',
  'newPassword',
  'password',
  'previousPassword',
  'proposedPassword',
  'refreshToken',
  'secretHash',
  'session',
  'temporaryPassword',
  'token',
  'userCode',
  'username',
  'value',
]);
const sensitiveMaps = new Set(['authParameters', 'challengeResponses', 'clientMetadata']);

/**
 * What Cognito answers to input that does not fit the service model: `SerializationException` for a wrong JSON type,
 * otherwise InvalidParameterException listing every constraint that failed.
 */
export function toConstraintError(issues: readonly Issue[], input: unknown): CognitoError {
  const mistyped = issues.find(
    (issue) => issue.code === 'invalid_type' && valueAt(input, issue.path) !== undefined,
  );
  if (mistyped?.code === 'invalid_type') {
    return new CognitoError(
      'SerializationException',
      typeMessage(mistyped.expected, valueAt(input, mistyped.path)),
    );
  }
  const lines = issues.map((issue) => {
    const member = memberName(issue.path);
    return `Value ${shownValue(member, valueAt(input, issue.path))}at '${member}' failed to satisfy constraint: Member must ${demand(issue)}`;
  });
  const count = `${lines.length} validation error${lines.length === 1 ? '' : 's'} detected: `;
  return invalidParameter(count + lines.join('; '));
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return value;
}

/** `['UserAttributes', 0, 'Name']` is `userAttributes.1.member.name`. */
function memberName(path: readonly PropertyKey[]): string {
  return path
    .map((key) => {
      if (typeof key === 'number') return `${key + 1}.member`;
      const name = String(key);
      return name.charAt(0).toLowerCase() + name.slice(1);
    })
    .join('.');
}

function shownValue(member: string, value: unknown): string {
  if (value === undefined) return 'null ';
  const parts = member.split('.');
  if (sensitiveMembers.has(parts.at(-1) ?? '') || sensitiveMaps.has(parts[0] ?? '')) return '';
  if (Array.isArray(value)) return `'[${value.map(String).join(', ')}]' `;
  return `'${typeof value === 'object' ? JSON.stringify(value) : String(value)}' `;
}

function demand(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return 'not be null';
    case 'too_small':
      return `have ${measure(issue.origin)} greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return `have ${measure(issue.origin)} less than or equal to ${issue.maximum}`;
    case 'invalid_format':
      return `satisfy regular expression pattern: ${plainPattern(issue.pattern)}`;
    case 'invalid_value':
      return `satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    default:
      return issue.message;
  }
}

const measure = (origin: string) => (origin === 'string' || origin === 'array' ? 'length' : 'value');

/** The pattern as the service model writes it, without the anchors of `matching` in fields.ts. */
function plainPattern(pattern: string | undefined): string {
  return /^\/\^\(\?:(.*)\)\$\/u$/su.exec(pattern ?? '')?.[1] ?? pattern ?? '';
}

function typeMessage(expected: string, value: unknown): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (typeof value === 'object') return 'Start of structure or map found where not expected.';
  if (expected === 'object' || expected === 'record' || expected === 'array') return 'Unexpected field type';
  const seen =
    typeof value === 'boolean' ? `${value}`.toUpperCase() : typeof value === 'string' ? 'STRING' : 'NUMBER';
  const wanted = { string: 'a String', int: 'an Integer', number: 'a Number', boolean: 'a Boolean' }[
    expected
  ];
  return `${seen}_VALUE can not be converted to ${wanted ?? `a ${expected}`}`;
}
