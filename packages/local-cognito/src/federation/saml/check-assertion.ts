/*
 * What a verified assertion must say to sign somebody in (SAML profiles §4.1.4.3, core §2). Only the bytes that a
 * signature covers come here.
 */
import type { FederationError } from '../trace.ts';
import { attributeOf, childrenOf, elementsBelow, textOf } from './read-xml.ts';
import { invalidResponse } from './response-error.ts';
import { namespaces } from './service-provider.ts';

/** What a response has to fit. */
export interface ExpectedAnswer {
  /** The provider's entity id. */
  issuer: string;
  /** The user pool's entity id. */
  audience: string;
  /** The assertion consumer URL. */
  recipient: string;
  /** The id of our request; `undefined` for a sign-in that the provider began itself. */
  requestId: string | undefined;
  /** Epoch ms. */
  now: number;
}

/** By how much the provider's clock may be wrong. */
const clockSkewMs = 60_000;

/** For how long after its issue an assertion may begin a sign-in that nobody asked for. */
const unsolicitedAgeMs = 6 * 60_000;

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const knownConditions = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];

/** Throws FederationError. Answers until when the assertion could be used, in epoch ms. */
export function checkAssertion(assertion: Element, expected: ExpectedAnswer): number {
  if (attributeOf(assertion, 'Version') !== '2.0') {
    throw invalidResponse('the assertion is not of SAML 2.0.', {
      text: `The assertion is of SAML version ${attributeOf(assertion, 'Version')}: expected 2.0.`,
      remedy: 'Set the identity provider up for SAML 2.0.',
    });
  }
  checkIssuer(childrenOf(assertion, namespaces.assertion, 'Issuer'), expected, 'assertion');
  checkIssueInstant(assertion, expected);
  const conditions = theOnly(assertion, 'Conditions');
  checkTimes(conditions, 'Conditions', expected.now);
  checkConditions(conditions, expected);
  const confirmedUntil = checkConfirmations(theOnly(assertion, 'Subject'), expected);
  const sessionsEnd = checkSignInStatements(assertion, expected.now);
  const until = time(conditions, 'NotOnOrAfter') ?? Number.POSITIVE_INFINITY;
  return Math.min(until, confirmedUntil, sessionsEnd) + clockSkewMs;
}

/** One `Issuer`, and it is the provider's entity id. */
export function checkIssuer(
  issuers: Element[],
  { issuer }: ExpectedAnswer,
  of: 'assertion' | 'response',
): void {
  const seen = issuers.map((element) => textOf(element));
  if (seen.length === 1 && seen[0] === issuer) return;
  throw invalidResponse(`the issuer of the ${of} is not the identity provider.`, {
    text: `The Issuer of the ${of} is ${seen.join(', ') || 'missing'}, but the provider's metadata has the entity id ${issuer}.`,
    remedy: 'Register the metadata of the identity provider that answers, or correct its entity id.',
  });
}

function theOnly(assertion: Element, localName: string): Element {
  const [found, second] = childrenOf(assertion, namespaces.assertion, localName);
  if (found && !second) return found;
  throw invalidResponse(`the assertion must have one ${localName}.`, {
    text: `The assertion has ${second ? 'more than one' : 'no'} ${localName}: expected exactly one.`,
    remedy: 'Have the identity provider answer with the Web Browser SSO profile of SAML 2.0.',
  });
}

function checkIssueInstant(assertion: Element, { now, requestId }: ExpectedAnswer): void {
  const issuedAt = time(assertion, 'IssueInstant');
  if (issuedAt === undefined) throw missingTime('IssueInstant', 'Assertion');
  if (issuedAt > now + clockSkewMs) throw notYetValid('IssueInstant', issuedAt, now);
  if (requestId === undefined && issuedAt < now - unsolicitedAgeMs) {
    throw invalidResponse('the assertion is too old.', {
      text: `The assertion was issued at ${iso(issuedAt)}, more than 6 minutes before ${iso(now)}; one that nobody asked for may not be older.`,
      remedy: 'Sign in again from the identity provider, and set the clocks of both sides by NTP.',
    });
  }
}

function checkConditions(conditions: Element, { audience }: ExpectedAnswer): void {
  const unknown = elementsBelow(conditions).find(({ localName }) => !knownConditions.includes(localName));
  if (unknown) {
    throw invalidResponse('the assertion has a condition that is not understood.', {
      text: `The assertion has the condition ${unknown.localName}, which is not understood.`,
      remedy: 'Have the identity provider leave that condition out.',
    });
  }
  const restrictions = childrenOf(conditions, namespaces.assertion, 'AudienceRestriction').map(
    (restriction) =>
      childrenOf(restriction, namespaces.assertion, 'Audience').map((element) => textOf(element)),
  );
  if (restrictions.length > 0 && restrictions.every((audiences) => audiences.includes(audience))) return;
  throw invalidResponse('Audience restriction was violated.', {
    text: `The assertion is for the audience ${restrictions.flat().join(', ') || '(none)'}, but this user pool is ${audience}.`,
    remedy: `Set the audience (entity id of the service provider) at the identity provider to ${audience}.`,
  });
}

