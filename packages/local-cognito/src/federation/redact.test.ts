import { describe, expect, it } from 'vitest';
import { redact, redactFacts } from './redact.ts';

describe('what a trace may show', () => {
  it.each([
    ['ada@globex.example', 'a***@globex.example'],
    ['Globex_ada@globex.example signed in', 'G***@globex.example signed in'],
    ['token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl end', 'token [hidden] end'],
    ['https://login.microsoftonline.com/acme/oauth2/authorize', undefined],
    ['http://localhost:9229/_local/providers/globex-workforce/authorize', undefined],
    ['arn:aws:lambda:us-east-1:000000000000:function:cohabit-pre-sign-up', undefined],
    ['3f2b6f0e-6c5a-4b5e-9f53-0a5c4ad3a0bb', undefined],
  ])('of %s', (text, shown = text) => {
    expect(redact(text)).toBe(shown);
  });

  it('is not endless', () => {
    expect(redact('word '.repeat(1000))).toHaveLength(301);
  });

  it('holds no facts that are secret by their names', () => {
    const facts = { client_secret: 'a', code: 'b', access_token: 'c', nonce: 'd', code_verifier: 'e' };
    expect(new Set(Object.values(redactFacts(facts)))).toEqual(new Set(['[hidden]']));
    expect(redactFacts({ token_endpoint: 'https://idp.example/token' })).toEqual({
      token_endpoint: 'https://idp.example/token',
    });
  });
});
