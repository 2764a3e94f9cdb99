import { LocalCognitoStartError, type LocalCognitoStartErrorCode } from '@cohabit/local-cognito';
import { CommandFailure } from '../output/failure.ts';

/** Why a local Cohabit did not start, in one sentence that also says what to do. */
export type StartFailureCode = LocalCognitoStartErrorCode;

export function startFailure(code: StartFailureCode, sentence: string, cause?: unknown): CommandFailure {
  return new CommandFailure({ code, title: sentence }, { cause });
}

/** The part whose port it is and the variable that chooses another one. */
export interface PortOf {
  part: string;
  variable: string;
  port: number;
}

export function portTaken({ part, variable, port }: PortOf, cause: unknown): CommandFailure {
  return startFailure(
    'port_taken',
    `Port ${port}, where ${part} should listen, is in use by another program: stop it, or set ${variable} to another port (0 picks a free one).`,
    cause,
  );
}

/** Whether listening failed because the port is in use or not ours to use. */
export function isPortTaken(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'port_taken') return true;
  return typeof cause === 'object' && cause !== null && isPortTaken(cause);
}

/** What `startLocalCognito` threw, for people who set its port by a variable. */
export function cognitoFailure(error: unknown, port: number): unknown {
  if (isPortTaken(error)) {
    return portTaken({ part: 'the local Cognito', variable: 'COHABIT_COGNITO_PORT', port }, error);
  }
  return error instanceof LocalCognitoStartError ? startFailure(error.code, error.message, error) : error;
}
