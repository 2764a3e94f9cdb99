import {
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { password } from '../../testing/tenant-pool.ts';
import {
  codeOf,
  functionArn,
  lastCode,
  signInWithPassword,
  startJourney,
  startPages,
} from '../testing/journey.ts';

const newPassword = 'Another-horse-2';
const address = 'alex@acme.example';

type Domain = Awaited<ReturnType<typeof startPages>>;

const byEmail = {
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email' as const, Priority: 1 }] },
};

async function askForCode(domain: Domain, Username = 'alex') {
  const { browser, page } = await startJourney(domain, { path: '/forgotPassword' });
  return { browser, page: await browser.press(page, 'Send the code', { Username }) };
}

describe('a forgotten password', () => {
  it('is replaced with a code by e-mail, and the new one signs in', async () => {
    await using domain = await startPages({ pool: byEmail });
    const { browser, page } = await askForCode(domain);
    expect(page.heading).toBe('Set a new password');
    expect(page.text).toContain('a***@a***');
    expect(page.text).toContain('at least 8 characters');
    const Code = lastCode(domain, address);
    const wrong = await browser.press(page, 'Set the password', {
      Code: '000000',
      'New password': newPassword,
    });
    expect(wrong.alert).toBe('This code is not right. Check it and try again.');
    const weak = await browser.press(wrong, 'Set the password', { Code, 'New password': 'weak' });
    expect(weak.alert).toBe('This password does not meet the rules below.');
    expect(weak.text).toContain('a***@a***');
    const done = await browser.press(weak, 'Set the password', { Code, 'New password': newPassword });
    expect(done.alert).toBe('Your new password is set. Sign in with it.');
    expect(done.field('Username').value).toBe('alex');
    expect(codeOf(await browser.press(done, 'Sign in', { Password: newPassword }))).not.toBe('');
    expect((await signInWithPassword(domain)).page.alert).toBe('Incorrect username or password.');
    const replayed = await browser.press(weak, 'Set the password', { Code, 'New password': password });
    expect(replayed.alert).toBe('This code has expired. Ask for a new one.');
  });

  it('is replaced by somebody who has the code already, such as from an administrator’s reset', async () => {
    await using domain = await startPages({ pool: byEmail });
    const of = { UserPoolId: domain.userPoolId, Username: 'alex' };
    await domain.send(new AdminResetUserPasswordCommand(of));
    const { browser, page } = await signInWithPassword(domain);
    const reset = await browser.follow(page, 'I have a code already');
    expect(reset.fields).toEqual(['Username', 'Code', 'New password']);
    const given = { Username: 'alex', Code: lastCode(domain, address), 'New password': newPassword };
    expect((await browser.press(reset, 'Set the password', given)).alert).toMatch(
      /^Your new password is set/,
    );
  });

  it('fills in the login hint', async () => {
    await using domain = await startPages({ pool: byEmail });
    const { page } = await startJourney(domain, { path: '/forgotPassword', query: { login_hint: '"bo"' } });
    expect(page.field('Username').value).toBe('"bo"');
  });

  it('tells who cannot reset it', async () => {
    await using domain = await startPages({ pool: byEmail });
    const { userPoolId: UserPoolId } = domain;
    await domain.addUser('bo');
    expect((await askForCode(domain, 'bo')).page.alert).toMatch(/^The password cannot be reset/);
    const TemporaryPassword = password;
    const invited = { UserPoolId, Username: 'cy', TemporaryPassword, MessageAction: 'SUPPRESS' as const };
    await domain.send(new AdminCreateUserCommand(invited));
    expect((await askForCode(domain, 'cy')).page.alert).toMatch(
      /^The password of this account cannot be reset/,
    );
    const nobody = await askForCode(domain, 'nobody');
    expect(nobody.page.alert).toBe('There is no such account. Check the spelling, or create an account.');
    expect((await askForCode(domain, '')).page.alert).toMatch(/^Something in this form is not right/);
  });

  it('cannot be replaced where only administrators may', async () => {
    const admins = { RecoveryMechanisms: [{ Name: 'admin_only' as const, Priority: 1 }] };
    await using domain = await startPages({ pool: { AccountRecoverySetting: admins } });
    expect((await askForCode(domain)).page.alert).toMatch(/^The password of this account cannot be reset/);
  });

  it('is asked for a few times an hour', async () => {
    await using domain = await startPages({ pool: byEmail });
    for (let times = 0; times < 5; times += 1) await askForCode(domain);
    expect((await askForCode(domain)).page.alert).toBe('Too many attempts. Wait a while, then try again.');
  });

  it('tells nobody who exists where the client hides it', async () => {
    await using domain = await startPages({
      pool: byEmail,
      appClient: { PreventUserExistenceErrors: 'ENABLED' },
    });
    const answers = await Promise.all(
      ['alex', 'abby'].map(async (name) => {
        const { browser, page } = await askForCode(domain, name);
        const wrong = await browser.press(page, 'Set the password', {
          Code: '000000',
          'New password': newPassword,
        });
        return [page.text, wrong.text].map((text) =>
          text.replaceAll(name, '(name)').replace(/\w\*\*\*@\w\*\*\*/, '(destination)'),
        );
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
  });

  it('runs the functions in order, one of which brings users in', async () => {
    const LambdaConfig = {
      UserMigration: functionArn,
      PostConfirmation: functionArn,
      CustomMessage: functionArn,
    };
    await using domain = await startPages({ pool: { ...byEmail, LambdaConfig } });
    const calls: string[] = [];
    domain.setFunction(functionArn, (event) => {
      calls.push(event.triggerSource);
      if (event.triggerSource !== 'UserMigration_ForgotPassword') return event;
      const userAttributes = { email: 'dee@acme.example', email_verified: 'true' };
      return { ...event, response: { userAttributes, messageAction: 'SUPPRESS' } };
    });
    const { browser, page } = await askForCode(domain, 'dee');
    await browser.press(page, 'Set the password', {
      Code: lastCode(domain, 'dee@acme.example'),
      'New password': newPassword,
    });
    expect(calls).toEqual([
      'UserMigration_ForgotPassword',
      'CustomMessage_ForgotPassword',
      'PostConfirmation_ConfirmForgotPassword',
    ]);
    const signedIn = await signInWithPassword(domain, { Username: 'dee', Password: newPassword });
    expect(codeOf(signedIn.page)).not.toBe('');
  });

  it('leads to the confirmation of a sign-up that has none yet, and signs nobody in there', async () => {
    await using domain = await startPages({ pool: { ...byEmail, AutoVerifiedAttributes: ['email'] } });
    const UserAttributes = [{ Name: 'email', Value: 'cy@acme.example' }];
    await domain.send(
      new SignUpCommand({ ClientId: domain.client.id, Username: 'cy', Password: password, UserAttributes }),
    );
    const user = domain.cognito.store.users.get(domain.userPoolId, 'cy');
    const pool = domain.cognito.store.pools.get(domain.userPoolId);
    if (!user || !pool) throw new Error('no user');
    domain.cognito.store.users.update(pool, {
      ...user,
      attributes: { ...user.attributes, email_verified: 'true' },
    });
    const { browser, page } = await askForCode(domain, 'cy');
    const given = { Code: lastCode(domain, 'cy@acme.example'), 'New password': newPassword };
    const unconfirmed = await browser.press(page, 'Set the password', given);
    expect(unconfirmed.heading).toBe('Confirm your account');
    expect(unconfirmed.forms.flatMap(({ inputs }) => inputs.map(({ name }) => name))).not.toContain(
      'session',
    );
  });
});
