import { newId } from '@cohabit/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testContext, testOperator } from '../testing/test-tenants.ts';
import { createAuthorizer } from './authorizer.ts';
import type { Resource } from './entities.ts';

const member = testContext({ roles: ['member'] });
const admin = testContext({ roles: ['admin'], tenantId: member.tenantId });
const ownTask: Resource = {
  type: 'Task',
  id: 'task1',
  tenantId: member.tenantId,
  attributes: { done: false },
};
const foreignTask: Resource = { ...ownTask, tenantId: newId('tnt') };
const { tenantId: _, ...nobodysTask } = ownTask;

const policies = `
  @id("members read")
  permit (principal is Board::User, action == Board::Action::"readTask", resource is Board::Task);
  @id("admins delete")
  permit (principal is Board::User, action == Board::Action::"deleteTask", resource)
  when { principal.roles.contains("admin") };
  @id("done stays")
  forbid (principal, action == Board::Action::"deleteTask", resource) when { resource.done };
  permit (principal is Board::Operator, action, resource);
`;
const { authorize } = createAuthorizer({ namespace: 'Board', policies });

describe('authorize', () => {
  it('allows what a policy permits and names the policy', () => {
    expect(authorize({ principal: member, action: 'readTask', resource: ownTask })).toEqual({
      decision: 'allow',
      policies: ['members read'],
    });
    expect(authorize({ principal: admin, action: 'deleteTask', resource: ownTask })).toEqual({
      decision: 'allow',
      policies: ['admins delete'],
    });
  });

  it('denies what nothing permits and what a policy forbids', () => {
    expect(authorize({ principal: member, action: 'deleteTask', resource: ownTask })).toEqual({
      decision: 'deny',
      policies: [],
      reason: 'no_policy',
    });
    const done = { ...ownTask, attributes: { done: true } };
    expect(authorize({ principal: admin, action: 'deleteTask', resource: done })).toEqual({
      decision: 'deny',
      policies: ['done stays'],
      reason: 'forbidden',
    });
  });

  it("denies another tenant's resource and one of no tenant to users, not to operators", () => {
    for (const resource of [foreignTask, nobodysTask]) {
      expect(authorize({ principal: admin, action: 'readTask', resource })).toEqual({
        decision: 'deny',
        policies: ['cohabit.tenant'],
        reason: 'tenant',
      });
      expect(authorize({ principal: testOperator, action: 'readTask', resource })).toEqual({
        decision: 'allow',
        policies: ['policy3'],
      });
    }
  });

  it('denies when a policy cannot be evaluated, though another one permits', () => {
    const broken = createAuthorizer({
      namespace: 'Board',
      policies: `permit (principal, action, resource);
        @id("broken") forbid (principal, action, resource) when { resource.color == "red" };`,
    });
    expect(broken.authorize({ principal: member, action: 'readTask', resource: ownTask })).toEqual({
      decision: 'deny',
      policies: ['broken'],
      reason: 'error',
    });
    expect(broken.authorize({ principal: member, action: 'readTask', resource: foreignTask })).toMatchObject({
      reason: 'tenant',
    });
  });

  it('denies a request that Cedar cannot read', () => {
    const resource = { ...ownTask, attributes: { weight: 0.5 } };
    expect(authorize({ principal: member, action: 'readTask', resource })).toMatchObject({
      decision: 'deny',
      reason: 'error',
    });
  });

  it('lets policies read the context of the request', () => {
    const office = createAuthorizer({
      namespace: 'Board',
      policies: 'permit (principal, action, resource) when { context has hour && context.hour < 18 };',
    });
    const ask = (hour: number) =>
      office.authorize({ principal: member, action: 'readTask', resource: ownTask, context: { hour } });
    expect([ask(9).decision, ask(20).decision]).toEqual(['allow', 'deny']);
  });

  it('refuses resources that could pass for a principal or bring a tenant of their own', () => {
    const attempts: Resource[] = [
      { type: 'User', id: member.userId, tenantId: member.tenantId },
      { type: 'Operator', id: 'olive' },
      { type: 'Task"', id: 'x' },
      { ...foreignTask, attributes: { tenant: member.tenantId } },
    ];
    for (const resource of attempts) {
      expect(() => authorize({ principal: member, action: 'readTask', resource })).toThrow(
        expect.objectContaining({ code: 'internal' }),
      );
    }
  });

  it('validates policies and requests against a schema', () => {
    const schema = `namespace Board {
      entity Tenant;
      entity Operator;
      entity User { tenant: Tenant, roles: Set<String>, plan: String };
      entity Task { tenant: Tenant, done: Bool };
      action readTask appliesTo { principal: [User, Operator], resource: [Task], context: {} };
    }`;
    const reads = 'permit (principal is Board::User, action, resource) when { !resource.done };';
    const strict = createAuthorizer({ namespace: 'Board', policies: reads, schema });
    expect(strict.authorize({ principal: member, action: 'readTask', resource: ownTask })).toMatchObject({
      decision: 'allow',
    });
    expect(strict.authorize({ principal: member, action: 'readTask', resource: foreignTask })).toMatchObject({
      reason: 'tenant',
    });
    expect(strict.authorize({ principal: member, action: 'writeTask', resource: ownTask })).toMatchObject({
      reason: 'error',
    });
    const misspelt = reads.replace('done', 'dome');
    expect(() => createAuthorizer({ namespace: 'Board', policies: misspelt, schema })).toThrow(
      /policy0.*dome/,
    );
    expect(() => createAuthorizer({ namespace: 'Board', policies: reads, schema: 'entity' })).toThrow(
      'schema',
    );
  });

  it.for([
    ['permit (principal, action, resource', 'unexpected end of input'],
    ['permit (principal == ?principal, action, resource);', 'template'],
    ['@id("cohabit.tenant") permit (principal, action, resource);', 'is taken'],
    [`${'@id("a") permit (principal, action, resource);'.repeat(2)}`, '"a" is taken'],
  ] as const)('does not start with the policies %s', ([text, message]) => {
    expect(() => createAuthorizer({ namespace: 'Board', policies: text })).toThrow(message);
  });

  it('does not start with a namespace that is not a name', () => {
    expect(() => createAuthorizer({ namespace: 'Board { }', policies })).toThrow('not a Cedar namespace');
  });

  it("never gives a user another tenant's resource, whatever is permitted", () => {
    const condition = fc.constantFrom(
      'true',
      'principal.tenant != resource.tenant',
      'principal.roles.contains("admin") || true',
      'resource has owner && resource.owner == principal',
      'resource.missing == 1',
      'context.asOperator',
      'principal is Board::Operator || true',
      'principal == principal',
    );
    const policy = fc.record({
      effect: fc.constantFrom('permit', 'permit', 'permit', 'forbid'),
      clause: fc.constantFrom('when', 'unless'),
      condition,
      scope: fc.constantFrom(
        '(principal, action, resource)',
        '(principal is Board::User, action, resource)',
        '(principal, action == Board::Action::"read", resource)',
      ),
    });
    const value = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.array(fc.string()));
    const keys = fc.constantFrom('owner', 'roles', 'Tenant', 'tenantId', 'tenants', 'asOperator', 'plan');
    const values = fc.dictionary(keys, value);
    const request = fc.record({
      roles: fc.array(fc.constantFrom('admin', 'operator', 'member')),
      type: fc.constantFrom('Task', 'Tenant', 'Membership'),
      id: fc.oneof(fc.string(), fc.constant(member.tenantId), fc.constant(member.userId)),
      action: fc.constantFrom('read', 'write'),
      attributes: values,
      context: values,
      tenantId: fc.constantFrom(undefined, newId('tnt'), newId('tnt')),
    });
    fc.assert(
      fc.property(
        fc.array(policy, { maxLength: 6 }),
        fc.array(request, { minLength: 1 }),
        (set, requests) => {
          const text = set.map((p) => `${p.effect} ${p.scope} ${p.clause} { ${p.condition} };`).join('\n');
          const authorizer = createAuthorizer({
            namespace: 'Board',
            policies: `permit (principal, action, resource);\n${text}`,
          });
          for (const { roles, action, context, tenantId, ...resource } of requests) {
            const decision = authorizer.authorize({
              principal: { ...member, roles },
              action,
              resource: { ...resource, ...(tenantId && { tenantId }) },
              context,
            });
            expect(decision).toMatchObject({ decision: 'deny', reason: 'tenant' });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
