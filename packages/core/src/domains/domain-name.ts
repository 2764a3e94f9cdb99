import { CohabitError } from '../errors.ts';
import { publicMailDomains } from './public-mail-domains.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+(?!\\d+$)${LABEL}$`);
/** A DNS name has 253 characters, and the challenge stands in front of this one. */
const MAX_LENGTH = 230;

/** The domain in lower case and in ASCII (IDNA); `undefined` when it is no domain of the public DNS. */
export function normalizeDomain(text: string): string | undefined {
  const trimmed = text.trim();
  if (/[\s/\\@:?#%]/.test(trimmed) || !URL.canParse(`http://${trimmed}`)) return undefined;
  const name = new URL(`http://${trimmed}`).hostname;
  return name.length <= MAX_LENGTH && DOMAIN.test(name) ? name : undefined;
}

/** The domain of an e-mail, as {@link normalizeDomain} makes it. */
export function emailDomain(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  return at < 1 ? undefined : normalizeDomain(email.slice(at + 1));
}

/** Throws `domain_invalid`. */
export function requireDomainName(text: string): string {
  const name = normalizeDomain(text);
  if (name !== undefined) return name;
  throw new CohabitError(
    'domain_invalid',
    `"${text.slice(0, 100)}" is not a domain. Give a mail domain such as example.com, without "@", "https://" or a path.`,
  );
}

/**
 * A domain that can belong to one tenant. Throws `domain_invalid`, or `domain_reserved` for one at which anybody can get
 * a mailbox and for `reserved` ones, their parents and what is below them.
 */
export function requireOwnableDomain(text: string, reserved: readonly string[] = []): string {
  const name = requireDomainName(text);
  if (publicMailDomains.has(name)) {
    throw new CohabitError(
      'domain_reserved',
      `Anybody can have an e-mail at ${name}, so it cannot belong to one tenant. Use a domain of your own, and invite people at ${name} one by one.`,
      { details: { domain: name } },
    );
  }
  const isReserved = reserved.some(
    (own) => own === name || own.endsWith(`.${name}`) || name.endsWith(`.${own}`),
  );
  if (!isReserved) return name;
  throw new CohabitError(
    'domain_reserved',
    `${name} belongs to this installation and cannot be a tenant's. Use a domain of your own.`,
    { details: { domain: name } },
  );
}
