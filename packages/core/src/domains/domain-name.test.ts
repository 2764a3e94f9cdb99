import { describe, expect, it } from 'vitest';
import { emailDomain, normalizeDomain, requireOwnableDomain } from './domain-name.ts';

describe('the name of a domain', () => {
  it.each([
    ['Acme.Example', 'acme.example'],
    [' eu.acme.example ', 'eu.acme.example'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['a-b.c1.example', 'a-b.c1.example'],
  ])('%s is %s', (text, name) => expect(normalizeDomain(text)).toBe(name));

  it.each([
    ...['', 'localhost', 'acme', '.example', 'a..example', '-a.example', 'a_b.example', 'acme.example.'],
    ...['127.0.0.1', '2130706433', '0x7f.1', '[::1]', 'http://a.example', 'a.example/x', 'a.example:80'],
    ...[
      'a.example?x',
      'a.example#x',
      'u@a.example',
      'a\\b.example',
      'a b.example',
      'a%2eb.example',
      '*.example',
    ],
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(120)}example`,
  ])('%s is none', (text) => expect(normalizeDomain(text)).toBeUndefined());

  it('is what stands after the last @ of an e-mail', () => {
    expect(emailDomain('a@b.example')).toBe('b.example');
    expect(emailDomain('"a@evil.example"@b.example')).toBe('b.example');
    for (const none of ['b.example', '@b.example', 'a@', 'a@b']) expect(emailDomain(none)).toBeUndefined();
  });
});

describe('a domain that a tenant may own', () => {
  it('is not one where anybody has a mailbox, nor one of ours, above or below', () => {
    const reserved = ['app.ours.example'];
    for (const name of ['gmail.com', 'GMX.de', 'ours.example', 'app.ours.example', 'x.app.ours.example']) {
      expect(() => requireOwnableDomain(name, reserved), name).toThrow(
        expect.objectContaining({ code: 'domain_reserved' }),
      );
    }
    for (const name of ['acme.example', 'notours.example', 'other.ours.example', 'mail.gmail.com']) {
      expect(requireOwnableDomain(name, reserved)).toBe(name);
    }
  });
});
