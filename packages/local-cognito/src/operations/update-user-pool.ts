import { epochSeconds } from '../clock.ts';
import { findPool } from '../pools/find-pool.ts';
import { checkMfa } from '../pools/mfa-settings.ts';
import { applyPoolSettings } from '../pools/pool-defaults.ts';
import { poolSettings } from '../pools/pool-settings.ts';
import { tieredUse } from '../pools/tiered-use.ts';
import { checkTierChange } from '../pools/tiers.ts';
import { keepRegistrationServer } from '../resource-servers/registration-server.ts';
import type { PoolRecord } from '../storage/records.ts';
import { checkNoImport } from '../user-import/import-job.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Replaces every setting: what is left out goes back to its default. */
export default defineOperation({
  name: 'UpdateUserPool',
  authorization: 'iam',
  input: poolSettings.extend({ UserPoolId: userPoolId }),
  handle({ UserPoolId, ...settings }, cognito) {
    const before = findPool(cognito, UserPoolId);
    checkNoImport(cognito, before);
    const { id, pool, mfa } = before;
    const { Id, Name, Arn, CreationDate, SchemaAttributes } = pool;
    const { AliasAttributes, UsernameAttributes, UsernameConfiguration } = pool;
    const updated = applyPoolSettings(
      {
        Id,
        Name,
        Arn,
        CreationDate,
        LastModifiedDate: epochSeconds(cognito.clock),
        SchemaAttributes,
        ...(AliasAttributes && { AliasAttributes }),
        ...(UsernameAttributes && { UsernameAttributes }),
        ...(UsernameConfiguration && { UsernameConfiguration }),
      },
      settings,
      (after) => checkTierChange(pool, after, tieredUse(cognito, before)),
    );
    const record: PoolRecord = {
      id,
      pool: updated,
      mfa: { ...mfa, mode: updated.MfaConfiguration ?? 'OFF' },
    };
    checkMfa(record.pool, record.mfa);
    cognito.store.transaction(() => {
      cognito.store.pools.put(record);
      keepRegistrationServer(cognito, record);
    });
    return {};
  },
});
