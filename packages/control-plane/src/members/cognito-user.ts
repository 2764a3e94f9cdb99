import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import { CohabitError, normalizeEmail } from '@cohabit/core';
import type { CognitoClient } from '../cognito/client.ts';
import { isCognitoError } from '../cognito/map-errors.ts';

/**
 * Creates the Cognito profile of a person and answers its `sub`; Cognito mails the invitation with a temporary
 * password. The e-mail is not marked as verified: nobody has proved anything yet. A profile with this e-mail that is
 * there already comes from a run that was killed before it could write it down: it is taken over.
 */
export async function ensureCognitoUser(
  cognito: CognitoClient,
  person: { userPoolId: string; email: string; name?: string | undefined },
): Promise<string> {
  const { userPoolId, email, name } = person;
  try {
    const created = await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: email,
        UserAttributes: [{ Name: 'email', Value: email }, ...(name ? [{ Name: 'name', Value: name }] : [])],
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
    return requireSub(created.User?.Attributes);
  } catch (error) {
    if (!isCognitoError(error, 'UsernameExistsException')) throw error;
  }
  const found = await cognito.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email }));
  if (normalizeEmail(attribute(found.UserAttributes, 'email') ?? '') !== email) {
    throw new CohabitError('cognito_refused', 'Cognito has this sign-in name under another e-mail.');
  }
  return requireSub(found.UserAttributes);
}

/** A profile that is gone is fine, and so is a pool that is gone. */
export async function deleteCognitoUser(
  cognito: CognitoClient,
  profile: { userPoolId: string; sub: string },
): Promise<void> {
  try {
    await cognito.send(new AdminDeleteUserCommand({ UserPoolId: profile.userPoolId, Username: profile.sub }));
  } catch (error) {
    const isGone =
      isCognitoError(error, 'UserNotFoundException') || isCognitoError(error, 'ResourceNotFoundException');
    if (!isGone) throw error;
  }
}

function attribute(attributes: AttributeType[] | undefined, name: string): string | undefined {
  return attributes?.find((candidate) => candidate.Name === name)?.Value;
}

function requireSub(attributes: AttributeType[] | undefined): string {
  const sub = attribute(attributes, 'sub');
  if (sub === undefined)
    throw new CohabitError('cognito_refused', 'Cognito answered a user without a "sub".');
  return sub;
}
