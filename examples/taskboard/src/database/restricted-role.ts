import { type Database, ownerTransaction } from './database.ts';

interface RoleRights {
  role: string;
  is_superuser: boolean;
  bypasses_row_security: boolean;
  owns_tables: boolean;
  unprotected: string | null;
}

/**
 * The start check: row-level security protects nothing against a superuser, a role with BYPASSRLS or (unless forced)
 * the owner of the tables. Throws a sentence that says what to change.
 */
export async function requireRestrictedRole(database: Database): Promise<void> {
  const { rows } = await ownerTransaction(database, async (tx) => {
    await tx.query(`set local role ${database.tenantRole}`);
    return tx.query<RoleRights>(`
      select current_user as role, rolsuper as is_superuser, rolbypassrls as bypasses_row_security,
        exists (
          select from pg_class where relnamespace = 'taskboard'::regnamespace and relowner = pg_roles.oid
        ) as owns_tables,
        (
          select string_agg(relname, ', ') from pg_class
          where relnamespace = 'taskboard'::regnamespace and relkind = 'r' and relname <> 'migrations'
            and not (relrowsecurity and relforcerowsecurity)
        ) as unprotected
      from pg_roles where rolname = current_user`);
  });
  const rights = rows[0];
  const problem = rights ? problemOf(rights) : 'the role of the requests does not exist';
  if (problem) {
    throw new Error(
      `The taskboard does not start: ${problem}. Requests need a role that is no superuser, has NOBYPASSRLS and owns no table, and every tenant table needs FORCE ROW LEVEL SECURITY.`,
    );
  }
}

function problemOf(rights: RoleRights): string | undefined {
  if (rights.is_superuser) return `the role "${rights.role}" is a superuser`;
  if (rights.bypasses_row_security) return `the role "${rights.role}" has BYPASSRLS`;
  if (rights.owns_tables) return `the role "${rights.role}" owns tables`;
  if (rights.unprotected) return `these tables have no forced row-level security: ${rights.unprotected}`;
  return undefined;
}
