import * as z from 'zod';
import type { ProviderType } from '../identity-providers/identity-provider.ts';
import type { PoolRecord } from '../storage/records.ts';
import { CognitoError } from '../wire/errors.ts';
import type { TriggerInvoker } from './invoke.ts';

const answer = z.object({ userAttributesToMap: z.record(z.string(), z.string()).nullish() });

type Claims = Record<string, string>;

/**
 * Asks the InboundFederation function what of a provider's answer may be mapped: it replaces all of it, or `undefined`
 * leaves it as it is. Its refusal is thrown, and nothing was written.
 */
export async function inboundFederation(
  triggers: TriggerInvoker,
  call: {
    pool: PoolRecord;
    clientId: string;
    username: string;
    providerName: string;
    providerType: ProviderType;
    attributes: { tokenResponse?: Claims; idToken?: Claims; userInfo?: Claims; samlResponse?: Claims };
  },
): Promise<Claims | undefined> {
  const { providerName, providerType, attributes } = call;
  const response = await triggers.invoke('InboundFederation', {
    pool: call.pool,
    clientId: call.clientId,
    username: call.username,
    triggerSource: 'InboundFederation_ExternalProvider',
    request: { providerName, providerType, attributes },
    response: { userAttributesToMap: {} },
  });
  const parsed = answer.safeParse(response ?? {});
  if (!parsed.success)
    throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  const { userAttributesToMap: chosen } = parsed.data;
  return chosen && Object.keys(chosen).length > 0 ? chosen : undefined;
}
