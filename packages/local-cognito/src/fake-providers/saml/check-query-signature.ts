import { verify, X509Certificate } from 'node:crypto';
import { signingCertificate } from '../../federation/saml/signing-certificate.ts';
import type { FakeProvider } from '../fake-provider.ts';
import { RequestRefused } from './read-message.ts';
import { poolIdOf } from './registration.ts';

const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

/**
 * Checks the signature of a request in the redirect binding, where it has one, with the user pool's signing certificate
 * (SAML bindings §3.4.4.1). Throws {@link RequestRefused}.
 */
export async function checkQuerySignature(
  { cognito }: FakeProvider,
  search: string,
  issuer: string,
): Promise<void> {
  const raw = new Map(
    search
      .replace(/^\?/, '')
      .split('&')
      .map((pair) => [pair.split('=', 1)[0] ?? '', pair] as const),
  );
  const params = new URLSearchParams(search);
  const signature = params.get('Signature');
  if (signature === null) return;
  if (params.get('SigAlg') !== rsaSha256) {
    throw new RequestRefused(`The request is signed with ${params.get('SigAlg')}: expected ${rsaSha256}.`);
  }
  const poolId = poolIdOf(issuer);
  if (poolId === undefined || !cognito.store.pools.get(poolId)) {
    throw new RequestRefused(
      `The request is of ${issuer}, which is no user pool here: expected urn:amazon:cognito:sp:<pool id>.`,
    );
  }
  const signed = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap((name) => raw.get(name) ?? []).join('&');
  const { certificate } = await signingCertificate(cognito, poolId);
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
  if (verify('RSA-SHA256', Buffer.from(signed), publicKey, Buffer.from(signature, 'base64'))) return;
  throw new RequestRefused("The request's signature is not that of the user pool's signing certificate.");
}
