import { attributeOf, childrenOf, textOf } from './read-xml.ts';
import { invalidResponse } from './response-error.ts';
import { namespaces } from './service-provider.ts';

/** Whom a checked assertion names. */
export interface AssertedPerson {
  nameId: string;
  nameIdFormat: string | undefined;
  sessionIndex: string | undefined;
  /** By `Name`; several values as `[a, b]`. */
  attributes: Record<string, string>;
}

/** Throws FederationError where there is no NameID. */
export function readPerson(assertion: Element): AssertedPerson {
  const [subject] = childrenOf(assertion, namespaces.assertion, 'Subject');
  const [nameId, second] = subject ? childrenOf(subject, namespaces.assertion, 'NameID') : [];
  const text = textOf(nameId);
  if (text === '' || second) {
    throw invalidResponse('the assertion has no NameID of one person.', {
      text: `The assertion has ${second ? 'more than one' : 'no'} NameID, which names the person.`,
      remedy: 'Have the identity provider send a NameID that is persistent and not encrypted by itself.',
    });
  }
  const [statement] = childrenOf(assertion, namespaces.assertion, 'AuthnStatement');
  return {
    nameId: text,
    nameIdFormat: attributeOf(nameId, 'Format'),
    sessionIndex: attributeOf(statement, 'SessionIndex'),
    attributes: readAttributes(assertion),
  };
}

function readAttributes(assertion: Element): Record<string, string> {
  const values = new Map<string, string[]>();
  for (const statement of childrenOf(assertion, namespaces.assertion, 'AttributeStatement')) {
    for (const attribute of childrenOf(statement, namespaces.assertion, 'Attribute')) {
      const name = attributeOf(attribute, 'Name') ?? '';
      const found = childrenOf(attribute, namespaces.assertion, 'AttributeValue').map(
        (value) => value.textContent ?? '',
      );
      values.set(name, [...(values.get(name) ?? []), ...found]);
    }
  }
  const texts = [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : `[${all.join(', ')}]`]);
  return Object.fromEntries(texts);
}
