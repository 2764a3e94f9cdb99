import { findPool } from '../pools/find-pool.ts';
import { resourceServerKind, resourceServerSettings } from '../resource-servers/resource-server.ts';
import { invalidParameter } from '../wire/errors.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

export default defineOperation({
  name: 'CreateResourceServer',
  authorization: 'iam',
  input: resourceServerSettings.extend({ UserPoolId: userPoolId }),
  handle({ UserPoolId, Identifier, Name, Scopes = [] }, cognito) {
    findPool(cognito, UserPoolId);
    if (cognito.store.documents.get(resourceServerKind, UserPoolId, Identifier)) {
      throw invalidParameter(`${Identifier} already exists in user pool ${UserPoolId}.`);
    }
    const ResourceServer = { UserPoolId, Identifier, Name, Scopes };
    cognito.store.documents.put(resourceServerKind, { poolId: UserPoolId, id: Identifier }, ResourceServer);
    return { ResourceServer };
  },
});
