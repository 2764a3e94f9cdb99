import type { Principal } from '../authorization/guard.ts';
import type { Actor } from '../tenants/history-entry.ts';

/** The caller as a tenant's history names them. */
export function actorOf(principal: Principal): Actor {
  return principal.kind === 'operator' ? `operator:${principal.subject}` : `user:${principal.userId}`;
}