/** One bearer confirmation that fits is enough (profiles §4.1.4.3); answers until when it does. */
function checkConfirmations(subject: Element, expected: ExpectedAnswer): number {
  const problems: FederationError[] = [];
  for (const confirmation of childrenOf(subject, namespaces.assertion, 'SubjectConfirmation')) {
    if (attributeOf(confirmation, 'Method') !== bearer) continue;
    const [data] = childrenOf(confirmation, namespaces.assertion, 'SubjectConfirmationData');
    const checked = data && tryConfirmation(data, expected);
    if (typeof checked === 'number') return checked;
    if (checked) problems.push(checked);
  }
  throw (
    problems[0] ??
    invalidResponse('the assertion has no bearer confirmation.', {
      text: 'The assertion has no SubjectConfirmation with the method bearer and SubjectConfirmationData.',
      remedy: 'Have the identity provider answer with the Web Browser SSO profile of SAML 2.0.',
    })
  );
}

function tryConfirmation(
  data: Element,
  { recipient, requestId, now }: ExpectedAnswer,
): number | FederationError {
  const seenRecipient = attributeOf(data, 'Recipient');
  if (seenRecipient !== recipient) {
    return invalidResponse('the recipient is not this user pool.', {
      text: `The Recipient of the assertion is ${seenRecipient ?? 'missing'}, but this user pool receives at ${recipient}.`,
      remedy: `Set the assertion consumer service URL at the identity provider to ${recipient}.`,
    });
  }
  const seenRequest = attributeOf(data, 'InResponseTo');
  if (seenRequest !== requestId) return wrongRequest('assertion', seenRequest, requestId);
  const until = time(data, 'NotOnOrAfter');
  if (until === undefined) return missingTime('NotOnOrAfter', 'SubjectConfirmationData');
  const notBefore = time(data, 'NotBefore');
  if (notBefore !== undefined && notBefore > now + clockSkewMs)
    return notYetValid('NotBefore', notBefore, now);
  if (until <= now - clockSkewMs) return expired('SubjectConfirmationData', until, now);
  return until;
}

/** An answer to another request than ours, or to one where there was none. */
export function wrongRequest(
  of: 'assertion' | 'response',
  seen: string | undefined,
  expected: string | undefined,
): FederationError {
  const wanted = expected === undefined ? 'there was no request' : `the request was ${expected}`;
  return invalidResponse('InResponseTo does not match the request.', {
    text:
      seen === undefined
        ? `The ${of} is unsolicited: it has no InResponseTo, but ${wanted}.`
        : `InResponseTo of the ${of} is ${seen}, but ${wanted}.`,
    remedy: 'Begin the sign-in again at the app; an answer fits the one request it was made for.',
  });
}

/** At least one `AuthnStatement`: an assertion without is no sign-in. Answers when the provider's session ends. */
function checkSignInStatements(assertion: Element, now: number): number {
  const statements = childrenOf(assertion, namespaces.assertion, 'AuthnStatement');
  if (statements.length === 0) {
    throw invalidResponse('the assertion has no AuthnStatement.', {
      text: 'The assertion has no AuthnStatement: it does not say that somebody signed in.',
      remedy: 'Have the identity provider answer with the Web Browser SSO profile of SAML 2.0.',
    });
  }
  const ends = statements.map(
    (statement) => time(statement, 'SessionNotOnOrAfter') ?? Number.POSITIVE_INFINITY,
  );
  const end = Math.min(...ends);
  if (end <= now - clockSkewMs) throw expired('AuthnStatement', end, now);
  return end;
}

function checkTimes(element: Element, name: string, now: number): void {
  const notBefore = time(element, 'NotBefore');
  const notOnOrAfter = time(element, 'NotOnOrAfter');
  if (notBefore !== undefined && notBefore > now + clockSkewMs)
    throw notYetValid('NotBefore', notBefore, now);
  if (notOnOrAfter !== undefined && notOnOrAfter <= now - clockSkewMs) throw expired(name, notOnOrAfter, now);
}

const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Epoch ms. Throws FederationError for what is no time (XML Schema dateTime, with a time zone). */
function time(element: Element, name: string): number | undefined {
  const text = attributeOf(element, name);
  if (text === undefined) return undefined;
  const ms = utcTime.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw invalidResponse(`${name} is not a time.`, {
    text: `${name} of ${element.localName} is ${JSON.stringify(text.slice(0, 40))}: expected a time such as 2026-01-31T09:00:00Z.`,
    remedy: 'Have the identity provider write times in UTC.',
  });
}

function missingTime(name: string, of: string): FederationError {
  return invalidResponse(`${name} is missing.`, {
    text: `${of} has no ${name}.`,
    remedy: 'Have the identity provider answer with the Web Browser SSO profile of SAML 2.0.',
  });
}

function notYetValid(name: string, from: number, now: number): FederationError {
  return invalidResponse('the assertion is not yet valid.', {
    text: `The assertion is not yet valid: its ${name} is ${iso(from)}, and here it is ${iso(now)}.`,
    remedy: 'The clocks differ: set the clock of the identity provider and of this machine by NTP.',
  });
}

function expired(of: string, end: number, now: number): FederationError {
  return invalidResponse('the assertion has expired.', {
    text: `The assertion has expired: NotOnOrAfter of its ${of} is ${iso(end)}, and here it is ${iso(now)}.`,
    remedy: 'Sign in again; if it happens every time, the clocks differ: set both by NTP.',
  });
}

const iso = (ms: number) => new Date(ms).toISOString();
