import * as z from 'zod';
import { expiredCode, takeCode } from '../codes/codes.ts';
import { mediumOfAttribute } from '../users/address-name.ts';
import { type AttributeCode, attributeCode } from '../users/change-attributes.ts';
import { claimSignInNames } from '../users/claim-sign-in-names.ts';
import { attributeName, confirmationCode, token } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** An alias moves here from whoever had it: the code proves that the address is this user's now. */
export default defineOperation({
  name: 'VerifyUserAttribute',
  authorization: 'access-token',
  input: z.object({ AccessToken: token, AttributeName: attributeName, Code: confirmationCode }),
  handle({ AccessToken, AttributeName: name, Code }, cognito) {
    const { pool, user } = cognito.tokens.verifyAccessToken(AccessToken);
    const { purpose } = attributeCode(mediumOfAttribute(name));
    cognito.store.transaction(() => {
      const { value, isPending } = takeCode(cognito, { pool, user, purpose }, Code) as AttributeCode;
      if (!isPending && value !== user.attributes[name]) throw expiredCode();
      const changed = {
        ...user,
        attributes: { ...user.attributes, [name]: value, [`${name}_verified`]: 'true' },
        updatedAt: cognito.clock(),
      };
      const write = () => cognito.store.users.update(pool, changed);
      claimSignInNames({ cognito, pool, user: changed, force: true, write });
    });
    return {};
  },
});
