import { describe, expect, it } from 'vitest';
import { requireSettingsFit, settingModels, type TenantSettings, tenantSettingsSchema } from './settings.ts';
import { type TenancyModel, tenancyModels } from './tenant.ts';

const policy = {
  minimumLength: 12,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 7,
};

const example: Required<TenantSettings> = {
  passwordPolicy: policy,
  mfa: 'required',
  accessTokenMinutes: 15,
  refreshTokenDays: 30,
  sharedClientSignIn: true,
};

/** design: what of Cognito each model has to itself. */
const given: Record<keyof TenantSettings, Record<TenancyModel, boolean>> = {
  passwordPolicy: { 'user-pool': true, 'app-client': false, shared: false },
  mfa: { 'user-pool': true, 'app-client': false, shared: false },
  accessTokenMinutes: { 'user-pool': true, 'app-client': true, shared: false },
  refreshTokenDays: { 'user-pool': true, 'app-client': true, shared: false },
  sharedClientSignIn: { 'user-pool': false, 'app-client': true, shared: false },
};

const settingNames = Object.keys(tenantSettingsSchema.shape) as (keyof TenantSettings)[];
const pairs = settingNames.flatMap((setting) => tenancyModels.map((model) => ({ setting, model })));

describe('tenant settings', () => {
  it.each(pairs)('$setting with model $model is given or refused as designed', ({ setting, model }) => {
    const settings = { [setting]: example[setting] };
    if (given[setting][model]) {
      expect(requireSettingsFit(model, settings)).toBeUndefined();
      return;
    }
    expect(() => requireSettingsFit(model, settings)).toThrow(
      expect.objectContaining({
        code: 'setting_needs_model',
        details: { setting, model, models: tenancyModels.filter((name) => given[setting][name]) },
      }),
    );
  });

  it('refuses a setting that switches something off as well: it is the value that the model cannot give', () => {
    expect(() => requireSettingsFit('shared', { mfa: 'off' })).toThrow(/"mfa" needs its own user pool/);
    expect(() => requireSettingsFit('shared', { sharedClientSignIn: false })).toThrow(
      /needs its own app client/,
    );
  });

  it('says which models can give what was asked for', () => {
    expect(() => requireSettingsFit('shared', { accessTokenMinutes: 15 })).toThrow(
      'The setting "accessTokenMinutes" needs its own user pool or its own app client; this tenant\'s model is "shared". Use model "user-pool" or "app-client", or leave the setting out.',
    );
  });

  it('lets every model leave everything out', () => {
    for (const model of tenancyModels) {
      expect(requireSettingsFit(model, {})).toBeUndefined();
      const absent = Object.fromEntries(settingNames.map((setting) => [setting, undefined]));
      expect(requireSettingsFit(model, absent)).toBeUndefined();
    }
  });

  it('refuses sign-in at the shared client for a tenant whose access tokens live shorter than that client’s', () => {
    const settings = { sharedClientSignIn: true, accessTokenMinutes: 14 };
    expect(() => requireSettingsFit('app-client', settings)).toThrow(
      expect.objectContaining({ code: 'invalid_request', details: { accessTokenMinutes: 14, minimum: 15 } }),
    );
    expect(requireSettingsFit('app-client', { ...settings, accessTokenMinutes: 15 })).toBeUndefined();
    expect(requireSettingsFit('app-client', { ...settings, sharedClientSignIn: false })).toBeUndefined();
    expect(requireSettingsFit('app-client', { sharedClientSignIn: true })).toBeUndefined();
  });

  it('know for every setting which models can give it', () => {
    expect(Object.keys(settingModels).toSorted()).toEqual(settingNames.toSorted());
  });

  it.each([
    [{ accessTokenMinutes: 5 }, true],
    [{ accessTokenMinutes: 1440 }, true],
    [{ accessTokenMinutes: 4 }, false],
    [{ accessTokenMinutes: 1441 }, false],
    [{ accessTokenMinutes: 7.5 }, false],
    [{ accessTokenMinutes: '15' }, false],
    [{ refreshTokenDays: 1 }, true],
    [{ refreshTokenDays: 3650 }, true],
    [{ refreshTokenDays: 0 }, false],
    [{ refreshTokenDays: 3651 }, false],
    [{ mfa: 'sometimes' }, false],
    [{ passwordPolicy: policy }, true],
    [{ passwordPolicy: { ...policy, minimumLength: 5 } }, false],
    [{ passwordPolicy: { ...policy, minimumLength: 100 } }, false],
    [{ passwordPolicy: { ...policy, requireEmoji: true } }, false],
    [{ passwordPolicy: { minimumLength: 8 } }, false],
    [{ passwordPolicies: policy }, false],
    [{}, true],
    [null, false],
    [[], false],
  ])('parses %j: %j', (settings, isValid) => {
    expect(tenantSettingsSchema.safeParse(settings).success).toBe(isValid);
  });
});
