/*
 * XML from strangers, read without anything that only attackers need. What passes the scan is balanced and small, so
 * that no parser behind it meets what it would be slow or generous with.
 */
import { DOMParser } from '@xmldom/xmldom';

/** XML that is not read. The message is one plain sentence without the final period. */
export class XmlRefused extends Error {}

export interface XmlRules {
  maxCharacters: number;
  /** Comments between elements, as metadata has them; a signed value with one inside is never read. */
  allowComments?: boolean;
}

const maxDepth = 64;
const maxElements = 10_000;

const name = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const attribute = `\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
const tokens = new RegExp(
  [
    '(?<text>[^<]+)',
    '(?<comment><!--[\\s\\S]*?-->)',
    '(?<cdata><!\\[CDATA\\[[\\s\\S]*?\\]\\]>)',
    `(?<close></(?<closed>${name})\\s*>)`,
    `(?<open><(?<opened>${name})(?:${attribute})*\\s*(?<empty>/?)>)`,
  ].join('|'),
  'y',
);

/**
 * The root element of a document. Throws {@link XmlRefused} for document type declarations and entities (XXE, billion
 * laughs), processing instructions, comments unless allowed, characters outside the basic plane, documents that are too
 * long, too deep, or not well-formed.
 */
export function readXml(xml: string, rules: XmlRules): Element {
  scan(xml, rules);
  const problems: string[] = [];
  const note = (problem: string) => void problems.push(problem);
  const parser = new DOMParser({ errorHandler: { warning: note, error: note, fatalError: note } });
  const { documentElement } = parser.parseFromString(xml, 'text/xml');
  if (problems.length > 0 || !documentElement) throw new XmlRefused('it is not well-formed XML');
  return documentElement;
}

function scan(xml: string, { maxCharacters, allowComments = false }: XmlRules): void {
  if (xml.length > maxCharacters) {
    throw new XmlRefused(`it has ${xml.length} characters, and at most ${maxCharacters} are read`);
  }
  if (/[\u{10000}-\u{10ffff}]|\p{Cs}/u.test(xml)) {
    throw new XmlRefused('it has characters that take four bytes in UTF-8, such as emoji');
  }
  if (/<!(?!--|\[CDATA\[)/.test(xml)) {
    throw new XmlRefused('it has a document type declaration, which is never read');
  }
  checkReferences(xml);
  const open: string[] = [];
  let elements = 0;
  let roots = 0;
  tokens.lastIndex = /^\s*<\?xml\s[^<>]*\?>/.exec(xml)?.[0].length ?? 0;
  while (tokens.lastIndex < xml.length) {
    const { groups } = tokens.exec(xml) ?? {};
    if (!groups) throw new XmlRefused('it is not well-formed XML');
    if (groups.comment !== undefined && !allowComments) throw new XmlRefused('it has a comment');
    if (open.length === 0 && (groups.cdata !== undefined || groups.text?.trim())) {
      throw new XmlRefused('it is not well-formed XML: there is text outside of the root element');
    }
    if (groups.closed !== undefined && open.pop() !== groups.closed) {
      throw new XmlRefused(`it is not well-formed XML: ${groups.close} closes another element`);
    }
    if (groups.opened === undefined) continue;
    if (open.length === 0) roots += 1;
    elements += 1;
    if (!groups.empty) open.push(groups.opened);
    if (elements > maxElements) throw new XmlRefused(`it has more than ${maxElements} elements`);
    if (open.length > maxDepth) throw new XmlRefused(`its elements are nested more than ${maxDepth} deep`);
  }
  if (open.length > 0 || roots !== 1) throw new XmlRefused('it is not well-formed XML');
}

const builtInEntities = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

function checkReferences(xml: string): void {
  for (const [, reference = ''] of xml.matchAll(/&([^;]{0,12};?)/g)) {
    const entity = reference.slice(0, -1);
    const [, hex, decimal] = /^#(?:x([\da-f]{1,6})|(\d{1,7}));$/i.exec(reference) ?? [];
    const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
    const isCharacter =
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 32 && code <= 0xffff && (code & 0xf800) !== 0xd800);
    if (!isCharacter && !(reference.endsWith(';') && builtInEntities.has(entity))) {
      throw new XmlRefused('it has an entity, which is never read');
    }
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no other control characters.
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(xml)) {
    throw new XmlRefused('it has control characters');
  }
}

/** The elements directly below with this name. */
export function childrenOf(parent: Element, namespace: string, localName: string): Element[] {
  return elementsBelow(parent).filter(
    (element) => element.localName === localName && element.namespaceURI === namespace,
  );
}

/** The elements directly below. */
export function elementsBelow(parent: Element): Element[] {
  const { childNodes } = parent;
  return Array.from({ length: childNodes.length }, (_, index) => childNodes.item(index)).filter(isElement);
}

/** The element and all below it, in the order of the document. */
export function* descendants(element: Element): Iterable<Element> {
  yield element;
  for (const child of elementsBelow(element)) yield* descendants(child);
}

/** All text below, however many nodes it stands in, without white space around it. */
export function textOf(element: Element | undefined): string {
  return (element?.textContent ?? '').trim();
}

/** The attribute's value; `undefined` where there is none. */
export function attributeOf(element: Element | undefined, attributeName: string): string | undefined {
  return element?.hasAttribute(attributeName) ? (element.getAttribute(attributeName) ?? '') : undefined;
}

const isElement = (node: Node | null): node is Element => node?.nodeType === 1;
