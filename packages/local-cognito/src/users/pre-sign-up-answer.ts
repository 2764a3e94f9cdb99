import type { PoolRecord, UserRecord } from '../storage/records.ts';
import type { PreSignUpAnswer } from '../triggers/pre-sign-up.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';

/** The user with what PreSignUp verified. Throws InvalidLambdaResponseException for an address that is not there. */
export function applyPreSignUp(user: UserRecord, answer: PreSignUpAnswer): UserRecord {
  const verified: Record<string, string> = {};
  if (answer.autoVerifyEmail) verified.email_verified = 'true';
  if (answer.autoVerifyPhone) verified.phone_number_verified = 'true';
  for (const name of Object.keys(verified)) {
    const attribute = name.replace('_verified', '');
    if (user.attributes[attribute]) continue;
    throw new CognitoError(
      'InvalidLambdaResponseException',
      `PreSignUp cannot verify ${attribute}: the user has none.`,
    );
  }
  return { ...user, attributes: { ...user.attributes, ...verified } };
}

/** Throws InvalidParameterException. */
export function checkRequiredAttributes({ pool }: PoolRecord, attributes: Record<string, string>): void {
  const missing = pool.SchemaAttributes.flatMap(({ Name, Required }) =>
    Name && Required && Name !== 'sub' && !attributes[Name] ? [Name] : [],
  );
  if (missing.length === 0) return;
  const lines = missing.map((name) => `${name}: The attribute is required\n`);
  throw invalidParameter(`Attributes did not conform to the schema: ${lines.join('')}`);
}

/** `ValidationData` as PreSignUp sees it. */
export function toValidationData(
  list: readonly { Name: string; Value?: string | undefined }[] | undefined,
): Record<string, string> | undefined {
  return list && Object.fromEntries(list.map(({ Name, Value = '' }) => [Name, Value]));
}
