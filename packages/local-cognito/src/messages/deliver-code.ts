import type { Cognito } from '../cognito.ts';
import { domainsOf } from '../domains/domain.ts';
import { deliverLog } from '../log-delivery/deliver-log.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../storage/records.ts';
import { customMessage } from '../triggers/custom-message.ts';
import { customSender } from '../triggers/custom-sender.ts';
import { CognitoError, invalidParameter } from '../wire/errors.ts';
import { maskDestination } from './mask-destination.ts';
import { addressAttribute, type CodeDeliveryDetails, type Medium, type MessagePurpose } from './purpose.ts';
import { type MessageTemplate, messageTemplate } from './templates.ts';

/** What triggers are told where no app client is involved. */
export const noClient = 'CLIENT_ID_NOT_APPLICABLE';

export interface Delivery {
  pool: PoolRecord;
  /** Left out for administrators' calls. */
  client?: ClientRecord | undefined;
  user: UserRecord;
  purpose: MessagePurpose;
  medium: Medium;
  /** The code, or the temporary password of an invitation. */
  code: string;
  clientMetadata?: Record<string, string> | undefined;
  /** Where to, when that is not the user's present e-mail or phone number. */
  to?: string | undefined;
}

/**
 * Sends a code: through the pool's custom sender, or in the words of its CustomMessage function or template. Whoever
 * sends, the message stands in `store.messages` afterwards.
 *
 * Throws InvalidParameterException for a user without such an address, what the CustomMessage function throws, and for
 * a message that Cognito cannot send what {@link MessageGate} throws.
 */
export async function deliverCode(cognito: Cognito, delivery: Delivery): Promise<CodeDeliveryDetails> {
  const { pool, user, medium, purpose, code } = delivery;
  const attribute = addressAttribute(medium);
  const to = delivery.to ?? user.attributes[attribute];
  if (!to) throw invalidParameter(`User does not have a ${attribute}.`);
  const clientId = delivery.client?.id ?? noClient;
  const call = { ...delivery, clientId, clientMetadata: delivery.clientMetadata };
  const logFailure = (error: unknown) => logUndelivered(cognito, { pool, medium, purpose, to }, error);
  const isHandedOver = customSender(cognito.triggers, call, logFailure);
  const text = isHandedOver ? messageTemplate(pool, purpose, medium) : await words(cognito, call);
  if (!isHandedOver) await passGate(cognito, pool, medium, logFailure);
  const fill = (template: string) => fillIn(template, { cognito, ...call });
  cognito.store.messages.add({
    at: cognito.clock(),
    poolId: pool.id,
    username: user.username,
    medium,
    to,
    purpose,
    code,
    ...(medium === 'EMAIL' ? { subject: fill(text.subject) } : {}),
    body: fill(text.body),
  });
  return { Destination: maskDestination(medium, to), DeliveryMedium: medium, AttributeName: attribute };
}

async function passGate(
  cognito: Cognito,
  pool: PoolRecord,
  medium: Medium,
  onFailure: (error: unknown) => void,
): Promise<void> {
  try {
    await cognito.beforeMessage(pool, medium);
  } catch (error) {
    onFailure(error);
    throw error;
  }
}

/** For the export of message delivery errors. */
function logUndelivered(
  cognito: Cognito,
  { pool, medium, purpose, to }: Pick<Delivery, 'pool' | 'medium' | 'purpose'> & { to: string },
  error: unknown,
): void {
  const reason = error instanceof Error ? error.message : String(error);
  const details = `The ${medium} message of ${purpose} to ${maskDestination(medium, to)} was not delivered: ${reason}`;
  deliverLog(cognito, pool.id, 'userNotification', { details });
}

type Call = Delivery & { clientId: string; clientMetadata: Record<string, string> | undefined };

/** The function's words where it has some, else the template's. */
async function words(cognito: Cognito, call: Call): Promise<MessageTemplate> {
  const template = messageTemplate(call.pool, call.purpose, call.medium);
  const custom = await customMessage(cognito.triggers, call);
  const body = call.medium === 'SMS' ? custom?.smsMessage : custom?.emailMessage;
  if (body && !/\{####\}|\{##.+?##\}/s.test(body)) {
    throw new CognitoError('InvalidLambdaResponseException', 'The message must contain the code parameter.');
  }
  return { subject: custom?.emailSubject || template.subject, body: body || template.body };
}

function fillIn(
  template: string,
  { cognito, pool, user, code, clientId }: Call & { cognito: Cognito },
): string {
  const { email, phone_number: phone } = user.attributes;
  const signInName = pool.pool.UsernameAttributes?.length ? (email ?? phone) : undefined;
  const query = new URLSearchParams({
    client_id: clientId,
    user_name: user.username,
    confirmation_code: code,
  });
  return template
    .replaceAll('{username}', () => signInName ?? user.username)
    .replaceAll('{####}', () => code)
    .replaceAll(
      /\{##(.+?)##\}/gs,
      (_all, text: string) => `<a href="${domainAddress(cognito, pool)}/confirmUser?${query}">${text}</a>`,
    );
}

/** Where the pool's domain is served by path; a pool without one has no page that a link could lead to. */
function domainAddress(cognito: Cognito, pool: PoolRecord): string {
  const [domain] = domainsOf(cognito, pool.id);
  return domain ? `${cognito.issuerBase()}/domains/${domain.Domain}` : cognito.issuerBase();
}
