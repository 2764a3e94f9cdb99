import { readFileSync } from 'node:fs';
import { CohabitError, type TenantId } from '@cohabit/core';
import { type Authorizer, createAuthorizer, type TenantContext } from '@cohabit/sdk';

export type Action =
  | 'readProject'
  | 'createProject'
  | 'updateProject'
  | 'deleteProject'
  | 'readTask'
  | 'createTask'
  | 'updateTask'
  | 'deleteTask';

/** A row as authorization sees it: the tenant is the one that stands in the row, whoever asks. */
export interface OwnedRow {
  id: string;
  tenantId: TenantId;
}

/** Cedar with the policies of `taskboard.cedar` and Cohabit's own tenant `forbid`. */
export function createTaskboardAuthorizer(): Authorizer {
  const policies = readFileSync(new URL('../../src/authorization/taskboard.cedar', import.meta.url), 'utf8');
  return createAuthorizer({ namespace: 'Taskboard', policies });
}

function decide(
  authorizer: Authorizer,
  context: TenantContext,
  action: Action,
  row: OwnedRow,
): 'allow' | 'forbidden' | 'not_found' {
  const type = action.endsWith('Task') ? 'Task' : 'Project';
  const result = authorizer.authorize({
    principal: context,
    action,
    resource: { type, id: row.id, tenantId: row.tenantId },
  });
  if (result.decision === 'allow') return 'allow';
  return result.reason === 'tenant' ? 'not_found' : 'forbidden';
}

/** Whether the person may do this; for what a page offers. */
export function may(authorizer: Authorizer, context: TenantContext, action: Action, row: OwnedRow): boolean {
  return decide(authorizer, context, action, row) === 'allow';
}

/** Throws `not_found` when there is no row or it is another tenant's, `forbidden` when the roles do not suffice. */
export function requireAllowed<Row extends OwnedRow>(
  authorizer: Authorizer,
  context: TenantContext,
  action: Action,
  row: Row | undefined,
): Row {
  const what = action.endsWith('Task') ? 'task' : 'project';
  const decision = row ? decide(authorizer, context, action, row) : 'not_found';
  if (row && decision === 'allow') return row;
  if (decision === 'forbidden') {
    throw new CohabitError(
      'forbidden',
      `Your roles (${context.roles.join(', ') || 'none'}) do not allow this.`,
    );
  }
  throw new CohabitError('not_found', `There is no such ${what} here.`);
}

/** The rows a person may read. Decided once for each tenant among them, since reading depends on nothing else. */
export function readable<Row extends OwnedRow>(
  authorizer: Authorizer,
  context: TenantContext,
  action: 'readProject' | 'readTask',
  rows: readonly Row[],
): Row[] {
  const decisions = new Map<TenantId, boolean>();
  return rows.filter((row) => {
    const known = decisions.get(row.tenantId) ?? may(authorizer, context, action, row);
    decisions.set(row.tenantId, known);
    return known;
  });
}
