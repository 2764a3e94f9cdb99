import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { documentKind } from '../storage/store.ts';
import { CognitoError, invalidParameter, resourceNotFound } from '../wire/errors.ts';
import { matching, url, userPoolId } from '../wire/fields.ts';

/** `TermsType`: links to one app client's terms of use or privacy policy. */
export interface Terms {
  TermsId: string;
  UserPoolId: string;
  ClientId: string;
  TermsName: string;
  TermsSource: 'LINK';
  Enforcement: 'NONE';
  /** `cognito:default` or `cognito:<language>` to a URL. */
  Links: Record<string, string>;
  /** Epoch seconds. */
  CreationDate: number;
  LastModifiedDate: number;
}

export const termsKind = documentKind<Terms>('terms');

export const termsName = matching('(terms-of-use|privacy-policy)');
export const termsKey = z.object({ UserPoolId: userPoolId, TermsId: z.uuid() });
export const termsSettings = z.object({
  TermsName: termsName,
  TermsSource: z.enum(['LINK']),
  Enforcement: z.enum(['NONE']),
  Links: z.record(z.string(), url).optional(),
});

const linkNames = new Set(
  [
    'default',
    'english',
    'french',
    'spanish',
    'german',
    'bahasa-indonesia',
    'italian',
    'japanese',
    'korean',
    'portuguese-brazil',
    'chinese-simplified',
    'chinese-traditional',
    'dutch',
  ].map((language) => `cognito:${language}`),
);

/** Throws InvalidParameterException. */
export function checkLinks(links: Record<string, string>): void {
  for (const [name, link] of Object.entries(links)) {
    if (!linkNames.has(name)) {
      throw invalidParameter(`Links have no key ${name}; expected cognito:default or cognito:<language>.`);
    }
    if (!/^https?:\/\//.test(link) || !URL.canParse(link)) {
      throw invalidParameter(`The link of ${name} is not a URL.`);
    }
  }
}

/** Throws ResourceNotFoundException. */
export function findTerms({ store }: Pick<Cognito, 'store'>, poolId: string, id: string): Terms {
  const terms = store.documents.get(termsKind, poolId, id);
  if (!terms) throw resourceNotFound(`Terms ${id} do not exist.`);
  return terms;
}

/** The client's terms of that name. */
export function termsOfClient(
  { store }: Pick<Cognito, 'store'>,
  poolId: string,
  clientId: string,
  name: string,
): Terms | undefined {
  let after: string | undefined;
  do {
    const page = store.documents.list(termsKind, poolId, { limit: 100, after });
    const found = page.items.find((terms) => terms.ClientId === clientId && terms.TermsName === name);
    if (found) return found;
    after = page.nextToken;
  } while (after !== undefined);
  return undefined;
}

/** Throws TermsExistsException when other terms of the client have this name. */
export function checkTermsName(cognito: Pick<Cognito, 'store'>, terms: Terms): void {
  const other = termsOfClient(cognito, terms.UserPoolId, terms.ClientId, terms.TermsName);
  if (other && other.TermsId !== terms.TermsId) {
    throw new CognitoError(
      'TermsExistsException',
      `The app client ${terms.ClientId} already has terms named ${terms.TermsName}.`,
    );
  }
}
