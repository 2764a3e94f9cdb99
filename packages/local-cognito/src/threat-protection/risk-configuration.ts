import * as z from 'zod';
import { findClient } from '../clients/find-client.ts';
import type { Cognito } from '../cognito.ts';
import { findPool } from '../pools/find-pool.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';
import { arn } from '../wire/fields.ts';

const email = z.object({
  Subject: z.string().min(1).max(140),
  HtmlBody: z.string().min(6).max(20_000).optional(),
  TextBody: z.string().min(6).max(20_000).optional(),
});
const action = z.object({
  Notify: z.boolean(),
  EventAction: z.enum(['BLOCK', 'MFA_IF_CONFIGURED', 'MFA_REQUIRED', 'NO_ACTION']),
});
const ranges = z.array(z.string()).max(200);

/** The members of `RiskConfigurationType` that `SetRiskConfiguration` takes. */
export const riskSettings = z.object({
  CompromisedCredentialsRiskConfiguration: z
    .object({
      EventFilter: z.array(z.enum(['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP'])).optional(),
      Actions: z.object({ EventAction: z.enum(['BLOCK', 'NO_ACTION']) }),
    })
    .optional(),
  AccountTakeoverRiskConfiguration: z
    .object({
      NotifyConfiguration: z
        .object({
          SourceArn: arn,
          From: z.string().optional(),
          ReplyTo: z.string().optional(),
          BlockEmail: email.optional(),
          NoActionEmail: email.optional(),
          MfaEmail: email.optional(),
        })
        .optional(),
      Actions: z.object({
        LowAction: action.optional(),
        MediumAction: action.optional(),
        HighAction: action.optional(),
      }),
    })
    .optional(),
  RiskExceptionConfiguration: z
    .object({ BlockedIPRangeList: ranges.optional(), SkippedIPRangeList: ranges.optional() })
    .optional(),
});

/** Of one app client, or under the id `ALL` of those without one of their own. */
export interface RiskConfiguration extends z.output<typeof riskSettings> {
  UserPoolId: string;
  ClientId?: string | undefined;
  /** Epoch seconds. */
  LastModifiedDate: number;
}

export const riskConfigurationKind = documentKind<RiskConfiguration>('risk-configuration');
export const allClients = 'ALL';

/** True with `AdvancedSecurityMode` AUDIT or ENFORCED. */
export function hasThreatProtection({ pool }: Pick<PoolRecord, 'pool'>): boolean {
  return (pool.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF';
}

/**
 * Throws ResourceNotFoundException, or UserPoolAddOnNotEnabledException for a pool without threat protection
 * (`AdvancedSecurityMode`).
 */
export function checkThreatProtection(cognito: Cognito, poolId: string, clientId?: string): void {
  const { pool } =
    clientId === undefined ? findPool(cognito, poolId) : findClient(cognito, poolId, clientId).pool;
  if (!hasThreatProtection({ pool })) {
    throw new CognitoError(
      'UserPoolAddOnNotEnabledException',
      'Threat protection is not enabled for this user pool; set UserPoolAddOns.AdvancedSecurityMode.',
    );
  }
}

/** Ranges are CIDR blocks, as `192.0.2.0/24`. Throws InvalidParameterException. */
export function checkIpRanges({
  RiskExceptionConfiguration: exceptions,
}: z.output<typeof riskSettings>): void {
  const all = [...(exceptions?.BlockedIPRangeList ?? []), ...(exceptions?.SkippedIPRangeList ?? [])];
  const bad = all.find((range) => !z.union([z.cidrv4(), z.cidrv6()]).safeParse(range).success);
  if (bad !== undefined) throw invalidParameter(`${bad} is not a range of IP addresses in CIDR notation.`);
}
