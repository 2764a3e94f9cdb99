import { describe, expect, it } from 'vitest';
import { applyOverrides } from './claim-overrides.ts';

const tokens = {
  id: {
    sub: '1',
    aud: 'client1',
    token_use: 'id',
    email: 'alex@example.com',
    email_verified: true,
    'custom:tier': '2',
    'cognito:username': 'alex',
    'cognito:groups': ['a', 'b'],
    'cognito:roles': ['arn:a'],
    'cognito:preferred_role': 'arn:a',
  },
  access: {
    sub: '1',
    client_id: 'client1',
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: 'alex',
    'cognito:groups': ['a', 'b'],
  },
};
const v1 = (claimsOverrideDetails: unknown) =>
  applyOverrides({ version: 'V1_0', response: { claimsOverrideDetails } }, tokens);
const v2 = (claimsAndScopeOverrideDetails: unknown) =>
  applyOverrides({ version: 'V2_0', response: { claimsAndScopeOverrideDetails } }, tokens);

describe('claim overrides', () => {
  it('change nothing when the function says nothing', () => {
    for (const details of [undefined, null, {}]) {
      expect(v1(details)).toEqual(tokens);
      expect(v2(details)).toEqual(tokens);
    }
  });

  it('of version 1 change the ID token only, and only to text', () => {
    const changed = v1({
      claimsToAddOrOverride: { tenant_id: 'acme', seats: 5 },
      claimsToSuppress: ['custom:tier'],
    });
    expect(changed.id).toMatchObject({ tenant_id: 'acme', seats: '5' });
    expect(changed.id).not.toHaveProperty('custom:tier');
    expect(changed.access).toEqual(tokens.access);
    expect(() => v1({ claimsToAddOrOverride: { roles: ['admin'] } })).toThrow('Unrecognizable lambda output');
  });

  it('never change who the token is about, whom it is for, or when it ends', () => {
    const forbidden = Object.fromEntries(
      [
        'acr amr at_hash auth_time azp exp iat iss jti nbf nonce origin_jti token_use sub username identities',
        'client_id event_id device_key version aud cognito:username cognito:groups cognito:roles dev:note',
      ]
        .join(' ')
        .split(' ')
        .map((name) => [name, 'forged']),
    );
    const change = { claimsToAddOrOverride: forbidden };
    expect(v1(change)).toEqual(tokens);
    expect(v2({ idTokenGeneration: change, accessTokenGeneration: change })).toEqual(tokens);
    const suppress = { claimsToSuppress: Object.keys(forbidden).filter((name) => name !== 'cognito:groups') };
    expect(v1(suppress)).toEqual(tokens);
    expect(v2({ idTokenGeneration: suppress, accessTokenGeneration: suppress })).toEqual(tokens);
  });

  it('let an access token be meant for its own client', () => {
    const change = (aud: string) => v2({ accessTokenGeneration: { claimsToAddOrOverride: { aud } } }).access;
    expect(change('client1')).toMatchObject({ aud: 'client1' });
    expect(change('client2')).not.toHaveProperty('aud');
  });

  it('suppress what they set at the same time', () => {
    const both = { claimsToAddOrOverride: { email: 'x@example.com' }, claimsToSuppress: ['email'] };
    expect(v1(both).id).not.toHaveProperty('email');
    expect(v2({ idTokenGeneration: both }).id).not.toHaveProperty('email');
  });

  it('keep the verified flags plain in version 2', () => {
    const changed = v2({
      idTokenGeneration: {
        claimsToAddOrOverride: { email_verified: { yes: 1 }, phone_number_verified: false },
      },
    });
    expect(changed.id).toMatchObject({ email_verified: true, phone_number_verified: false });
  });

  it('replace groups, roles and preferred role together', () => {
    const groupOverrideDetails = {
      groupsToOverride: ['c'],
      iamRolesToOverride: ['arn:c'],
      preferredRole: 'arn:c',
    };
    for (const changed of [v1({ groupOverrideDetails }), v2({ groupOverrideDetails })]) {
      expect(changed.id).toMatchObject({
        'cognito:groups': ['c'],
        'cognito:roles': ['arn:c'],
        'cognito:preferred_role': 'arn:c',
      });
      expect(changed.access).toMatchObject({ 'cognito:groups': ['c'] });
      expect(changed.access).not.toHaveProperty('cognito:roles');
    }
    for (const empty of [{}, null]) {
      const changed = v2({ groupOverrideDetails: empty });
      expect(Object.keys(changed.id).filter((name) => /group|role/.test(name))).toEqual([]);
      expect(changed.access).not.toHaveProperty('cognito:groups');
    }
    const suppressed = v1({ claimsToSuppress: ['cognito:groups'] }).id;
    expect(Object.keys(suppressed).filter((name) => /group|role/.test(name))).toEqual([]);
  });

  it('add and suppress scopes, without spaces in them', () => {
    const change = (generation: object) => v2({ accessTokenGeneration: generation }).access.scope;
    expect(change({ scopesToAdd: ['a/b', 'c/d'] })).toBe('aws.cognito.signin.user.admin a/b c/d');
    expect(change({ scopesToSuppress: ['aws.cognito.signin.user.admin'], scopesToAdd: ['a/b'] })).toBe('a/b');
    expect(() => change({ scopesToAdd: ['a b'] })).toThrow('Unrecognizable lambda output');
  });

  it('are refused when they are malformed or more than 5,000', () => {
    expect(() => v1({ claimsToSuppress: 'email' })).toThrow('Unrecognizable lambda output');
    expect(() => v2('x')).toThrow('Unrecognizable lambda output');
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`claim${index}`, 'x']));
    expect(() => v2({ idTokenGeneration: { claimsToAddOrOverride: many(5001) } })).toThrow('Unrecognizable');
    expect(v2({ idTokenGeneration: { claimsToAddOrOverride: many(5000) } }).id).toMatchObject({
      claim4999: 'x',
    });
  });
});
