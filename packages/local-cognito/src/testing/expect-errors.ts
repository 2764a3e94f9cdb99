import {
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { createTestClock, password, startTenantPool, type TenantPoolOptions } from './tenant-pool.ts';

/** A situation, and what Cognito says to it. */
export interface ErrorRow {
  situation: string;
  /** Without `Exception`. */
  type: string;
  message: string | RegExp | ((world: World) => string);
  options?: TenantPoolOptions;
  provoke: (world: World) => Promise<unknown>;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** A pool that verifies e-mail, with the user alex who has an address, and a clock to move. */
async function startWorld({ pool, ...options }: TenantPoolOptions = {}) {
  const testClock = createTestClock();
  const tenant = await startTenantPool({
    clock: testClock.clock,
    pool: { AutoVerifiedAttributes: ['email'], ...pool },
    ...options,
  });
  const { send, clientId: ClientId, userPoolId: UserPoolId } = tenant;
  return {
    ...tenant,
    ...testClock,
    ClientId,
    UserPoolId,
    signUp: (Username: string, Email = `${Username}@acme.example`, Password = password) =>
      send(
        new SignUpCommand({
          ClientId,
          Username,
          Password,
          UserAttributes: [{ Name: 'email', Value: Email }],
        }),
      ),
    confirm: (Username: string, ConfirmationCode: string) =>
      send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode })),
    begin: (
      AuthFlow: 'USER_SRP_AUTH' | 'REFRESH_TOKEN_AUTH' | 'CUSTOM_AUTH',
      AuthParameters: Record<string, string>,
    ) => send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters })),
    respond: (Session: string | undefined, NEW_PASSWORD: string) =>
      send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: { USERNAME: 'alex', NEW_PASSWORD },
        }),
      ),
    async tokens() {
      const { AuthenticationResult } = await tenant.signIn('alex');
      const { AccessToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
      return { AccessToken, RefreshToken };
    },
    async codeFor(to: string) {
      const response = await fetch(`${tenant.server.endpoint}/_local/messages?to=${encodeURIComponent(to)}`);
      const messages = (await response.json()) as { code?: string }[];
      return messages.at(-1)?.code ?? '';
    },
  };
}

/** One test per row: exactly this type and text. */
export function answersErrors(rows: readonly ErrorRow[]): void {
  it.each(rows.map((row) => [row.situation, row] as const))('%s', async (_situation, row) => {
    await using world = await startWorld(row.options);
    const error = await row.provoke(world).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    const { message: wanted } = row;
    const message =
      typeof wanted === 'function'
        ? wanted(world)
        : wanted instanceof RegExp
          ? expect.stringMatching(wanted)
          : wanted;
    expect({ type: error?.name, message: error?.message }).toEqual({ type: `${row.type}Exception`, message });
  });
}
