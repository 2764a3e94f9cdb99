import {
  AdminListUserAuthEventsCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf, password } from '../../testing/tenant-pool.ts';
import { codeOf, lastCode, signInWithPassword, startPages } from '../testing/journey.ts';

const phone = '+12025550123';
const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };
const entries = { Username: 'bo', Password: password };

describe('a sign-in at managed login for an app that asks for a level', () => {
  it('goes on until the level is reached, and the tokens say so', async () => {
    const AcrConfiguration = { Level1: { AcrValue: 'basic' }, Level3: { AcrValue: 'strong' } };
    await using domain = await startPages({ pool: { AcrConfiguration } });
    await domain.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: domain.userPoolId,
        MfaConfiguration: 'OPTIONAL',
        SmsMfaConfiguration: { SmsConfiguration },
      }),
    );
    await domain.addUser('bo', { phone_number: phone });
    const basic = await signInWithPassword(domain, entries, { query: { acr_values: 'basic' } });
    expect(codeOf(basic.page)).not.toBe('');
    const query = { acr_values: 'strong' };
    const { browser, page } = await signInWithPassword(domain, entries, { query });
    expect(page.heading).toBe('Check your phone');
    const done = await browser.press(page, 'Continue', { Code: lastCode(domain, phone) });
    const { body } = await domain.redeem(codeOf(done));
    expect(claimsOf(body.id_token)).toMatchObject({ acr: 'strong', amr: ['pwd', 'sms', 'mfa'] });
    const without = await signInWithPassword(domain, undefined, { query });
    expect(without.page.alert).toBe('The user has no factors for any of the requested ACR values.');
  });
});

describe('a sign-in at managed login in a pool with threat protection', () => {
  it('is an event with the address of the browser', async () => {
    await using domain = await startPages({
      pool: { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } },
    });
    await signInWithPassword(domain, { Username: 'alex', Password: 'Wrong-horse-1' });
    await signInWithPassword(domain);
    const of = { UserPoolId: domain.userPoolId, Username: 'alex' };
    const { AuthEvents = [] } = await domain.send(new AdminListUserAuthEventsCommand(of));
    const signIns = AuthEvents.map(({ EventType, EventResponse }) => `${EventType} ${EventResponse}`);
    expect(signIns.sort()).toEqual(['SignIn Fail', 'SignIn Pass']);
    expect(AuthEvents[0]?.EventContextData?.IpAddress).toMatch(/127\.0\.0\.1|::1/);
  });
});
