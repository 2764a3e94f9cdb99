import * as z from 'zod';
import { CohabitError } from '../errors.ts';
import type { TenancyModel } from './tenant.ts';

/** How passwords of a tenant's users must be made. Cognito's `PasswordPolicyType`. */
export const passwordPolicySchema = z.strictObject({
  minimumLength: z.int().min(6).max(99),
  requireUppercase: z.boolean(),
  requireLowercase: z.boolean(),
  requireNumbers: z.boolean(),
  requireSymbols: z.boolean(),
  temporaryPasswordValidityDays: z.int().min(1).max(365),
});

/** What a tenant may decide about its own authentication. A member that is absent keeps the installation's default. */
export const tenantSettingsSchema = z.strictObject({
  passwordPolicy: passwordPolicySchema.optional(),
  mfa: z.enum(['off', 'optional', 'required']).optional(),
  /** 5 minutes to 1 day. */
  accessTokenMinutes: z.int().min(5).max(1440).optional(),
  /** 1 day to 10 years. */
  refreshTokenDays: z.int().min(1).max(3650).optional(),
  /** Members who signed in at the shared client of the same user pool may switch to this tenant. */
  sharedClientSignIn: z.boolean().optional(),
});

export type TenantSettings = z.output<typeof tenantSettingsSchema>;

/** Which tenancy models can give a setting: it must be the tenant's own in Cognito. */
export const settingModels: Record<keyof TenantSettings, readonly TenancyModel[]> = {
  passwordPolicy: ['user-pool'],
  mfa: ['user-pool'],
  accessTokenMinutes: ['user-pool', 'app-client'],
  refreshTokenDays: ['user-pool', 'app-client'],
  sharedClientSignIn: ['app-client'],
};

const wayOut: Record<TenancyModel, string> = {
  'user-pool': 'its own user pool',
  'app-client': 'its own app client',
  shared: 'the shared client',
};

/** How long access tokens of a shared pool's shared client live. */
export const SHARED_ACCESS_TOKEN_MINUTES = 15;

/**
 * Throws `setting_needs_model` for the first setting that the model cannot give; it is never silently ignored. Throws
 * `invalid_request` when the tenant wants access tokens shorter than the shared client's and sign-in there as well:
 * tokens from there would outlive what it asked for.
 */
export function requireSettingsFit(model: TenancyModel, settings: TenantSettings): void {
  for (const name of Object.keys(settings) as (keyof TenantSettings)[]) {
    const models = settingModels[name];
    if (settings[name] === undefined || models.includes(model)) continue;
    const needs = models.map((m) => wayOut[m]).join(' or ');
    throw new CohabitError(
      'setting_needs_model',
      `The setting "${name}" needs ${needs}; this tenant's model is "${model}". Use model ${models.map((m) => `"${m}"`).join(' or ')}, or leave the setting out.`,
      { details: { setting: name, model, models } },
    );
  }
  const { sharedClientSignIn, accessTokenMinutes = SHARED_ACCESS_TOKEN_MINUTES } = settings;
  if (sharedClientSignIn && accessTokenMinutes < SHARED_ACCESS_TOKEN_MINUTES) {
    throw new CohabitError(
      'invalid_request',
      `Access tokens of the shared client live ${SHARED_ACCESS_TOKEN_MINUTES} minutes, this tenant's ${accessTokenMinutes}. Set "accessTokenMinutes" to ${SHARED_ACCESS_TOKEN_MINUTES} or more, or leave "sharedClientSignIn" out.`,
      { details: { accessTokenMinutes, minimum: SHARED_ACCESS_TOKEN_MINUTES } },
    );
  }
}
