import { createHash } from 'node:crypto';
import { type Breakage, isBreakage } from './break-it.ts';
import type { FakePerson, FakeProviderSettings } from './fake-provider-schema.ts';

/** Who signs in, and what shall be wrong with the answer. */
export interface Choice {
  person: FakePerson;
  breakage: Breakage | undefined;
}

const choiceFields = new Set(['subject', 'other_email', 'other_name', 'other_groups', 'break']);

/** The request that the page was opened with, which it posts beside the choice. */
export function requestOf(form: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...form].filter(([name]) => !choiceFields.has(name)));
}

/** What the posted page chose, or the sentence that says what it lacks. */
export function readChoice(
  { people }: FakeProviderSettings,
  form: URLSearchParams,
): Choice | { problem: string; breakage: Breakage | undefined } {
  const wanted = form.get('break');
  const breakage = isBreakage(wanted) ? wanted : undefined;
  const subject = form.get('subject') ?? '';
  if (subject !== '') {
    const person = people.find((known) => known.subject === subject);
    return person
      ? { person, breakage }
      : { problem: 'There is no such person any more: choose again.', breakage };
  }
  const email = (form.get('other_email') ?? '').trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    return {
      problem: 'Choose a person, or give somebody else an e-mail address such as sam@example.com.',
      breakage,
    };
  }
  const name = (form.get('other_name') ?? '').trim() || (email.split('@', 1)[0] ?? email);
  const groups = (form.get('other_groups') ?? '')
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');
  return { person: { subject: subjectOf(email), email, emailVerified: true, name, groups }, breakage };
}

/** The same address is the same person each time. */
const subjectOf = (email: string) =>
  createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 20);
