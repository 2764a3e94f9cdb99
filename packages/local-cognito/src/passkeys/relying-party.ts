import type { Cognito } from '../cognito.ts';
import { describeDomains } from '../domains/domain.ts';
import { allowedFirstFactors } from '../flows/first-factors.ts';
import type { PoolRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';

/** How long the user may take for a ceremony, in ms. */
export const ceremonyTimeoutMs = 5 * 60 * 1000;

/** COSE algorithms: ES256 and RS256. */
export const passkeyAlgorithms = [-7, -257];

/**
 * The domain that passkeys belong to: the pool's own setting, else its custom domain, else its prefix domain under the
 * name that browsers reach it by here. Throws WebAuthnConfigurationMissingException when there is none.
 */
export function relyingPartyId(cognito: Pick<Cognito, 'store' | 'region'>, { id, mfa }: PoolRecord): string {
  const { Domain, CustomDomain } = describeDomains(cognito, id);
  const prefixDomain = Domain && `${Domain}.auth.${cognito.region}.localhost`;
  const relyingParty = mfa.webAuthn?.RelyingPartyId ?? CustomDomain ?? prefixDomain;
  if (relyingParty !== undefined) return relyingParty;
  throw new CognitoError(
    'WebAuthnConfigurationMissingException',
    'The user pool has neither a relying party id nor a domain: passkeys need one of them.',
  );
}

/** Throws WebAuthnNotEnabledException. */
export function checkPasskeysEnabled(pool: PoolRecord): void {
  if (allowedFirstFactors(pool).includes('WEB_AUTHN')) return;
  throw new CognitoError('WebAuthnNotEnabledException', 'Passkeys are not enabled for the user pool.');
}

/** A page of the relying party's domain, or of one below it: https, or any port of localhost. */
export function isOriginOf(relyingParty: string, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  const isSecure = protocol === 'https:' || (protocol === 'http:' && /(^|\.)localhost$/.test(hostname));
  return isSecure && (hostname === relyingParty || hostname.endsWith(`.${relyingParty}`));
}

/** True when the pool demands that the authenticator verifies its user (PIN, fingerprint). */
export function requiresUserVerification({ mfa }: PoolRecord): boolean {
  return mfa.webAuthn?.UserVerification === 'required';
}
