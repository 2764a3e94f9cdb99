import type { SignInTrace } from '../federation/trace.ts';

/** How a sign-in ended, for people. */
export function outcomeOf({ outcome }: SignInTrace): {
  label: string;
  tone: 'good' | 'bad' | '';
  text: string;
  remedy?: string;
} {
  if (!outcome) {
    const text = 'The provider has not sent the person back yet, or its page was closed.';
    return { label: 'Under way', tone: '', text };
  }
  const { result, text, remedy } = outcome;
  if (result === 'signed-in') return { label: 'Signed in', tone: 'good', text };
  return { label: 'Refused', tone: 'bad', text, ...(remedy !== undefined && { remedy }) };
}

/** `2026-11-03 09:08:07 UTC` */
export const timeText = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
