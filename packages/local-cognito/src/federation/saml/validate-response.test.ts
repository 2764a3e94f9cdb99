import { describe, expect, it } from 'vitest';
import { createSamlIdp } from '../../testing/saml-idp.ts';
import { readPerson } from './read-person.ts';
import { validateResponse } from './validate-response.ts';

const now = Date.UTC(2026, 2, 3, 9, 8, 7);
const recipient = 'http://acme.auth.eu-central-1.localhost:9229/saml2/idpresponse';
const audience = 'urn:amazon:cognito:sp:eu-central-1_abc';
const idp = await createSamlIdp({ certificateFrom: now - 86_400_000 });
const expected = {
  issuer: idp.entityId,
  audience,
  recipient,
  requestId: '_request',
  now,
  certificates: [idp.certificate],
  decryptionKey: undefined,
};
const knobs = { recipient, audience, requestId: '_request', now };

describe('a SAML response', () => {
  it.each(['assertion', 'response', 'both'] as const)(
    'signs somebody in with a signature over %s',
    async (sign) => {
      const { assertion } = await validateResponse(await idp.respond({ ...knobs, sign }), expected);
      expect(readPerson(assertion)).toMatchObject({
        nameId: 'ada@acme.example',
        attributes: { email: 'ada@acme.example' },
      });
    },
  );
});
