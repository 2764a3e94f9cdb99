import type {
  EmailMfaConfigType,
  WebAuthnConfigurationType,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { epochSeconds } from '../clock.ts';
import { findPool } from '../pools/find-pool.ts';
import { checkMfa, describeMfa } from '../pools/mfa-settings.ts';
import { smsConfiguration } from '../pools/pool-settings.ts';
import type { PoolRecord } from '../storage/records.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'SetUserPoolMfaConfig',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    SmsMfaConfiguration: z
      .object({
        SmsAuthenticationMessage: z.string().min(6).max(140).optional(),
        SmsConfiguration: smsConfiguration.optional(),
      })
      .optional(),
    SoftwareTokenMfaConfiguration: z.object({ Enabled: z.boolean().optional() }).optional(),
    EmailMfaConfiguration: z
      .object({
        Message: z
          .string()
          .min(6)
          .max(20_000)
          .regex(/\{####\}/u)
          .optional(),
        Subject: z.string().min(1).max(140).optional(),
      })
      .optional(),
    MfaConfiguration: z.enum(['OFF', 'ON', 'OPTIONAL']).optional(),
    WebAuthnConfiguration: z
      .object({
        RelyingPartyId: z.string().min(1).max(127).optional(),
        UserVerification: z.enum(['required', 'preferred']).optional(),
        FactorConfiguration: z.enum(['SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION']).optional(),
      })
      .optional(),
  }),
  handle({ UserPoolId, SmsMfaConfiguration: sms, ...settings }, cognito) {
    const { EmailMfaConfiguration: email, WebAuthnConfiguration: webAuthn } = settings;
    const { id, pool, mfa } = findPool(cognito, UserPoolId);
    const mode = settings.MfaConfiguration ?? 'OFF';
    const record: PoolRecord = {
      id,
      pool: {
        ...pool,
        MfaConfiguration: mode,
        LastModifiedDate: epochSeconds(cognito.clock),
        ...(sms?.SmsConfiguration && {
          SmsConfiguration: sms.SmsConfiguration as PoolRecord['pool']['SmsConfiguration'],
        }),
        ...(sms?.SmsAuthenticationMessage && { SmsAuthenticationMessage: sms.SmsAuthenticationMessage }),
      },
      mfa: {
        ...mfa,
        mode,
        softwareToken: settings.SoftwareTokenMfaConfiguration?.Enabled ?? mfa.softwareToken,
        ...(email && { email: email as EmailMfaConfigType }),
        ...(webAuthn && { webAuthn: webAuthn as WebAuthnConfigurationType }),
      },
    };
    checkMfa(record.pool, record.mfa);
    cognito.store.pools.put(record);
    return describeMfa(record);
  },
});
