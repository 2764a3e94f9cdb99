import {
  CreateManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PlacementKey } from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import { isCognitoError } from '../cognito/map-errors.ts';
import type { Steps } from './steps.ts';

/**
 * Managed login shows its pages only at clients that have a style; whatever style is there stays. A pool holds a small
 * number of styles: clients that come later go without, and their people sign in by password or provider all the same.
 */
export async function ensureLoginBranding(
  cognito: CognitoClient,
  steps: Steps,
  { userPoolId, clientId }: PlacementKey,
): Promise<void> {
  const key = { UserPoolId: userPoolId, ClientId: clientId };
  try {
    await cognito.send(new DescribeManagedLoginBrandingByClientCommand(key));
    return;
  } catch (error) {
    if (!isCognitoError(error, 'ResourceNotFoundException')) throw error;
  }
  await steps.run('login-branding.create', async () => {
    try {
      await cognito.send(new CreateManagedLoginBrandingCommand({ ...key, UseCognitoProvidedValues: true }));
    } catch (error) {
      const isSettled =
        isCognitoError(error, 'ManagedLoginBrandingExistsException') ||
        isCognitoError(error, 'LimitExceededException');
      if (!isSettled) throw error;
    }
  });
}
