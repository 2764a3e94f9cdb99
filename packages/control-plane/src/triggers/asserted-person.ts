import { type AssertedPerson, claimNames, type IdentityProviderSpec } from '@cohabit/core';

type Claims = Record<string, string | undefined>;

/** What an InboundFederation event holds of the provider's answer: text, by claim or attribute. */
export interface ProviderAnswer {
  idToken?: Claims | null;
  userInfo?: Claims | null;
  samlResponse?: Claims | null;
}

/** What the provider says of the person, by the claims the spec names. ID token and userInfo are one; the ID token wins. */
export function readAssertedPerson(spec: IdentityProviderSpec, answer: ProviderAnswer): AssertedPerson {
  const names = claimNames(spec);
  const claims: Claims =
    spec.protocol === 'saml' ? { ...answer.samlResponse } : { ...answer.userInfo, ...answer.idToken };
  const claim = (name: string) => (Object.hasOwn(claims, name) ? claims[name] : undefined);
  const verified = spec.protocol === 'oidc' ? claim('email_verified') : undefined;
  return {
    email: claim(names.email),
    isEmailVerified: verified === undefined ? undefined : String(verified) === 'true',
    name: claim(names.name),
    groups: readGroups(claim(names.groups)),
  };
}

const MAX_GROUPS = 500;

/**
 * The groups in a claim, which Cognito hands over as one text: a list in brackets, in URL encoding where it comes by
 * OIDC, or one group. What was one name with `, ` in it cannot be told from two: whoever maps a group to a role must be the
 * one who names groups.
 */
export function readGroups(text: string | undefined): string[] {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return [];
  const decoded = decodeForm(trimmed);
  const list = readJsonList(decoded) ?? readBrackets(decoded) ?? readBrackets(trimmed) ?? [trimmed];
  return list.filter((group) => group !== '').slice(0, MAX_GROUPS);
}

function readJsonList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
  } catch {
    return undefined;
  }
}

function readBrackets(text: string): string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
  return text
    .slice(1, -1)
    .split(', ')
    .map((group) => group.trim());
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
