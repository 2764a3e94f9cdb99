import * as z from 'zod';
import { epochSeconds } from '../clock.ts';
import { describePool } from '../pools/find-pool.ts';
import { checkMfa } from '../pools/mfa-settings.ts';
import { applyPoolSettings } from '../pools/pool-defaults.ts';
import { poolSettings } from '../pools/pool-settings.ts';
import { newSchema, schemaAttribute } from '../pools/schema-attributes.ts';
import { keepRegistrationServer } from '../resource-servers/registration-server.ts';
import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { poolName } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateUserPool',
  authorization: 'iam',
  input: poolSettings.extend({
    PoolName: poolName,
    AliasAttributes: z.array(z.enum(['phone_number', 'email', 'preferred_username'])).optional(),
    UsernameAttributes: z.array(z.enum(['phone_number', 'email'])).optional(),
    UsernameConfiguration: z.object({ CaseSensitive: z.boolean() }).optional(),
    Schema: z.array(schemaAttribute).min(1).max(50).optional(),
  }),
  handle({ AliasAttributes, UsernameAttributes, UsernameConfiguration, Schema, ...settings }, cognito) {
    if (AliasAttributes?.length && UsernameAttributes?.length) {
      throw invalidParameter(
        'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
      );
    }
    const id = cognito.ids.newPoolId();
    const now = epochSeconds(cognito.clock);
    const pool = applyPoolSettings(
      {
        Id: id,
        Name: settings.PoolName,
        Arn: `arn:aws:cognito-idp:${cognito.region}:${cognito.accountId}:userpool/${id}`,
        CreationDate: now,
        LastModifiedDate: now,
        SchemaAttributes: newSchema(Schema ?? []),
        ...(AliasAttributes && { AliasAttributes }),
        ...(UsernameAttributes && { UsernameAttributes }),
        ...(UsernameConfiguration && { UsernameConfiguration }),
      },
      settings,
    );
    const record: PoolRecord = {
      id,
      pool,
      mfa: { mode: pool.MfaConfiguration ?? 'OFF', softwareToken: false },
    };
    checkMfa(pool, record.mfa);
    cognito.store.transaction(() => {
      cognito.store.pools.put(record);
      keepRegistrationServer(cognito, record);
    });
    cognito.tokens.prepareKeys(id);
    return { UserPool: describePool(cognito, record) };
  },
});
