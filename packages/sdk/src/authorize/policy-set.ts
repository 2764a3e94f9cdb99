import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { CohabitError } from '@cohabit/core';
import { TENANT_POLICY_ID, tenantPolicy } from './tenant-policy.ts';

function refuse(what: string, errors: readonly cedar.DetailedError[]): never {
  const messages = errors.map((e) => (e.help ? `${e.message} (${e.help})` : e.message)).join('; ');
  throw new CohabitError('internal', `${what}: ${messages}`, {
    details: { errors: errors.map((e) => e.message) },
  });
}

/** The product's policies by id: the `@id` annotation, or `policy` and the position in the text. */
function namePolicies(text: string): Record<string, string> {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') refuse('The policies are not valid Cedar', parts.errors);
  if (parts.policy_templates.length > 0) {
    throw new CohabitError(
      'internal',
      'The policies hold a template. Write policies without ?principal and ?resource.',
    );
  }
  const named: Record<string, string> = Object.create(null);
  for (const [position, policy] of parts.policies.entries()) {
    const parsed = cedar.policyToJson(policy);
    if (parsed.type === 'failure') refuse('A policy is not valid Cedar', parsed.errors);
    const id = parsed.json.annotations?.id ?? `policy${position}`;
    if (id === TENANT_POLICY_ID || id in named) {
      throw new CohabitError('internal', `The policy id "${id}" is taken. Give each policy its own @id.`);
    }
    named[id] = policy;
  }
  return named;
}

/** The product's policies and the tenant policy, parsed once and kept by Cedar under `policySetId`. */
export interface ParsedPolicies {
  policySetId: string;
  schemaName?: string;
}

/**
 * Parses the policies, adds the tenant policy and, given a schema, validates all against it. Throws `internal` with
 * Cedar's own messages. Cedar keeps a parsed set for the life of the process: make one per product, not per request.
 */
export function parsePolicies(namespace: string, policies: string, schema?: string): ParsedPolicies {
  const staticPolicies = { ...namePolicies(policies), [TENANT_POLICY_ID]: tenantPolicy(namespace) };
  const policySetId = crypto.randomUUID();
  const parsed = cedar.preparsePolicySet(policySetId, { staticPolicies });
  if (parsed.type === 'failure') refuse('The policies are not valid Cedar', parsed.errors);
  if (schema === undefined) return { policySetId };
  const answer = cedar.validate({ schema, policies: { staticPolicies } });
  if (answer.type === 'failure') refuse('The schema is not valid Cedar', answer.errors);
  const problems = answer.validationErrors.map((e) => ({
    ...e.error,
    message: `${e.policyId}: ${e.error.message}`,
  }));
  if (problems.length > 0) refuse('The policies do not fit the schema', problems);
  cedar.preparseSchema(policySetId, schema);
  return { policySetId, schemaName: policySetId };
}
