import * as z from 'zod';
import type { ChallengeResult } from '../flows/progress.ts';
import {
  type CustomChallengeCall,
  customAuthNotConfigured,
  customChallengeCall,
  unrecognizableOutput,
} from './custom-challenge-call.ts';
import type { TriggerInvoker } from './invoke.ts';

const texts = z.record(
  z.string(),
  z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]),
);
const answer = z.object({
  publicChallengeParameters: texts.nullish(),
  privateChallengeParameters: texts.nullish(),
  challengeMetadata: z.string().nullish(),
});

/**
 * Asks for the challenge that the user gets. Throws InvalidParameterException when the pool has no such function, and
 * InvalidLambdaResponseException.
 */
export async function createAuthChallenge(
  triggers: TriggerInvoker,
  call: CustomChallengeCall & { session: readonly ChallengeResult[] },
): Promise<z.output<typeof answer>> {
  const response = await triggers.invoke(
    'CreateAuthChallenge',
    customChallengeCall(
      call,
      'CreateAuthChallenge_Authentication',
      { challengeName: 'CUSTOM_CHALLENGE', session: call.session },
      { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
    ),
  );
  if (!response) throw customAuthNotConfigured();
  const { success, data } = answer.safeParse(response);
  if (!success) throw unrecognizableOutput();
  return data;
}
