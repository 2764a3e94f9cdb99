import { roles, tenancyModelSchema, tenantSettingsSchema } from '@cohabit/core';
import { z } from '@hono/zod-openapi';

const dateTime = z.iso.datetime().openapi({ example: '2026-11-22T14:00:00.000Z' });

/** A name a person reads: no control characters, nothing around it. */
const displayName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');

/** Cognito takes sign-in names of up to 128 characters. */
export const emailAddress = z.string().trim().max(128).pipe(z.email());

export const tenantIdParam = z.object({
  tenantId: z
    .string()
    .openapi({ param: { name: 'tenantId', in: 'path' }, example: 'tnt_01j9z3k4m5n6p7q8r9s0t1v2w3' }),
});

export const memberParams = tenantIdParam.extend({
  userId: z
    .string()
    .openapi({ param: { name: 'userId', in: 'path' }, example: 'usr_01j9z3k4m5n6p7q8r9s0t1v2w3' }),
});

export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .openapi({ param: { name: 'limit', in: 'query' } }),
  cursor: z
    .string()
    .max(2000)
    .optional()
    .openapi({ param: { name: 'cursor', in: 'query' }, description: 'From a previous page, unchanged.' }),
});

/** A page of things: `cursor` is absent on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), cursor: z.string().optional() });
}

export const tenantSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    model: tenancyModelSchema,
    plan: z.string(),
    settings: tenantSettingsSchema,
    status: z.object({
      phase: z.enum(['onboarding', 'active', 'suspended', 'offboarding']),
      problem: z.object({ code: z.string(), message: z.string(), at: dateTime }).optional(),
    }),
    placement: z
      .object({ region: z.string(), userPoolId: z.string(), clientId: z.string(), issuer: z.string() })
      .optional(),
    createdAt: dateTime,
    updatedAt: dateTime,
    version: z.int(),
  })
  .openapi('Tenant');

export const newTenantSchema = z
  .strictObject({
    slug: z.string().max(200).openapi({ example: 'acme' }),
    name: displayName.openapi({ example: 'Acme' }),
    model: tenancyModelSchema,
    plan: z.string().max(100).openapi({ example: 'enterprise' }),
    settings: tenantSettingsSchema.default({}),
    firstAdmin: z.strictObject({ email: emailAddress, name: displayName.optional() }),
  })
  .openapi('NewTenant');

export const membershipSchema = z
  .object({
    tenantId: z.string(),
    userId: z.string(),
    email: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    status: z.enum(['invited', 'active', 'suspended', 'removed']),
    createdAt: dateTime,
    updatedAt: dateTime,
    version: z.int(),
  })
  .openapi('Membership');

/** Which roles exist is checked by the service, whose error names them. */
const roleNames = z
  .array(z.string().max(50))
  .max(20)
  .openapi({ example: [roles[1]] });

export const newMembershipSchema = z
  .strictObject({ email: emailAddress, name: displayName.optional(), roles: roleNames })
  .openapi('NewMembership');

export const membershipChangeSchema = z.strictObject({ roles: roleNames }).openapi('MembershipChange');

export const historyEntrySchema = z
  .object({
    id: z.string(),
    at: dateTime,
    actor: z.string(),
    step: z.string(),
    outcome: z.enum(['started', 'done', 'failed']),
    durationMs: z.number().optional(),
    message: z.string().optional(),
  })
  .openapi('HistoryEntry');

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem');
