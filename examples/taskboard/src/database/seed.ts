import { type Clock, newId, systemClock, type TenantId } from '@cohabit/core';
import { type TenantContext, tenantTransaction } from '@cohabit/sdk';
import type { Connection, Database } from './database.ts';
import { anyTenant, type SeedProject, seedProjects } from './seed-data.ts';

export interface SeedTenant {
  tenantId: TenantId;
  slug: string;
  name: string;
}

const SEEDED_BY = 'usr_00000000000000000000000000';
const DAY_MS = 86_400_000;

/** Gives each tenant believable projects, through the same row policies as a request. A tenant that has any keeps it. */
export async function seedDatabase(
  database: Database,
  tenants: readonly SeedTenant[],
  clock: Clock = systemClock,
): Promise<void> {
  for (const { tenantId, slug } of tenants) {
    await tenantTransaction(database, { tenantId } as TenantContext, async (tx) => {
      const { rows } = await tx.query('select from taskboard.projects limit 1');
      if (rows.length > 0) return;
      for (const [position, project] of (seedProjects[slug] ?? anyTenant).entries()) {
        // Ids sort by time: a millisecond apart keeps the projects in this order.
        await seedProject(tx, project, () => clock() + position);
      }
    });
  }
}

async function seedProject(tx: Connection, project: SeedProject, clock: Clock): Promise<void> {
  const projectId = newId('prj', clock);
  await tx.query(
    'insert into taskboard.projects (id, name, description, created_by) values ($1, $2, $3, $4)',
    [projectId, project.name, project.description, SEEDED_BY],
  );
  for (const [position, task] of project.tasks.entries()) {
    const dueOn =
      task.dueInDays === undefined
        ? null
        : new Date(clock() + task.dueInDays * DAY_MS).toISOString().slice(0, 10);
    await tx.query(
      `insert into taskboard.tasks (id, project_id, title, notes, status, due_on, created_by, moved_at)
       values ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 millisecond')`,
      [newId('tsk', clock), projectId, task.title, task.notes ?? '', task.status, dueOn, SEEDED_BY, position],
    );
  }
}
