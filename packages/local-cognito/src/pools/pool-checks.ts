import type { PoolRecord } from '../storage/records.ts';
import { invalidParameter } from '../wire/errors.ts';
import { checkTier } from './tiers.ts';

type Pool = PoolRecord['pool'];

/** Throws InvalidParameterException for settings that contradict, FeatureUnavailableInTierException for the tier. */
export function checkSettings(pool: Pool): void {
  checkFunctions(pool);
  checkTemplates(pool);
  checkFirstFactors(pool);
  checkRecovery(pool);
  checkMessaging(pool);
  checkAcrValues(pool);
  checkTier(pool);
}

function checkFunctions({ LambdaConfig: functions = {} }: Pool): void {
  const { PreTokenGeneration: plain, PreTokenGenerationConfig: versioned } = functions;
  if (plain !== undefined && versioned !== undefined && plain !== versioned.LambdaArn) {
    throw invalidParameter('PreTokenGeneration and PreTokenGenerationConfig must name the same function.');
  }
  const hasSender = functions.CustomEmailSender ?? functions.CustomSMSSender;
  if (hasSender && functions.KMSKeyID === undefined) {
    throw invalidParameter('KMSKeyID is required for CustomEmailSender and CustomSMSSender.');
  }
}

/** Every message carries its code or link, and an invitation the username too. */
function checkTemplates(pool: Pool): void {
  const invite = pool.AdminCreateUserConfig?.InviteMessageTemplate;
  for (const text of [invite?.SMSMessage, invite?.EmailMessage]) {
    if (text === undefined) continue;
    for (const placeholder of ['{username}', '{####}']) {
      if (!text.includes(placeholder)) {
        throw invalidParameter(`The message template of the invitation must contain ${placeholder}.`);
      }
    }
  }
  const { SmsMessage, EmailMessage, EmailMessageByLink: link } = pool.VerificationMessageTemplate ?? {};
  const codes = [SmsMessage, EmailMessage, pool.SmsVerificationMessage, pool.EmailVerificationMessage];
  for (const text of [...codes, pool.SmsAuthenticationMessage]) {
    if (text !== undefined && !text.includes('{####}')) {
      throw invalidParameter('The message template of a code must contain {####}.');
    }
  }
  if (link !== undefined && !/\{##[^#]+##\}/.test(link)) {
    throw invalidParameter('The message template of a link must contain {##text##}.');
  }
}

function checkFirstFactors({ Policies }: Pool): void {
  const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  if (factors.includes('SOFTWARE_TOKEN')) {
    throw invalidParameter('SOFTWARE_TOKEN is not supported in AllowedFirstAuthFactors.');
  }
  if (factors.length === 1 && factors.includes('WEB_AUTHN')) {
    throw invalidParameter('WEB_AUTHN cannot be the only one of AllowedFirstAuthFactors.');
  }
}

function checkRecovery({ AccountRecoverySetting: setting }: Pool): void {
  const mechanisms = setting?.RecoveryMechanisms ?? [];
  if (mechanisms.length < 2) return;
  if (mechanisms.some(({ Name }) => Name === 'admin_only')) {
    throw invalidParameter('admin_only cannot be combined with another recovery mechanism.');
  }
  for (const member of ['Name', 'Priority'] as const) {
    if (new Set(mechanisms.map((mechanism) => mechanism[member])).size < mechanisms.length) {
      throw invalidParameter(`Each recovery mechanism needs a ${member} of its own.`);
    }
  }
}

function checkMessaging({ EmailConfiguration: email, ...pool }: Pool): void {
  if (email?.EmailSendingAccount === 'DEVELOPER' && email.SourceArn === undefined) {
    throw invalidParameter('SourceArn is required when EmailSendingAccount is DEVELOPER.');
  }
  const held = pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  const unverified = held.find((name) => !pool.AutoVerifiedAttributes?.includes(name));
  if (unverified !== undefined) {
    throw invalidParameter(
      `${unverified} requires verification before update, and must be one of AutoVerifiedAttributes.`,
    );
  }
  const { KeyType: type, KmsKeyArn: key } = pool.KeyConfiguration ?? {};
  if ((type === 'CUSTOMER_MANAGED_KEY') !== (key !== undefined)) {
    throw invalidParameter('KmsKeyArn goes with the KeyType CUSTOMER_MANAGED_KEY, and with no other.');
  }
}

function checkAcrValues({ AcrConfiguration: levels = {} }: Pool): void {
  const values = Object.values(levels).map(({ AcrValue }) => AcrValue);
  if (new Set(values).size < values.length) throw invalidParameter('Each AcrValue must be used once.');
}
