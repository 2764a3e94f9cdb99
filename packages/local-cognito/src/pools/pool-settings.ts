import * as z from 'zod';
import { arn, matching, poolName, scope, tags } from '../wire/fields.ts';

const emailOrPhone = z.enum(['phone_number', 'email']);
const smsMessage = z.string().min(6).max(140);
const emailMessage = z.string().min(6).max(20_000);
const emailSubject = z.string().min(1).max(140);
const versionedFunction = (versions: readonly string[]) =>
  z.object({ LambdaVersion: z.enum(versions as [string]), LambdaArn: arn });

const passwordPolicy = z.object({
  MinimumLength: z.int().min(6).max(99).optional(),
  RequireUppercase: z.boolean().optional(),
  RequireLowercase: z.boolean().optional(),
  RequireNumbers: z.boolean().optional(),
  RequireSymbols: z.boolean().optional(),
  PasswordHistorySize: z.int().min(0).max(24).optional(),
  TemporaryPasswordValidityDays: z.int().min(0).max(365).optional(),
});

const signInPolicy = z.object({
  AllowedFirstAuthFactors: z
    .array(z.enum(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN']))
    .min(1)
    .max(5)
    .optional(),
});

const lambdaConfig = z.object({
  PreSignUp: arn.optional(),
  CustomMessage: arn.optional(),
  PostConfirmation: arn.optional(),
  PreAuthentication: arn.optional(),
  PostAuthentication: arn.optional(),
  DefineAuthChallenge: arn.optional(),
  CreateAuthChallenge: arn.optional(),
  VerifyAuthChallengeResponse: arn.optional(),
  PreTokenGeneration: arn.optional(),
  UserMigration: arn.optional(),
  PreTokenGenerationConfig: versionedFunction(['V1_0', 'V2_0', 'V3_0']).optional(),
  CustomSMSSender: versionedFunction(['V1_0']).optional(),
  CustomEmailSender: versionedFunction(['V1_0']).optional(),
  InboundFederation: versionedFunction(['V1_0']).optional(),
  KMSKeyID: arn.optional(),
});

const region = z.string().min(5).max(32);

/** SNS, or AWS End User Messaging. */
export const smsConfiguration = z.object({
  SnsCallerArn: arn.optional(),
  ExternalId: z.string().optional(),
  SnsRegion: region.optional(),
  EumsSms: z
    .object({
      CallerArn: arn,
      ExternalId: z.string().optional(),
      OriginationIdentity: z.string().optional(),
      ConfigurationSetName: z.string().optional(),
      InEntityId: z.string().optional(),
      InTemplateId: z.string().optional(),
      Region: region.optional(),
    })
    .optional(),
});

const acr = z.object({ AcrValue: matching('[^\\s"\\\\]+').min(1).max(64) }).optional();
const grantTypes = z.array(z.enum(['code', 'implicit', 'client_credentials'])).max(3);

/** The members that `CreateUserPool` and `UpdateUserPool` share. */
export const poolSettings = z.object({
  PoolName: poolName.optional(),
  Policies: z
    .object({ PasswordPolicy: passwordPolicy.optional(), SignInPolicy: signInPolicy.optional() })
    .optional(),
  DeletionProtection: z.enum(['ACTIVE', 'INACTIVE']).optional(),
  LambdaConfig: lambdaConfig.optional(),
  AutoVerifiedAttributes: z.array(emailOrPhone).optional(),
  SmsVerificationMessage: smsMessage.optional(),
  EmailVerificationMessage: emailMessage.optional(),
  EmailVerificationSubject: emailSubject.optional(),
  VerificationMessageTemplate: z
    .object({
      SmsMessage: smsMessage.optional(),
      EmailMessage: emailMessage.optional(),
      EmailSubject: emailSubject.optional(),
      EmailMessageByLink: emailMessage.optional(),
      EmailSubjectByLink: emailSubject.optional(),
      DefaultEmailOption: z.enum(['CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE']).optional(),
    })
    .optional(),
  SmsAuthenticationMessage: smsMessage.optional(),
  MfaConfiguration: z.enum(['OFF', 'ON', 'OPTIONAL']).optional(),
  UserAttributeUpdateSettings: z
    .object({ AttributesRequireVerificationBeforeUpdate: z.array(emailOrPhone).optional() })
    .optional(),
  DeviceConfiguration: z
    .object({
      ChallengeRequiredOnNewDevice: z.boolean().optional(),
      DeviceOnlyRememberedOnUserPrompt: z.boolean().optional(),
    })
    .optional(),
  EmailConfiguration: z
    .object({
      SourceArn: arn.optional(),
      ReplyToEmailAddress: z.string().optional(),
      EmailSendingAccount: z.enum(['COGNITO_DEFAULT', 'DEVELOPER']).optional(),
      From: z.string().optional(),
      ConfigurationSet: z.string().min(1).max(64).optional(),
    })
    .optional(),
  SmsConfiguration: smsConfiguration.optional(),
  UserPoolTags: tags.optional(),
  AdminCreateUserConfig: z
    .object({
      AllowAdminCreateUserOnly: z.boolean().optional(),
      UnusedAccountValidityDays: z.int().min(0).max(365).optional(),
      InviteMessageTemplate: z
        .object({
          SMSMessage: smsMessage.optional(),
          EmailMessage: emailMessage.optional(),
          EmailSubject: emailSubject.optional(),
        })
        .optional(),
    })
    .optional(),
  UserPoolAddOns: z
    .object({
      AdvancedSecurityMode: z.enum(['OFF', 'AUDIT', 'ENFORCED']),
      AdvancedSecurityAdditionalFlows: z
        .object({ CustomAuthMode: z.enum(['AUDIT', 'ENFORCED']).optional() })
        .optional(),
    })
    .optional(),
  AccountRecoverySetting: z
    .object({
      RecoveryMechanisms: z
        .array(
          z.object({
            Priority: z.int().min(1).max(2),
            Name: z.enum(['verified_email', 'verified_phone_number', 'admin_only']),
          }),
        )
        .min(1)
        .max(2)
        .optional(),
    })
    .optional(),
  UserPoolTier: z.enum(['LITE', 'ESSENTIALS', 'PLUS']).optional(),
  KeyConfiguration: z
    .object({
      KeyType: z.enum(['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY']).optional(),
      KmsKeyArn: arn.optional(),
    })
    .optional(),
  IssuerConfiguration: z.object({ Type: z.enum(['ORIGINAL', 'UPDATED']).optional() }).optional(),
  AcrConfiguration: z.object({ Level1: acr, Level2: acr, Level3: acr, Level4: acr }).optional(),
  DcrConfiguration: z
    .object({
      EnableStatus: z.enum(['Enabled', 'Disabled']).optional(),
      OpenDcrEnabled: z.boolean().optional(),
      AuthenticatedGrantTypes: grantTypes.optional(),
      OpenDcrGrantTypes: grantTypes.optional(),
      AllowedScopes: z.array(scope).max(50).optional(),
    })
    .optional(),
});

export type PoolSettings = z.output<typeof poolSettings>;
