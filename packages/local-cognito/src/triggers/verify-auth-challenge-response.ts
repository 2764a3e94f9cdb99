import * as z from 'zod';
import {
  type CustomChallengeCall,
  customAuthNotConfigured,
  customChallengeCall,
  unrecognizableOutput,
} from './custom-challenge-call.ts';
import type { TriggerInvoker } from './invoke.ts';

const answer = z.object({ answerCorrect: z.boolean().nullish() });

/**
 * True when the function says that the user's answer is right. Throws InvalidParameterException when the pool has no
 * such function, and InvalidLambdaResponseException.
 */
export async function verifyAuthChallengeResponse(
  triggers: TriggerInvoker,
  call: CustomChallengeCall & {
    privateChallengeParameters: Record<string, string>;
    challengeAnswer: string;
  },
): Promise<boolean> {
  const { privateChallengeParameters, challengeAnswer } = call;
  const response = await triggers.invoke(
    'VerifyAuthChallengeResponse',
    customChallengeCall(
      call,
      'VerifyAuthChallengeResponse_Authentication',
      { privateChallengeParameters, challengeAnswer },
      { answerCorrect: null },
    ),
  );
  if (!response) throw customAuthNotConfigured();
  const { success, data } = answer.safeParse(response);
  if (!success) throw unrecognizableOutput();
  return data.answerCorrect === true;
}
