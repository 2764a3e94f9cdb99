import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issuerOf, userPoolIdOf } from './placement.ts';

const aws = 'https://cognito-idp.eu-west-1.amazonaws.com';
const local = { cognitoEndpoint: 'http://localhost:9229' };
const pool = { userPoolId: 'eu-west-1_AbC123', region: 'eu-west-1' };

const regions = fc.constantFrom('eu-west-1', 'us-east-1', 'us-gov-west-1', 'ap-southeast-4', 'mx-central-1');
const pools = fc
  .tuple(regions, fc.stringMatching(/^[0-9A-Za-z]{1,46}$/))
  .map(([region, rest]) => ({ region, userPoolId: `${region}_${rest}` }));

describe('issuers', () => {
  it('are written as Cognito writes them, and at the embedded Cognito under its address', () => {
    expect(issuerOf(pool)).toBe(`${aws}/eu-west-1_AbC123`);
    expect(issuerOf(pool, local)).toBe('http://localhost:9229/eu-west-1_AbC123');
    expect(issuerOf(pool, { cognitoEndpoint: 'http://localhost:9229/' })).toBe(
      'http://localhost:9229/eu-west-1_AbC123',
    );
    expect(issuerOf(pool, { cognitoEndpoint: undefined })).toBe(`${aws}/eu-west-1_AbC123`);
  });

  it('name the pool they were made from, on AWS and locally', () => {
    fc.assert(
      fc.property(pools, (made) => {
        expect(userPoolIdOf(issuerOf(made))).toBe(made.userPoolId);
        expect(userPoolIdOf(issuerOf(made, local), local)).toBe(made.userPoolId);
        expect(userPoolIdOf(issuerOf(made), local)).toBeUndefined();
        expect(userPoolIdOf(issuerOf(made, local))).toBeUndefined();
      }),
    );
  });

  it('of the updated form name their pool on AWS only', () => {
    const updated = 'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123';
    expect(userPoolIdOf(updated)).toBe('eu-west-1_AbC123');
    expect(userPoolIdOf(updated, local)).toBeUndefined();
    expect(userPoolIdOf(updated.replace('.eu-west-1.', '.us-east-1.'))).toBeUndefined();
  });

  it.each([
    '',
    '/',
    'eu-west-1_AbC123',
    `${aws}`,
    `${aws}/`,
    `${aws}/eu-west-1_`,
    `${aws}/eu-west-1_AbC123/`,
    `${aws}//eu-west-1_AbC123`,
    `${aws}/x/eu-west-1_AbC123`,
    `${aws}/../eu-west-1_AbC123`,
    `${aws}/eu-west-1_AbC123/.well-known/jwks.json`,
    `${aws}/eu-west-1_AbC123?x`,
    `${aws}/eu-west-1_AbC123#x`,
    `${aws}/eu-west-1_AbC123 `,
    ` ${aws}/eu-west-1_AbC123`,
    `${aws}/eu-west-1_AbC123\n`,
    `${aws}/eu-west-1_AbC123\0`,
    `${aws}/eu-west-1_AbC%31`,
    `${aws}/eu-west-1_Ab-C`,
    `${aws}/eu-west-1_${'a'.repeat(47)}`,
    `${aws}/us-east-1_AbC123`,
    `${aws}/EU-WEST-1_AbC123`,
    `${aws}:443/eu-west-1_AbC123`,
    'http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123',
    'HTTPS://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123',
    'https://COGNITO-IDP.eu-west-1.amazonaws.com/eu-west-1_AbC123',
    'https://cognito-idp.eu-west-1.amazonaws.com.evil.example/eu-west-1_AbC123',
    'https://cognito-idp.eu-west-1.amazonaws.com@evil.example/eu-west-1_AbC123',
    'https://cognito-idp.eu-west-1.amazonaws.com:pw@evil.example/eu-west-1_AbC123',
    'https://user@cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123',
    'https://evil.example/https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123',
    'https://evil.example/cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123',
    'https://evil.example/?/eu-west-1_AbC123',
    'https://evil.example\\@cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123',
    'https://xcognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123',
    'https://cognito-idp.eu-west-1.amazonaws.com./eu-west-1_AbC123',
    'https://cognito-idp.eu-west-1xamazonaws.com/eu-west-1_AbC123',
    'https://cognito-idp.us-east-1.amazonaws.com/eu-west-1_AbC123',
    'https://cognito-idp.evil.example/eu-west-1.evil.example/eu-west-1_AbC123',
    'http://localhost:9229/eu-west-1_AbC123',
  ])('of any other form are no issuer of ours: %j', (issuer) => {
    expect(userPoolIdOf(issuer)).toBeUndefined();
  });

  it.each([
    'http://localhost:92290/eu-west-1_AbC123',
    'http://localhost:9229.evil.example/eu-west-1_AbC123',
    'http://localhost:9229@evil.example/eu-west-1_AbC123',
    'https://localhost:9229/eu-west-1_AbC123',
    'http://127.0.0.1:9229/eu-west-1_AbC123',
    'http://localhost:9229//eu-west-1_AbC123',
    'http://localhost:9229/eu-west-1_AbC123/',
    'http://localhost:9229/x/eu-west-1_AbC123',
    'http://localhost:9229/nonsense',
  ])('beside the embedded Cognito are no issuer of ours: %j', (issuer) => {
    expect(userPoolIdOf(issuer, local)).toBeUndefined();
  });

  it('never name a pool when anything is added to or taken from a real one', () => {
    const issuer = issuerOf(pool);
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.nat(issuer.length - pool.userPoolId.length),
        (extra, at) => {
          const changed = issuer.slice(0, at) + extra + issuer.slice(at);
          expect(userPoolIdOf(changed)).toBeUndefined();
          expect(userPoolIdOf(issuer.slice(0, at) + issuer.slice(at + 1))).toBeUndefined();
        },
      ),
    );
  });
});
