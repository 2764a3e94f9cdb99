import * as z from 'zod';
import { allClients, checkCustomized, uiCustomizationKind } from '../branding/ui-customization.ts';
import { epochSeconds } from '../clock.ts';
import { domainsOf } from '../domains/domain.ts';
import { invalidParameter } from '../wire/errors.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** 100 kB as base64. */
const maxImage = 136_536;
const cssVersion = '20190128172214';

/** JPEG begins with FF D8 FF. */
const imageType = (base64: string) => (base64.startsWith('/9j/') ? 'jpeg' : 'png');

/** Replaces the look: what is left out is gone. */
export default defineOperation({
  name: 'SetUICustomization',
  authorization: 'iam',
  input: z.object({
    UserPoolId: userPoolId,
    ClientId: clientId.optional(),
    CSS: z.string().max(131_072).optional(),
    ImageFile: z.base64().max(maxImage).optional(),
  }),
  handle({ UserPoolId, ClientId = allClients, CSS, ImageFile }, cognito) {
    checkCustomized(cognito, UserPoolId, ClientId);
    if (domainsOf(cognito, UserPoolId).length === 0) {
      throw invalidParameter('The user pool must have a domain before its hosted UI can be customized.');
    }
    const { documents } = cognito.store;
    const now = epochSeconds(cognito.clock);
    const before = documents.get(uiCustomizationKind, UserPoolId, ClientId);
    const UICustomization = {
      UserPoolId,
      ClientId,
      ImageUrl:
        ImageFile === undefined ? undefined : `data:image/${imageType(ImageFile)};base64,${ImageFile}`,
      CSS,
      CSSVersion: CSS === undefined ? undefined : cssVersion,
      CreationDate: before?.CreationDate ?? now,
      LastModifiedDate: now,
    };
    documents.put(uiCustomizationKind, { poolId: UserPoolId, id: ClientId }, UICustomization);
    return { UICustomization };
  },
});
