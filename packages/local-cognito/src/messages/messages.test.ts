import {
  AdminCreateUserCommand,
  CreateUserPoolDomainCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { password, startTenantPool, type TenantPoolOptions } from '../testing/tenant-pool.ts';
import { maskDestination } from './mask-destination.ts';

async function startMailing(pool: NonNullable<TenantPoolOptions['pool']>) {
  const tenant = await startTenantPool({ pool });
  const { send, clientId: ClientId } = tenant;
  const signUp = (Username: string, attributes: Record<string, string>) =>
    send(
      new SignUpCommand({
        ClientId,
        Username,
        Password: password,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      }),
    );
  return { ...tenant, signUp };
}

const email = 'alex@example.com';
const sms = { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } };

describe('messages', () => {
  it('are written in the pool’s words', async () => {
    await using tenant = await startMailing({
      ...sms,
      AutoVerifiedAttributes: ['email', 'phone_number'],
      VerificationMessageTemplate: {
        EmailSubject: 'Welcome',
        EmailMessage: 'Mail {####} twice: {####}',
        SmsMessage: 'Text {####}',
      },
    });
    await tenant.signUp('mail', { email });
    await tenant.signUp('text', { phone_number: '+15555550123' });
    const [mail, text] = tenant.server.messages();
    expect(mail).toMatchObject({
      medium: 'EMAIL',
      to: email,
      subject: 'Welcome',
      body: `Mail ${mail?.code} twice: ${mail?.code}`,
    });
    expect(text).toMatchObject({ medium: 'SMS', to: '+15555550123', body: `Text ${text?.code}` });
    expect(text).not.toHaveProperty('subject');
  });

  it('are written in the words of the settings from before the template', async () => {
    await using tenant = await startMailing({
      AutoVerifiedAttributes: ['email'],
      EmailVerificationSubject: 'Old subject',
      EmailVerificationMessage: 'Old {####}',
    });
    await tenant.signUp('alex', { email });
    const [message] = tenant.server.messages();
    expect(message).toMatchObject({ subject: 'Old subject', body: `Old ${message?.code}` });
  });

  it('carry a link where sign-ups are confirmed with one, and codes otherwise', async () => {
    await using tenant = await startMailing({
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_LINK',
        EmailSubjectByLink: 'Please confirm',
        EmailMessageByLink: 'Go {##this way##}.',
      },
    });
    await tenant.send(new CreateUserPoolDomainCommand({ UserPoolId: tenant.userPoolId, Domain: 'acme' }));
    await tenant.signUp('alex', { email });
    const [message] = tenant.server.messages();
    const query = new URLSearchParams({
      client_id: tenant.clientId,
      user_name: 'alex',
      confirmation_code: message?.code ?? '',
    });
    expect(message?.subject).toBe('Please confirm');
    expect(message?.body).toBe(
      `Go <a href="${tenant.server.endpoint}/domains/acme/confirmUser?${query}">this way</a>.`,
    );
    await tenant.addUser('bo', { attributes: { email, email_verified: 'true' } });
    await tenant.send(new ForgotPasswordCommand({ ClientId: tenant.clientId, Username: 'bo' }));
    const reset = tenant.server.messages({ purpose: 'ForgotPassword' })[0];
    expect(reset?.body).toBe(`Your password reset code is ${reset?.code}`);
  });

  it('name whom they invite as they sign in', async () => {
    await using tenant = await startMailing({ UsernameAttributes: ['email'] });
    await tenant.send(
      new AdminCreateUserCommand({
        UserPoolId: tenant.userPoolId,
        Username: email,
        DesiredDeliveryMediums: ['EMAIL', 'SMS'],
      }),
    );
    const [message, ...others] = tenant.server.messages();
    expect(others).toEqual([]);
    expect(message?.body).toBe(`Your username is ${email} and temporary password is ${message?.code}.`);
    expect((await tenant.signIn(email, message?.code)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('invite nobody who needs no password', async () => {
    await using tenant = await startMailing({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    });
    const { User } = await tenant.send(
      new AdminCreateUserCommand({
        UserPoolId: tenant.userPoolId,
        Username: 'alex',
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    expect(User?.UserStatus).toBe('CONFIRMED');
    expect(tenant.server.messages()).toEqual([]);
  });

  it('are found by recipient, pool, user and purpose', async () => {
    await using tenant = await startMailing({ AutoVerifiedAttributes: ['email'] });
    const { userPoolId: poolId, clientId: ClientId } = tenant;
    await tenant.signUp('alex', { email });
    await tenant.signUp('bo', { email: 'bo@example.com' });
    await tenant.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'bo' }));
    const count = async (query: Record<string, string>) => {
      const address = `${tenant.server.endpoint}/_local/messages?${new URLSearchParams(query)}`;
      return ((await (await fetch(address)).json()) as unknown[]).length;
    };
    expect(await count({})).toBe(3);
    expect(await count({ to: email })).toBe(1);
    expect(await count({ poolId })).toBe(3);
    expect(await count({ poolId: 'other' })).toBe(0);
    expect(await count({ username: 'bo' })).toBe(2);
    expect(await count({ username: 'bo', purpose: 'ResendCode' })).toBe(1);
  });
});

it.each([
  ['EMAIL', 'alex@example.com', 'a***@e***'],
  ['SMS', '+15555550123', '+*******0123'],
  ['EMAIL', '😀x@é.example', '😀***@é***'],
] as const)('shows little of where a message goes (%s %s)', (medium, address, masked) => {
  expect(maskDestination(medium, address)).toBe(masked);
});
