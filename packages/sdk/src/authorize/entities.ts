import type { EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import { CohabitError, type TenantId } from '@cohabit/core';
import type { OperatorContext, TenantContext } from '../context/tenant-context.ts';

/** A value of an attribute or of the request context, in Cedar's JSON form; numbers are whole (Cedar `Long`). */
export type CedarValue = boolean | number | string | CedarValue[] | { [key: string]: CedarValue };

/** What is to be acted on. Without `tenantId` it belongs to no tenant and only operators reach it. */
export interface Resource {
  /** Entity type without namespace, such as `Task`. `User` and `Operator` are the principals' own. */
  type: string;
  id: string;
  tenantId?: TenantId;
  /** Attributes for policies to read; `tenant` is always the one of `tenantId`. */
  attributes?: Record<string, CedarValue>;
}

const TYPE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const PRINCIPAL_TYPES = new Set(['User', 'Operator']);

function tenantReference(namespace: string, id: TenantId): { __entity: TypeAndId } {
  return { __entity: { type: `${namespace}::Tenant`, id } };
}

/**
 * `Namespace::User` with `tenant` (entity `Tenant`), `roles` (set of String) and `plan` (String), or
 * `Namespace::Operator` without attributes. The id is the user's, the operator's is their subject.
 */
export function principalEntity(
  namespace: string,
  principal: TenantContext | OperatorContext,
): EntityJson & { uid: TypeAndId } {
  if (principal.kind === 'operator') {
    return { uid: { type: `${namespace}::Operator`, id: principal.subject }, attrs: {}, parents: [] };
  }
  return {
    uid: { type: `${namespace}::User`, id: principal.userId },
    attrs: {
      tenant: tenantReference(namespace, principal.tenantId),
      roles: [...principal.roles],
      plan: principal.plan,
    },
    parents: [],
  };
}

/**
 * The resource with its attributes and `tenant`. Throws `internal` for a type that is no Cedar name, for a principal's
 * type (the two entities would be one) and for an attribute `tenant`, which only `tenantId` may set.
 */
export function resourceEntity(namespace: string, resource: Resource): EntityJson & { uid: TypeAndId } {
  const { type, id, tenantId, attributes = {} } = resource;
  if (!TYPE.test(type) || PRINCIPAL_TYPES.has(type)) {
    throw new CohabitError(
      'internal',
      `"${type}" cannot be the type of a resource. Use a name such as "Task".`,
    );
  }
  if (Object.hasOwn(attributes, 'tenant')) {
    throw new CohabitError('internal', `Give the tenant of a ${type} as tenantId, not as an attribute.`);
  }
  const tenant = tenantId === undefined ? {} : { tenant: tenantReference(namespace, tenantId) };
  return { uid: { type: `${namespace}::${type}`, id }, attrs: { ...attributes, ...tenant }, parents: [] };
}
