import * as z from 'zod';
import type { CallContext } from '../threat-protection/context-data.ts';
import { recordBegin } from '../threat-protection/record-sign-in.ts';
import { invalidParameter } from '../wire/errors.ts';
import { checkFlowAllowed } from './allowed-flows.ts';
import type { Attempt, AuthResponse, Parameters } from './attempt.ts';
import { customAuth } from './custom-auth.ts';
import { refreshTokenAuth } from './refresh-token-auth.ts';
import { userAuth } from './user-auth.ts';
import { userPasswordAuth } from './user-password-auth.ts';
import { userSrpAuth } from './user-srp-auth.ts';

export const authFlow = z.enum([
  'USER_SRP_AUTH',
  'REFRESH_TOKEN_AUTH',
  'REFRESH_TOKEN',
  'CUSTOM_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
]);

interface InitiateInput extends CallContext {
  AuthFlow: z.output<typeof authFlow>;
  AuthParameters?: Parameters | undefined;
  ClientMetadata?: Record<string, string> | undefined;
  Session?: string | undefined;
}

/** First step of a sign-in, for InitiateAuth and AdminInitiateAuth. */
export function initiateAuth(attempt: Attempt, input: InitiateInput): Promise<AuthResponse> {
  return recordBegin(attempt, input, (recorded) => begin(recorded, input));
}

async function begin(attempt: Attempt, input: InitiateInput): Promise<AuthResponse> {
  const { AuthFlow: flow, AuthParameters: parameters = {}, ClientMetadata: metadata } = input;
  switch (flow) {
    case 'USER_PASSWORD_AUTH':
      checkVia(attempt, 'public');
      checkFlowAllowed(attempt.client, flow);
      return userPasswordAuth(attempt, parameters, metadata);
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'ADMIN_NO_SRP_AUTH':
      checkVia(attempt, 'admin');
      checkFlowAllowed(attempt.client, 'ADMIN_USER_PASSWORD_AUTH', flow);
      return userPasswordAuth(attempt, parameters, metadata);
    case 'USER_SRP_AUTH':
      checkFlowAllowed(attempt.client, flow);
      return userSrpAuth(attempt, parameters, metadata);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      checkFlowAllowed(attempt.client, 'REFRESH_TOKEN_AUTH', flow);
      return refreshTokenAuth(attempt, parameters);
    case 'CUSTOM_AUTH':
      checkFlowAllowed(attempt.client, flow);
      return customAuth(attempt, parameters);
    case 'USER_AUTH':
      checkFlowAllowed(attempt.client, flow);
      return userAuth(attempt, parameters, { session: input.Session, clientMetadata: metadata });
  }
}

function checkVia({ via }: Attempt, expected: Attempt['via']): void {
  if (via !== expected) throw invalidParameter('Initiate Auth method not supported.');
}
