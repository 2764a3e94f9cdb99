import { FederationError } from '../trace.ts';

/** A SAML response that is refused: `reason` follows Cognito's words for it, the rest is for the trace. */
export function invalidResponse(
  reason: string,
  explanation: { text: string; remedy: string },
): FederationError {
  return new FederationError(`Invalid SAML response received: ${reason}`, explanation);
}
