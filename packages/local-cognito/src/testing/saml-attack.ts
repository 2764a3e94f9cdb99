import { type ExpectedResponse, validateResponse } from '../federation/saml/validate-response.ts';
import { FederationError } from '../federation/trace.ts';
import { createSamlIdp, parseXml, type ResponseKnobs, toBase64 } from './saml-idp.ts';

/** A provider, what a response of it has to fit, and how one is refused. */
export async function prepareAttack() {
  const now = Date.UTC(2026, 2, 3, 9, 8, 7);
  const recipient = 'http://acme.auth.eu-central-1.localhost:9229/saml2/idpresponse';
  const audience = 'urn:amazon:cognito:sp:eu-central-1_abc';
  const requestId = '_request-1';
  const idp = await createSamlIdp({ certificateFrom: now - 86_400_000 });
  const knobs: ResponseKnobs = { recipient, audience, requestId, now };
  const expected: ExpectedResponse = {
    issuer: idp.entityId,
    audience,
    recipient,
    requestId,
    now,
    certificates: [idp.certificate],
    decryptionKey: undefined,
  };

  /** Why a posted response is refused. Throws when it is not. */
  const refusal = async (samlResponse: string, changes: Partial<ExpectedResponse> = {}) => {
    const error = await validateResponse(samlResponse, { ...expected, ...changes }).then(
      () => new Error('the response was accepted'),
      (reason: unknown) => reason,
    );
    if (error instanceof FederationError)
      return { message: error.message, text: error.text, remedy: error.remedy };
    throw error;
  };
  const refusalOfXml = (xml: string, changes?: Partial<ExpectedResponse>) => refusal(toBase64(xml), changes);
  /** Why a response made with these knobs is refused. */
  const refusalWith = async (changed: Partial<ResponseKnobs>, changes?: Partial<ExpectedResponse>) =>
    refusal(await idp.respond({ ...knobs, ...changed }), changes);

  return { now, recipient, audience, requestId, idp, knobs, expected, refusal, refusalOfXml, refusalWith };
}

export const attacker = 'root@globex.example';

/** The document's elements with this name. */
function all(document: Document, localName: string): Element[] {
  return Array.from(document.getElementsByTagNameNS('*', localName));
}

function first(document: Document, localName: string): Element {
  const [element] = all(document, localName);
  if (!element) throw new Error(`no ${localName}`);
  return element;
}

/** A copy that names the attacker, under an id of its own and without a signature. */
function forged(original: Element): Element {
  const copy = original.cloneNode(true) as Element;
  copy.setAttribute('ID', '_forged');
  for (const signature of Array.from(copy.getElementsByTagNameNS('*', 'Signature'))) {
    signature.parentNode?.removeChild(signature);
  }
  for (const nameId of Array.from(copy.getElementsByTagNameNS('*', 'NameID'))) nameId.textContent = attacker;
  return copy;
}

const wrapped = (change: (document: Document) => void) => (xml: string) => {
  const document = parseXml(xml);
  change(document);
  return document.toString();
};

const insertAfterIssuer = (parent: Element, child: Element) => {
  const issuer = Array.from(parent.childNodes).find((node) => node.nodeName.endsWith('Issuer'));
  parent.insertBefore(child, issuer?.nextSibling ?? null);
};

/**
 * The eight XML signature wrapping shapes of Somorovsky et al., "On Breaking SAML" (2012), numbered as SAML Raider does.
 * Each takes a signed response and names the attacker in the place where a careless reader looks.
 */
export const signatureWrappings: Record<
  string,
  { sign: 'response' | 'assertion'; wrap: (xml: string) => string }
> = {
  'XSW1: the signed response inside the signature of a forged one': {
    sign: 'response',
    wrap: wrapped((document) => {
      const original = document.documentElement;
      const signature = Array.from(original.childNodes).find(
        (node) => node.nodeName === 'ds:Signature',
      ) as Element;
      const evil = forged(original);
      const kept = signature.cloneNode(true) as Element;
      original.removeChild(signature);
      document.replaceChild(evil, original);
      insertAfterIssuer(evil, kept);
      kept.appendChild(original);
    }),
  },
  'XSW2: the signed response beside its signature in a forged one': {
    sign: 'response',
    wrap: wrapped((document) => {
      const original = document.documentElement;
      const signature = Array.from(original.childNodes).find(
        (node) => node.nodeName === 'ds:Signature',
      ) as Element;
      const evil = forged(original);
      const kept = signature.cloneNode(true) as Element;
      original.removeChild(signature);
      document.replaceChild(evil, original);
      insertAfterIssuer(evil, kept);
      evil.insertBefore(original, kept);
    }),
  },
  'XSW3: a forged assertion before the signed one': {
    sign: 'assertion',
    wrap: wrapped((document) => {
      const original = first(document, 'Assertion');
      document.documentElement.insertBefore(forged(original), original);
    }),
  },
  'XSW4: the signed assertion inside a forged one': {
    sign: 'assertion',
    wrap: wrapped((document) => {
      const original = first(document, 'Assertion');
      const evil = forged(original);
      document.documentElement.replaceChild(evil, original);
      evil.appendChild(original);
    }),
  },
  'XSW5: the signature in a forged assertion, the signed one behind': {
    sign: 'assertion',
    wrap: wrapped((document) => {
      const original = first(document, 'Assertion');
      const evil = forged(original);
      const signature = first(document, 'Signature');
      original.removeChild(signature);
      document.documentElement.replaceChild(evil, original);
      insertAfterIssuer(evil, signature);
      document.documentElement.appendChild(original);
    }),
  },
  'XSW6: the signature in a forged assertion, the signed one inside that signature': {
    sign: 'assertion',
    wrap: wrapped((document) => {
      const original = first(document, 'Assertion');
      const evil = forged(original);
      const signature = first(document, 'Signature');
      original.removeChild(signature);
      document.documentElement.replaceChild(evil, original);
      insertAfterIssuer(evil, signature);
      signature.appendChild(original);
    }),
  },
  'XSW7: a forged assertion in Extensions': {
    sign: 'assertion',
    wrap: wrapped((document) => {
      const original = first(document, 'Assertion');
      const extensions = document.createElementNS('urn:oasis:names:tc:SAML:2.0:protocol', 'samlp:Extensions');
      extensions.appendChild(forged(original));
      insertAfterIssuer(document.documentElement, extensions);
    }),
  },
  'XSW8: the signed assertion in an Object of the signature of a forged one': {
    sign: 'assertion',
    wrap: wrapped((document) => {
      const original = first(document, 'Assertion');
      const evil = forged(original);
      const signature = first(document, 'Signature');
      original.removeChild(signature);
      document.documentElement.replaceChild(evil, original);
      insertAfterIssuer(evil, signature);
      const object = document.createElementNS('http://www.w3.org/2000/09/xmldsig#', 'ds:Object');
      object.appendChild(original);
      signature.appendChild(object);
    }),
  },
};
