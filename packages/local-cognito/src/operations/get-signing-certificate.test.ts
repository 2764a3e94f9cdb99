import { X509Certificate } from 'node:crypto';
import { GetSigningCertificateCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { createTestClock, startTenantPool } from '../testing/tenant-pool.ts';

it('answers a self-signed certificate of the pool, always the same, valid for ten years', async () => {
  const { clock } = createTestClock();
  await using tenant = await startTenantPool({ clock });
  const get = () => tenant.send(new GetSigningCertificateCommand({ UserPoolId: tenant.userPoolId }));
  const [{ Certificate: first = '' }, { Certificate: second }] = await Promise.all([get(), get()]);
  expect(second).toBe(first);
  expect((await get()).Certificate).toBe(first);
  const certificate = new X509Certificate(Buffer.from(first, 'base64'));
  expect(certificate.subject).toBe(`CN=${tenant.userPoolId}`);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(certificate.validToDate.toISOString()).toBe('2036-03-03T09:08:07.000Z');
});
