import { mkdir } from 'node:fs/promises';
import { APP_ROLE, type Connection, type Database } from './database.ts';

/**
 * PostgreSQL in this process (PGlite). The first start makes the data directory: 2 to 5 seconds; later ones 0.2. It has
 * one session, so `connect` waits until the holder before has released it.
 */
export async function openPglite(dataDir: string): Promise<Database> {
  const { PGlite } = await import('@electric-sql/pglite');
  if (dataDir !== 'memory') await mkdir(dataDir, { recursive: true });
  const pglite = await PGlite.create(dataDir === 'memory' ? {} : { dataDir });
  let lastRelease: Promise<void> = Promise.resolve();
  return {
    tenantRole: APP_ROLE,
    async connect() {
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const turn = lastRelease;
      lastRelease = turn.then(() => released);
      await turn;
      return {
        query: async <Row>(sql: string, values?: unknown[]) => pglite.query<Row>(sql, values),
        release: () => release(),
      } satisfies Connection;
    },
    close: () => pglite.close(),
  };
}
