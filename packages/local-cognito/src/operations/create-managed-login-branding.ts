import { randomUUID } from 'node:crypto';
import {
  brandingClientKey,
  brandingOfClient,
  brandingSettings,
  checkBrandingSettings,
  describeBranding,
  storeBranding,
} from '../branding/managed-login-branding.ts';
import { findClient } from '../clients/find-client.ts';
import { epochSeconds } from '../clock.ts';
import { CognitoError } from '../wire/errors.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateManagedLoginBranding',
  authorization: 'iam',
  input: brandingSettings.extend(brandingClientKey.shape),
  handle({ UserPoolId, ClientId, ...settings }, cognito) {
    findClient(cognito, UserPoolId, ClientId);
    checkBrandingSettings(settings);
    if (brandingOfClient(cognito, UserPoolId, ClientId)) {
      throw new CognitoError(
        'ManagedLoginBrandingExistsException',
        `The app client ${ClientId} already has a managed login branding style.`,
      );
    }
    const now = epochSeconds(cognito.clock);
    const branding = {
      ManagedLoginBrandingId: randomUUID(),
      UserPoolId,
      UseCognitoProvidedValues: settings.UseCognitoProvidedValues ?? false,
      Settings: settings.Settings,
      Assets: settings.Assets,
      CreationDate: now,
      LastModifiedDate: now,
      clientId: ClientId,
    };
    storeBranding(cognito, branding);
    return { ManagedLoginBranding: describeBranding(branding) };
  },
});
