import * as z from 'zod';
import type { TenantId, UserId } from '../ids.ts';
import { isId } from '../ids.ts';

/** What Cohabit puts into ID and access token: the active tenant and nothing of any other. */
export const tenantClaimsSchema = z.object({
  tenant_id: z.custom<TenantId>((value) => typeof value === 'string' && isId('tnt', value)),
  tenant_plan: z.string(),
  roles: z.array(z.string()),
  user_id: z.custom<UserId>((value) => typeof value === 'string' && isId('usr', value)),
  membership_version: z.int().positive(),
});

/** The claims as {@link tenantClaimsSchema} parses them. */
export type TenantClaims = z.output<typeof tenantClaimsSchema>;
