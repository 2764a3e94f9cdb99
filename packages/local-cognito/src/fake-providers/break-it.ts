import type { FakeProviderSettings } from './fake-provider-schema.ts';

/** What can be wrong with a provider, on purpose. */
export const breakages = [
  'expired-certificate',
  'wrong-audience',
  'wrong-issuer',
  'missing-email',
  'clock-skew',
  'tampered-signature',
  'unsolicited-response',
] as const;
export type Breakage = (typeof breakages)[number];

export const isBreakage = (value: string | null): value is Breakage =>
  breakages.some((breakage) => breakage === value);

/** How far the provider's clock is behind when it is wrong. */
export const clockSkewMs = 2 * 60 * 60 * 1000;

type Texts = Record<Breakage, { label: string; does: string }>;

/** What the "break it" menu says. */
export const breakageTexts: Record<FakeProviderSettings['protocol'], Texts> = {
  oidc: {
    'expired-certificate': {
      label: 'Expired key',
      does: 'The ID token is signed with a key that the provider no longer publishes in its JWKS.',
    },
    'wrong-audience': { label: 'Wrong audience', does: 'The ID token is meant for another client.' },
    'wrong-issuer': {
      label: 'Wrong issuer',
      does: 'The ID token names another issuer than the discovery document.',
    },
    'missing-email': {
      label: 'Missing e-mail',
      does: 'ID token and user info carry no e-mail address: a failure where the user pool needs one.',
    },
    'clock-skew': {
      label: 'Clock skew',
      does: 'The provider’s clock is two hours late: the ID token has expired when it arrives.',
    },
    'tampered-signature': {
      label: 'Tampered signature',
      does: 'The claims are changed after the ID token was signed.',
    },
    'unsolicited-response': {
      label: 'Unsolicited response',
      does: 'The ID token answers another request than ours: its nonce is not the one asked with.',
    },
  },
  saml: {
    'expired-certificate': {
      label: 'Expired certificate',
      does: 'The response is signed with a certificate of the metadata that has expired.',
    },
    'wrong-audience': {
      label: 'Wrong audience',
      does: 'The assertion is meant for another service provider.',
    },
    'wrong-issuer': {
      label: 'Wrong issuer',
      does: 'The response names another entity id than the metadata.',
    },
    'missing-email': {
      label: 'Missing e-mail',
      does: 'The assertion has no e-mail attribute: a failure where the user pool needs one.',
    },
    'clock-skew': {
      label: 'Clock skew',
      does: 'The provider’s clock is two hours late: the assertion has expired when it arrives.',
    },
    'tampered-signature': {
      label: 'Tampered signature',
      does: 'The assertion is changed after it was signed.',
    },
    'unsolicited-response': {
      label: 'Unsolicited response',
      does: 'The response answers no request: it has no InResponseTo.',
    },
  },
};
