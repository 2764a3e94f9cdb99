import { describe, expect, it } from 'vitest';
import type { ClientRecord } from '../../storage/records.ts';
import { securityHeaders } from './security-headers.ts';

const policyOf = (CallbackURLs: string[], LogoutURLs: string[] = []): string => {
  const client = { client: { CallbackURLs, LogoutURLs } } as unknown as ClientRecord;
  return securityHeaders(client)['content-security-policy'] ?? '';
};

describe('the headers of a page', () => {
  it('let forms go to this domain and to what the client registered, and nowhere else', () => {
    expect(policyOf([])).toContain("form-action 'self';");
    const urls = ['https://app.example/a/callback?x=1', 'https://app.example/b', 'http://localhost:4100/cb'];
    expect(policyOf(urls, ['myapp://signed-out'])).toContain(
      "form-action 'self' https://app.example http://localhost:4100 myapp:;",
    );
  });

  it('take no directive from a registered address', () => {
    const policy = policyOf([
      "https://app.example/;script-src *;x='unsafe-inline'",
      'https://*;script-src *',
    ]);
    expect(policy).toMatch(/form-action 'self' https:\/\/app\.example; frame-ancestors/);
    expect(policy.match(/script-src/g)).toHaveLength(1);
  });

  it('keep pages out of frames, caches and guesses', () => {
    const headers = securityHeaders(undefined);
    const policy = headers['content-security-policy'] ?? '';
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]) {
      expect(policy).toContain(directive);
    }
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });
});
