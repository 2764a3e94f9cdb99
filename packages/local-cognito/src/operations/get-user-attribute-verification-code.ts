import * as z from 'zod';
import { pendingCode } from '../codes/codes.ts';
import { checkHourlyLimit, countAttempt } from '../codes/hourly-limit.ts';
import { mediumOfAttribute } from '../users/address-name.ts';
import { type AttributeCode, attributeCode, sendAttributeCode } from '../users/change-attributes.ts';
import { invalidParameter } from '../wire/errors.ts';
import { attributeName, clientMetadata, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

const codesPerHour = 5;

/** For the pending value where there is one, else for the user's present one. */
export default defineOperation({
  name: 'GetUserAttributeVerificationCode',
  authorization: 'access-token',
  input: z.object({
    AccessToken: token,
    AttributeName: attributeName,
    ClientMetadata: clientMetadata.optional(),
  }),
  async handle({ AccessToken, AttributeName: name, ClientMetadata }, cognito) {
    const { pool, client, user } = cognito.tokens.verifyAccessToken(AccessToken);
    const medium = mediumOfAttribute(name);
    const { purpose } = attributeCode(medium);
    const pending = pendingCode(cognito, { pool, user, purpose })?.data as AttributeCode | undefined;
    const isPending = pending?.isPending ?? false;
    const value = isPending ? pending?.value : user.attributes[name];
    if (!value) throw invalidParameter(`User does not have a ${name}.`);
    const limited = {
      pool,
      name: user.username,
      action: 'GetUserAttributeVerificationCode',
      perHour: codesPerHour,
    };
    checkHourlyLimit(cognito, limited);
    countAttempt(cognito, limited);
    const call = { pool, client, user, purpose: 'VerifyUserAttribute', medium } as const;
    const CodeDeliveryDetails = await sendAttributeCode(
      cognito,
      { ...call, clientMetadata: ClientMetadata },
      { value, isPending },
    );
    return { CodeDeliveryDetails };
  },
});
