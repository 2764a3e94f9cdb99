import * as z from 'zod';
import { arn, attributeName, clientName, scope, url } from '../wire/fields.ts';

const timeUnit = z.enum(['seconds', 'minutes', 'hours', 'days']).optional();

/** The members that `CreateUserPoolClient` and `UpdateUserPoolClient` share. */
export const clientSettings = z.object({
  ClientName: clientName.optional(),
  RefreshTokenValidity: z.int().min(0).max(315_360_000).optional(),
  AccessTokenValidity: z.int().min(1).max(86_400).optional(),
  IdTokenValidity: z.int().min(1).max(86_400).optional(),
  TokenValidityUnits: z
    .object({ AccessToken: timeUnit, IdToken: timeUnit, RefreshToken: timeUnit })
    .optional(),
  ReadAttributes: z.array(attributeName).optional(),
  WriteAttributes: z.array(attributeName).optional(),
  ExplicitAuthFlows: z
    .array(
      z.enum([
        'ADMIN_NO_SRP_AUTH',
        'CUSTOM_AUTH_FLOW_ONLY',
        'USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_CLIENT_TOKEN_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_AUTH',
      ]),
    )
    .optional(),
  SupportedIdentityProviders: z.array(z.string().min(1).max(32)).optional(),
  CallbackURLs: z.array(url).max(100).optional(),
  LogoutURLs: z.array(url).max(100).optional(),
  DefaultRedirectURI: url.optional(),
  AllowedOAuthFlows: z
    .array(z.enum(['code', 'implicit', 'client_credentials']))
    .max(3)
    .optional(),
  AllowedOAuthScopes: z.array(scope).max(50).optional(),
  AllowedOAuthFlowsUserPoolClient: z.boolean().optional(),
  AnalyticsConfiguration: z
    .object({
      ApplicationId: z.string().optional(),
      ApplicationArn: arn.optional(),
      RoleArn: arn.optional(),
      ExternalId: z.string().optional(),
      UserDataShared: z.boolean().optional(),
    })
    .optional(),
  PreventUserExistenceErrors: z.enum(['LEGACY', 'ENABLED']).optional(),
  EnableTokenRevocation: z.boolean().optional(),
  EnablePropagateAdditionalUserContextData: z.boolean().optional(),
  AuthSessionValidity: z.int().min(3).max(15).optional(),
  RefreshTokenRotation: z
    .object({
      Feature: z.enum(['ENABLED', 'DISABLED']),
      RetryGracePeriodSeconds: z.int().min(0).max(60).optional(),
    })
    .optional(),
});

export type ClientSettings = z.output<typeof clientSettings>;
