import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TenantSettings } from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import { holds, merged, without } from '../cognito/differences.ts';
import { isCognitoError } from '../cognito/map-errors.ts';
import { deletePoolDomain } from './pool-domain.ts';
import type { Steps } from './steps.ts';

/** The ARNs of the functions that every pool calls. */
export interface TriggerArns {
  preAuthentication: string;
  preTokenGeneration: string;
  preSignUp: string;
  inboundFederation: string;
}

/** What a user pool should be. */
export interface DesiredUserPool {
  /** Deterministic, so that a pool whose id was lost with a killed run is found again. */
  name: string;
  tags: Record<string, string>;
  triggers: TriggerArns;
  settings: Pick<TenantSettings, 'passwordPolicy' | 'mfa'>;
}

const DEFAULT_PASSWORD_POLICY: NonNullable<TenantSettings['passwordPolicy']> = {
  minimumLength: 12,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: false,
  temporaryPasswordValidityDays: 7,
};

/** Members of DescribeUserPool's answer that UpdateUserPool does not take. */
const NOT_UPDATABLE = [
  ...['Id', 'Name', 'Arn', 'Status', 'CreationDate', 'LastModifiedDate', 'EstimatedNumberOfUsers'],
  ...['SchemaAttributes', 'AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'],
  ...['SmsConfigurationFailure', 'EmailConfigurationFailure', 'Domain', 'CustomDomain'],
];

/**
 * Makes the pool what it should be and answers its id. Without a known id it is looked for by name when an earlier run
 * may have made it, and created otherwise.
 */
export async function ensureUserPool(
  cognito: CognitoClient,
  steps: Steps,
  desired: DesiredUserPool,
  knownId: string | undefined,
): Promise<string> {
  const userPoolId = knownId ?? (await findUserPool(cognito, steps, desired.name));
  const settledId = userPoolId ?? (await createUserPool(cognito, steps, desired));
  if (userPoolId !== undefined) await updateUserPool(cognito, steps, userPoolId, updatable(desired));
  await setMfa(cognito, steps, settledId, desired);
  return settledId;
}

/** The id of the pool of this name, if a run ever began to create it. Cognito itself lets names repeat. */
export async function findUserPool(
  cognito: CognitoClient,
  steps: Steps,
  name: string,
): Promise<string | undefined> {
  if (!(await steps.wasStarted('user-pool.create'))) return undefined;
  let NextToken: string | undefined;
  do {
    const page = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60, NextToken }));
    const found = page.UserPools?.find((pool) => pool.Name === name);
    if (found?.Id !== undefined) return found.Id;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}

/** Lifts the deletion protection and deletes the pool; a pool that is gone is fine. */
export async function deleteUserPool(
  cognito: CognitoClient,
  steps: Steps,
  userPoolId: string,
): Promise<void> {
  await steps.run('user-pool.delete', async () => {
    try {
      await deletePoolDomain(cognito, steps, userPoolId);
      await replaceUserPool(cognito, userPoolId, { DeletionProtection: 'INACTIVE' });
      await cognito.send(new DeleteUserPoolCommand({ UserPoolId: userPoolId }));
    } catch (error) {
      if (!isCognitoError(error, 'ResourceNotFoundException')) throw error;
    }
  });
}

async function createUserPool(
  cognito: CognitoClient,
  steps: Steps,
  desired: DesiredUserPool,
): Promise<string> {
  const input: CreateUserPoolCommandInput = {
    PoolName: desired.name,
    ...updatable(desired),
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    // The e-mail is the sign-in name, so Cognito sets it from there. It is not marked as required because every app
    // client must be able to write required attributes, and no client may write an e-mail.
    Schema: [{ Name: 'email', AttributeDataType: 'String', Mutable: true, Required: false }],
  };
  const created = await steps.run('user-pool.create', () => cognito.send(new CreateUserPoolCommand(input)));
  return created.UserPool?.Id as string;
}

/** What may change in a pool's life, as CreateUserPool and UpdateUserPool take it. */
function updatable(desired: DesiredUserPool): Omit<UpdateUserPoolCommandInput, 'UserPoolId'> {
  const policy = desired.settings.passwordPolicy ?? DEFAULT_PASSWORD_POLICY;
  return {
    Policies: {
      PasswordPolicy: {
        MinimumLength: policy.minimumLength,
        RequireUppercase: policy.requireUppercase,
        RequireLowercase: policy.requireLowercase,
        RequireNumbers: policy.requireNumbers,
        RequireSymbols: policy.requireSymbols,
        TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
      },
    },
    UserPoolTier: 'ESSENTIALS',
    DeletionProtection: 'ACTIVE',
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    LambdaConfig: {
      PreSignUp: desired.triggers.preSignUp,
      PreAuthentication: desired.triggers.preAuthentication,
      InboundFederation: { LambdaVersion: 'V1_0', LambdaArn: desired.triggers.inboundFederation },
      PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: desired.triggers.preTokenGeneration },
    },
    UserPoolTags: desired.tags,
  };
}

async function updateUserPool(
  cognito: CognitoClient,
  steps: Steps,
  userPoolId: string,
  desired: Omit<UpdateUserPoolCommandInput, 'UserPoolId'>,
): Promise<void> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  if (holds(UserPool, desired)) return;
  await steps.run('user-pool.update', () => replaceUserPool(cognito, userPoolId, desired));
}

/** UpdateUserPool puts everything that is left out back to its default: so read, merge, write. */
async function replaceUserPool(
  cognito: CognitoClient,
  userPoolId: string,
  desired: Omit<UpdateUserPoolCommandInput, 'UserPoolId'>,
): Promise<void> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  const all = merged(without(UserPool ?? {}, NOT_UPDATABLE), desired);
  if (all.AdminCreateUserConfig) {
    // Legacy name of TemporaryPasswordValidityDays; Cognito answers it and refuses both together.
    all.AdminCreateUserConfig = without(all.AdminCreateUserConfig, ['UnusedAccountValidityDays']);
  }
  await cognito.send(new UpdateUserPoolCommand({ ...all, UserPoolId: userPoolId }));
}

/** TOTP can be set by this operation only, not with CreateUserPool. */
async function setMfa(
  cognito: CognitoClient,
  steps: Steps,
  userPoolId: string,
  desired: DesiredUserPool,
): Promise<void> {
  const mfa = desired.settings.mfa ?? 'optional';
  const wanted: Omit<SetUserPoolMfaConfigCommandInput, 'UserPoolId'> =
    mfa === 'off'
      ? { MfaConfiguration: 'OFF' }
      : {
          MfaConfiguration: mfa === 'required' ? 'ON' : 'OPTIONAL',
          SoftwareTokenMfaConfiguration: { Enabled: true },
        };
  const observed = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: userPoolId }));
  if (holds(observed, wanted)) return;
  const all = merged(without(observed, ['$metadata']), wanted);
  await steps.run('user-pool.mfa', () =>
    cognito.send(new SetUserPoolMfaConfigCommand({ ...all, UserPoolId: userPoolId })),
  );
}
