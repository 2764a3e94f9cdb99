import type { Cognito } from '../cognito.ts';
import type { PoolRecord } from '../storage/records.ts';
import { resourceServerKind } from './resource-server.ts';

const registrationServer = 'aws.cognito/dcr';

/**
 * While dynamic client registration is on, a pool has a resource server of Cognito's own: its scope
 * `aws.cognito/dcr/register` is what authenticated registration asks for.
 */
export function keepRegistrationServer({ store }: Pick<Cognito, 'store'>, { id, pool }: PoolRecord): void {
  if (pool.DcrConfiguration?.EnableStatus !== 'Enabled') {
    store.documents.delete(resourceServerKind, id, registrationServer);
    return;
  }
  store.documents.put(
    resourceServerKind,
    { poolId: id, id: registrationServer },
    {
      UserPoolId: id,
      Identifier: registrationServer,
      Name: 'Dynamic client registration',
      Scopes: [{ ScopeName: 'register', ScopeDescription: 'Register app clients' }],
      ManagedBy: 'COGNITO',
    },
  );
}
