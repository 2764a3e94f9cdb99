import { findPool } from '../pools/find-pool.ts';
import {
  findOwnResourceServer,
  resourceServerKind,
  resourceServerSettings,
} from '../resource-servers/resource-server.ts';
import { userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Replaces name and scopes: scopes that are left out are gone. */
export default defineOperation({
  name: 'UpdateResourceServer',
  authorization: 'iam',
  input: resourceServerSettings.extend({ UserPoolId: userPoolId }),
  handle({ UserPoolId, Identifier, Name, Scopes = [] }, cognito) {
    findPool(cognito, UserPoolId);
    const ResourceServer = { ...findOwnResourceServer(cognito, UserPoolId, Identifier), Name, Scopes };
    cognito.store.documents.put(resourceServerKind, { poolId: UserPoolId, id: Identifier }, ResourceServer);
    return { ResourceServer };
  },
});
