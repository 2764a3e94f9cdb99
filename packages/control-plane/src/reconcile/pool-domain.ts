import { createHash } from 'node:crypto';
import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CognitoClient } from '../cognito/client.ts';
import type { Steps } from './steps.ts';

/** Managed login; 1 is the classic hosted UI. */
const MANAGED_LOGIN = 2;
/** Words that Cognito refuses in prefixes. */
const RESERVED = /aws|amazon|cognito/g;

/**
 * The prefix of a pool's domain: follows from the pool, and is unlike any other installation's, as prefixes are shared by
 * all accounts of a Region.
 */
function poolDomainPrefix(environment: string, userPoolId: string): string {
  const place = environment.replace(RESERVED, 'x');
  const digest = createHash('sha256').update(userPoolId).digest('hex').slice(0, 16);
  return `cohabit-${place}-${digest}`;
}

/** Makes sure that the pool has a prefix domain with managed login, and answers the prefix. One it has already stays. */
export async function ensurePoolDomain(
  cognito: CognitoClient,
  steps: Steps,
  pool: { userPoolId: string; environment: string },
): Promise<string> {
  const UserPoolId = pool.userPoolId;
  const known = (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.Domain;
  const Domain = known ?? poolDomainPrefix(pool.environment, UserPoolId);
  const settings = { Domain, UserPoolId, ManagedLoginVersion: MANAGED_LOGIN };
  if (known === undefined) {
    await steps.run('pool-domain.create', () => cognito.send(new CreateUserPoolDomainCommand(settings)));
    return Domain;
  }
  const { DomainDescription } = await cognito.send(new DescribeUserPoolDomainCommand({ Domain }));
  if ((DomainDescription?.ManagedLoginVersion ?? 1) !== MANAGED_LOGIN) {
    await steps.run('pool-domain.update', () => cognito.send(new UpdateUserPoolDomainCommand(settings)));
  }
  return Domain;
}

/** Cognito deletes no pool that still has a domain. */
export async function deletePoolDomain(
  cognito: CognitoClient,
  steps: Steps,
  userPoolId: string,
): Promise<void> {
  const UserPoolId = userPoolId;
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  const Domain = UserPool?.Domain;
  if (Domain === undefined) return;
  await steps.run('pool-domain.delete', () =>
    cognito.send(new DeleteUserPoolDomainCommand({ Domain, UserPoolId })),
  );
}
