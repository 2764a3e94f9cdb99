import { SetUserPoolMfaConfigCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { claimsOf, password } from '../../testing/tenant-pool.ts';
import { codeOf, functionArn, lastCode, startJourney, startPages } from '../testing/journey.ts';

type Factors = ('PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN')[];

/** People say who they are, and choose how to prove it. */
function startChoice(
  AllowedFirstAuthFactors: Factors,
  { hides = false, trigger }: { hides?: boolean; trigger?: string } = {},
) {
  return startPages({
    pool: {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors } },
      ...(trigger && { LambdaConfig: { [trigger]: functionArn } }),
    },
    appClient: {
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: hides ? 'ENABLED' : 'LEGACY',
    },
  });
}

type Domain = Awaited<ReturnType<typeof startChoice>>;

const sayWho = async (domain: Domain, Username: string) => {
  const { browser, page } = await startJourney(domain);
  return { browser, page: await browser.press(page, 'Next', { Username }) };
};

describe('a choice of first factors', () => {
  it('begins with the name alone', async () => {
    await using domain = await startChoice(['PASSWORD', 'EMAIL_OTP']);
    const { page } = await startJourney(domain);
    expect(page.fields).toEqual(['Username']);
  });

  it('offers what the user has: a password, or a code by e-mail', async () => {
    await using domain = await startChoice(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
    const { browser, page } = await sayWho(domain, 'alex');
    expect(page.text).toContain('alex');
    expect(page.buttons.join()).toMatch(/^Password.*,Code by e-mail[^,]*$/);
    const asked = await browser.press(page, 'Password');
    expect(asked.fields).toEqual(['Password']);
    const wrong = await browser.press(asked, 'Sign in', { Password: 'Wrong-horse-1' });
    expect(wrong.alert).toBe('Incorrect username or password.');
    expect(wrong.fields).toEqual(['Password']);
    expect((await browser.press(wrong, 'Sign in')).alert).toBe('Fill in this field.');
    expect(codeOf(await browser.press(wrong, 'Sign in', { Password: password }))).not.toBe('');
  });

  it('signs in with a code by e-mail; a wrong one stays on the page', async () => {
    await using domain = await startChoice(['PASSWORD', 'EMAIL_OTP']);
    const { browser, page } = await sayWho(domain, 'alex');
    const sent = await browser.press(page, 'Code by e-mail');
    expect(sent.heading).toBe('Check your e-mail');
    expect(sent.text).toContain('a***@a***');
    const wrong = await browser.press(sent, 'Continue', { Code: '00000000' });
    expect(wrong.heading).toBe('Check your e-mail');
    expect(wrong.alert).toBe('This code is not right. Check it and try again.');
    const code = lastCode(domain, 'alex@acme.example');
    const spaced = `${code.slice(0, 4)} ${code.slice(4)}`;
    const done = await browser.press(wrong, 'Continue', { Code: spaced });
    const { body } = await domain.redeem(codeOf(done));
    expect(claimsOf(body.id_token)).toMatchObject({ 'cognito:username': 'alex', email_verified: true });
    const replayed = await browser.press(wrong, 'Continue', { Code: code });
    expect(replayed.heading).toBe('This took too long');
  });

  it('goes back to the other ways from each', async () => {
    await using domain = await startChoice(['PASSWORD', 'EMAIL_OTP']);
    const { browser, page } = await sayWho(domain, 'alex');
    const code = await browser.press(page, 'Code by e-mail');
    const back = await browser.press(code, 'Sign in another way');
    expect(back.heading).toBe(page.heading);
    const other = await browser.press(await browser.press(back, 'Password'), 'Sign in another way');
    expect(other.heading).toBe(page.heading);
  });

  it('asks for the password at once where there is nothing else', async () => {
    await using domain = await startChoice(['PASSWORD']);
    const { page } = await sayWho(domain, 'alex');
    expect(page.fields).toEqual(['Password']);
  });

  it('says that a name is unknown, and what is not to be chosen', async () => {
    await using domain = await startChoice(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
    const { page } = await sayWho(domain, 'nobody');
    expect(page.heading).toBe('Sign in');
    expect(page.alert).toBe('There is no such account. Check the spelling, or create an account.');
    const known = await sayWho(domain, 'alex');
    const factorOf = (factor: string) => ({ more: { factor } });
    const bySms = await known.browser.press(known.page, 'Password', {}, factorOf('SMS_OTP'));
    expect(bySms.heading).toBe(known.page.heading);
    const byNonsense = await known.browser.press(known.page, 'Password', {}, factorOf('constructor'));
    expect(byNonsense.heading).toBe(known.page.heading);
  });

  it('runs PreAuthentication once for each attempt, and shows its refusal', async () => {
    await using domain = await startChoice(['PASSWORD', 'EMAIL_OTP'], { trigger: 'PreAuthentication' });
    let calls = 0;
    domain.setFunction(functionArn, (event) => {
      calls += 1;
      return event;
    });
    const { browser, page } = await sayWho(domain, 'alex');
    const asked = await browser.press(page, 'Password');
    expect(calls).toBe(0);
    expect(codeOf(await browser.press(asked, 'Sign in', { Password: password }))).not.toBe('');
    expect(calls).toBe(1);
    domain.setFunction(functionArn, () => {
      throw new Error('closed on Sundays');
    });
    const refused = await browser.press(page, 'Code by e-mail');
    expect(refused.heading).toBe(page.heading);
    expect(refused.alert).toBe('PreAuthentication failed with error closed on Sundays.');
  });

  it('takes in somebody whom a function knows, by the password', async () => {
    await using domain = await startChoice(['PASSWORD', 'EMAIL_OTP'], { trigger: 'UserMigration' });
    const userAttributes = { email: 'dee@acme.example' };
    domain.setFunction(functionArn, (event) => ({
      ...event,
      response: { userAttributes, finalUserStatus: 'CONFIRMED', messageAction: 'SUPPRESS' },
    }));
    const { browser, page } = await sayWho(domain, 'dee');
    expect(page.fields).toEqual(['Password']);
    expect(codeOf(await browser.press(page, 'Sign in', { Password: password }))).not.toBe('');
  });

  it('offers no single factor where MFA is required', async () => {
    await using domain = await startChoice(['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'], { hides: true });
    await domain.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: domain.userPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const { pools } = domain.cognito.store;
    const pool = pools.get(domain.userPoolId);
    if (pool) pools.put({ ...pool, mfa: { ...pool.mfa, mode: 'ON' } });
    const { page } = await sayWho(domain, 'alex');
    expect(page.fields).toEqual(['Password']);
  });
});

describe('a choice of first factors where the client hides who exists', () => {
  const factors: Factors = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'];

  it('is the same for everybody', async () => {
    await using domain = await startChoice(factors, { hides: true });
    const known = await sayWho(domain, 'alex');
    const unknown = await sayWho(domain, 'abby');
    expect(unknown.page.buttons).toEqual(known.page.buttons);
    expect(unknown.page.text.replace('abby', 'alex')).toBe(known.page.text);
  });

  it.each(['Code by e-mail', 'Code by text message'])(
    'asks names that nobody has for a code too, and none is right: %s',
    async (way) => {
      await using domain = await startChoice(factors, { hides: true });
      await domain.addUser('abel', { email: 'x@x.example', phone_number: '+12025550123' });
      const pages = await Promise.all(
        ['abel', 'abby'].map(async (name) => {
          const { browser, page } = await sayWho(domain, name);
          const sent = await browser.press(page, way);
          const wrong = await browser.press(sent, 'Continue', { Code: '00000000' });
          expect(wrong.alert).toBe('This code is not right. Check it and try again.');
          const neutral = (text: string) =>
            text.replace(/\+\*+\d{4}|\w\*\*\*@\w\*\*\*/, '(destination)').replaceAll(name, '(name)');
          return [sent, wrong].map(({ text }) => neutral(text));
        }),
      );
      expect(pages[1]).toEqual(pages[0]);
    },
  );

  it('asks somebody without the address for a code too', async () => {
    await using domain = await startChoice(factors, { hides: true });
    const { browser, page } = await sayWho(domain, 'alex');
    const sent = await browser.press(page, 'Code by text message');
    expect(sent.heading).toBe('Check your phone');
    expect(domain.cognito.store.messages.list()).toEqual([]);
  });

  it('tells the PreAuthentication function of names that nobody has', async () => {
    await using domain = await startChoice(factors, { hides: true, trigger: 'PreAuthentication' });
    const seen: unknown[] = [];
    domain.setFunction(functionArn, (event) => {
      seen.push([event.userName, event.request.userNotFound]);
      return event;
    });
    const { browser, page } = await sayWho(domain, 'abby');
    await browser.press(page, 'Code by e-mail');
    expect(seen).toEqual([['abby', true]]);
  });
});
