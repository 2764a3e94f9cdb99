import * as z from 'zod';
import type { ChallengeResult } from '../flows/progress.ts';
import {
  type CustomChallengeCall,
  customAuthNotConfigured,
  customChallengeCall,
  unrecognizableOutput,
} from './custom-challenge-call.ts';
import type { TriggerInvoker } from './invoke.ts';

const answer = z.object({
  challengeName: z.string().nullish(),
  issueTokens: z.boolean().nullish(),
  failAuthentication: z.boolean().nullish(),
});

/**
 * Asks what comes next in a custom sign-in. Throws InvalidParameterException when the pool has no such function, and
 * InvalidLambdaResponseException.
 */
export async function defineAuthChallenge(
  triggers: TriggerInvoker,
  call: CustomChallengeCall & { session: readonly ChallengeResult[] },
): Promise<z.output<typeof answer>> {
  const response = await triggers.invoke(
    'DefineAuthChallenge',
    customChallengeCall(
      call,
      'DefineAuthChallenge_Authentication',
      { session: call.session },
      { challengeName: null, issueTokens: null, failAuthentication: null },
    ),
  );
  if (!response) throw customAuthNotConfigured();
  const { success, data } = answer.safeParse(response);
  if (!success) throw unrecognizableOutput();
  return data;
}
