import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { CohabitError } from '@cohabit/core';
import type { OperatorContext, TenantContext } from '../context/tenant-context.ts';
import { type CedarValue, principalEntity, type Resource, resourceEntity } from './entities.ts';
import { parsePolicies } from './policy-set.ts';
import { TENANT_POLICY_ID } from './tenant-policy.ts';

/**
 * The answer and the ids of the policies that decided. Reasons to deny: `tenant`, the resource is not of the
 * principal's tenant (answer *not found*); `no_policy`, nothing permits it; `forbidden`, a policy forbids it; `error`,
 * the request or a policy could not be evaluated, even if another policy permits.
 */
export type Decision =
  | { decision: 'allow'; policies: string[] }
  | { decision: 'deny'; policies: string[]; reason: 'tenant' | 'no_policy' | 'forbidden' | 'error' };

export interface AuthorizationRequest {
  principal: TenantContext | OperatorContext;
  /** Id of the `Action` entity, such as `readTask`. */
  action: string;
  resource: Resource;
  context?: Record<string, CedarValue>;
}

export interface Authorizer {
  /** Decides in process, without I/O. Throws `internal` for a resource that cannot be described to Cedar. */
  authorize(request: AuthorizationRequest): Decision;
}

const NAMESPACE = /^[A-Za-z_][A-Za-z0-9_]*(::[A-Za-z_][A-Za-z0-9_]*)*$/;

/**
 * Decides with the product's Cedar policies. A `forbid` on another tenant's resources is always added. Entity types
 * and actions stand in `namespace`. Throws `internal` with Cedar's message if policies or schema are not valid.
 */
export function createAuthorizer(options: {
  namespace: string;
  /** Cedar text; `@id` names a policy in decisions. */
  policies: string;
  /** Cedar schema text; given, policies and requests must fit it. */
  schema?: string;
}): Authorizer {
  const { namespace } = options;
  if (!NAMESPACE.test(namespace)) {
    throw new CohabitError(
      'internal',
      `"${namespace}" is not a Cedar namespace. Use a name such as "Taskboard".`,
    );
  }
  const parsed = parsePolicies(namespace, options.policies, options.schema);

  return {
    authorize({ principal, action, resource, context = {} }) {
      const who = principalEntity(namespace, principal);
      const what = resourceEntity(namespace, resource);
      const answer = cedar.statefulIsAuthorized({
        principal: who.uid,
        action: { type: `${namespace}::Action`, id: action },
        resource: what.uid,
        context,
        entities: [who, what],
        preparsedPolicySetId: parsed.policySetId,
        ...(parsed.schemaName && { preparsedSchemaName: parsed.schemaName, validateRequest: true }),
      });
      if (answer.type === 'failure') return { decision: 'deny', policies: [], reason: 'error' };
      const { decision, diagnostics } = answer.response;
      const policies = diagnostics.reason;
      if (policies.includes(TENANT_POLICY_ID)) return { decision: 'deny', policies, reason: 'tenant' };
      if (diagnostics.errors.length > 0) {
        return { decision: 'deny', policies: diagnostics.errors.map((e) => e.policyId), reason: 'error' };
      }
      if (decision === 'allow') return { decision, policies };
      return { decision: 'deny', policies, reason: policies.length > 0 ? 'forbidden' : 'no_policy' };
    },
  };
}
