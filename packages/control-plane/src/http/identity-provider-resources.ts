import { roles } from '@cohabit/core';
import { z } from '@hono/zod-openapi';
import { tenantIdParam } from './resources.ts';

const dateTime = z.iso.datetime();

export const providerParams = tenantIdParam.extend({
  providerId: z
    .string()
    .regex(/^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/, 'must be 1 to 30 lower-case letters, digits and hyphens')
    .openapi({ param: { name: 'providerId', in: 'path' }, example: 'workforce' }),
});

const oidcDetails = z.object({
  issuer: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  endpoints: z
    .object({ authorization: z.string(), token: z.string(), userInfo: z.string(), jwks: z.string() })
    .optional(),
  userInfoMethod: z.enum(['GET', 'POST']),
});

const samlDetails = z.object({
  metadataUrl: z.string().optional(),
  metadataXml: z.string().optional(),
  signRequests: z.boolean(),
  encryptedAssertions: z.boolean(),
  providerInitiated: z.boolean(),
  singleLogout: z.boolean(),
});

/** An identity provider as the API shows it. */
export const identityProviderSchema = z
  .object({
    id: z.string(),
    key: z.string().openapi({ description: 'What Cognito calls it; tells nobody whose it is' }),
    name: z.string(),
    protocol: z.enum(['oidc', 'saml']),
    details: z.union([oidcDetails, samlDetails]),
    claims: z.object({
      email: z.string().optional(),
      name: z.string().optional(),
      groups: z.string().optional(),
    }),
    rules: z.object({
      defaultRole: z.enum(roles),
      allowedEmailDomains: z.array(z.string()),
      groupRoles: z.array(z.object({ group: z.string(), role: z.enum(roles) })),
    }),
    ssoOnly: z.boolean(),
    status: z.enum(['pending', 'active', 'removing']),
    problem: z.object({ code: z.string(), message: z.string(), at: dateTime }).optional(),
    people: z.enum(['revoke', 'keep-as-invited']).optional(),
    registration: z
      .union([
        z.object({ protocol: z.literal('oidc'), redirectUri: z.string() }),
        z.object({
          protocol: z.literal('saml'),
          acsUrl: z.string(),
          entityId: z.string(),
          logoutUrl: z.string(),
        }),
      ])
      .optional()
      .openapi({ description: 'What to enter at the provider' }),
    createdAt: dateTime,
    updatedAt: dateTime,
    version: z.int(),
  })
  .openapi('IdentityProvider');

export const identityProviderListSchema = z.object({ items: z.array(identityProviderSchema) });

export const providerCheckSchema = z
  .object({
    ok: z.boolean(),
    findings: z.array(
      z.object({ level: z.enum(['error', 'warning']), code: z.string(), message: z.string() }),
    ),
  })
  .openapi('ProviderCheck');
