import {
  type AuthFlowType,
  type ChallengeNameType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { startTenantPool } from './tenant-pool.ts';

type Tenant = Awaited<ReturnType<typeof startTenantPool>>;

/** InitiateAuth and RespondToAuthChallenge for one user, and the newest code that was sent to an address. */
export function signInSteps(tenant: Tenant, USERNAME = 'alex') {
  return {
    begin: (AuthFlow: AuthFlowType, AuthParameters: Record<string, string> = {}, Session?: string) =>
      tenant.send(
        new InitiateAuthCommand({
          ClientId: tenant.clientId,
          AuthFlow,
          Session,
          AuthParameters: { USERNAME, ...AuthParameters },
        }),
      ),
    respond: (
      ChallengeName: ChallengeNameType,
      Session: string | undefined,
      ChallengeResponses: Record<string, string> = {},
    ) =>
      tenant.send(
        new RespondToAuthChallengeCommand({
          ClientId: tenant.clientId,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME, ...ChallengeResponses },
        }),
      ),
    async lastCode(to: string): Promise<string> {
      const response = await fetch(`${tenant.server.endpoint}/_local/messages?to=${encodeURIComponent(to)}`);
      const messages = (await response.json()) as { code?: string }[];
      return messages.at(-1)?.code ?? '';
    },
  };
}
