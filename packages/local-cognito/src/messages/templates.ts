import type { PoolRecord } from '../storage/records.ts';
import type { Medium, MessagePurpose } from './purpose.ts';

/** A text with its placeholders: `{####}` or `{##text of the link##}`, and `{username}` in an invitation. */
export interface MessageTemplate {
  subject: string;
  body: string;
}

const invitation = 'Your username is {username} and temporary password is {####}.';

/** The pool's own text for a message, or Cognito's. */
export function messageTemplate(
  { pool, mfa }: PoolRecord,
  purpose: MessagePurpose,
  medium: Medium,
): MessageTemplate {
  switch (purpose) {
    case 'AdminCreateUser': {
      const own = pool.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
      const body = medium === 'SMS' ? own.SMSMessage : own.EmailMessage;
      return { subject: own.EmailSubject ?? 'Your temporary password', body: body ?? invitation };
    }
    case 'Authentication': {
      const body = medium === 'SMS' ? pool.SmsAuthenticationMessage : mfa.email?.Message;
      return {
        subject: mfa.email?.Subject ?? 'Your authentication code',
        body: body ?? 'Your authentication code is {####}.',
      };
    }
    default:
      return verification(pool, purpose, medium);
  }
}

function verification(pool: PoolRecord['pool'], purpose: MessagePurpose, medium: Medium): MessageTemplate {
  const own = pool.VerificationMessageTemplate ?? {};
  if (medium === 'EMAIL' && isByLink(pool, purpose)) {
    return {
      subject: own.EmailSubjectByLink ?? 'Your verification link',
      body:
        own.EmailMessageByLink ??
        'Please click the link below to verify your email address. {##Verify Email##}',
    };
  }
  const isReset = purpose === 'ForgotPassword';
  const subject = isReset ? 'Your password reset code' : 'Your verification code';
  const body = isReset ? 'Your password reset code is {####}' : 'Your confirmation code is {####}';
  if (medium === 'SMS') return { subject, body: own.SmsMessage ?? pool.SmsVerificationMessage ?? body };
  return {
    subject: own.EmailSubject ?? pool.EmailVerificationSubject ?? subject,
    body: own.EmailMessage ?? pool.EmailVerificationMessage ?? body,
  };
}

/** Only a sign-up can be confirmed with a link. */
function isByLink(
  { VerificationMessageTemplate: template }: PoolRecord['pool'],
  purpose: MessagePurpose,
): boolean {
  return (
    template?.DefaultEmailOption === 'CONFIRM_WITH_LINK' && (purpose === 'SignUp' || purpose === 'ResendCode')
  );
}
