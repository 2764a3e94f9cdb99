import * as z from 'zod';
import { unavailableInTier } from '../pools/tiers.ts';
import type { PoolRecord } from '../storage/records.ts';
import { documentKind } from '../storage/store.ts';
import { invalidParameter } from '../wire/errors.ts';
import { arn } from '../wire/fields.ts';

/** `LogConfigurationType`: what is logged, and where to. */
export const logConfiguration = z.object({
  LogLevel: z.enum(['ERROR', 'INFO']),
  EventSource: z.enum(['userNotification', 'userAuthEvents']),
  CloudWatchLogsConfiguration: z.object({ LogGroupArn: arn.optional() }).optional(),
  S3Configuration: z
    .object({
      BucketArn: z
        .string()
        .min(3)
        .max(1024)
        .regex(/^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:::[\w+=/,.@-]+/u)
        .optional(),
    })
    .optional(),
  FirehoseConfiguration: z.object({ StreamArn: arn.optional() }).optional(),
});
export type LogConfiguration = z.output<typeof logConfiguration>;

/** One document per pool, under {@link logDeliveryId}. */
export const logDeliveryKind = documentKind<LogConfiguration[]>('log-delivery');
export const logDeliveryId = 'settings';

/** Throws InvalidParameterException or FeatureUnavailableInTierException. */
export function checkLogConfigurations(
  { pool }: PoolRecord,
  configurations: readonly LogConfiguration[],
): void {
  const sources = configurations.map(({ EventSource }) => EventSource);
  if (new Set(sources).size < sources.length) {
    throw invalidParameter('Each EventSource can be configured once.');
  }
  for (const { EventSource, LogLevel, ...targets } of configurations) {
    if (Object.values(targets).filter((target) => target !== undefined).length !== 1) {
      throw invalidParameter('A log configuration needs exactly one of CloudWatch Logs, S3 and Firehose.');
    }
    const level = EventSource === 'userNotification' ? 'ERROR' : 'INFO';
    if (LogLevel !== level) throw invalidParameter(`The LogLevel of ${EventSource} must be ${level}.`);
    if (EventSource === 'userNotification' && !targets.CloudWatchLogsConfiguration) {
      throw invalidParameter('userNotification can be delivered to CloudWatch Logs only.');
    }
    if (EventSource === 'userAuthEvents' && pool.UserPoolTier !== 'PLUS') {
      throw unavailableInTier('The export of user activity', 'PLUS');
    }
  }
}
