import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { overwrite, type UsageRecord, usage } from '@cohabit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteRegistry } from './index.ts';

const child = fileURLToPath(new URL('./process.test.child.ts', import.meta.url));
const tenantId = 'tnt_00000000000000000000000000';

function count(source: string, quantity: number): UsageRecord {
  return { tenantId, meter: 'requests', hour: '2026-11-22T14', source, quantity, version: 0 };
}

async function runProduct(file: string, source: string, commits: number): Promise<number> {
  const product = spawn(process.execPath, ['--conditions=source', child, file, source, String(commits)], {
    stdio: 'inherit',
  });
  const [code] = await once(product, 'exit');
  return code;
}

describe('a SQLite registry that several processes open', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cohabit-processes-'));
    file = join(folder, 'registry.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is created once when processes open it at the same moment, and loses no commit of any', async () => {
    const exits = await Promise.all(['a', 'b', 'c'].map((source) => runProduct(file, source, 100)));
    expect(exits).toEqual([0, 0, 0]);
    const registry = openSqliteRegistry({ file });
    const { items } = await registry.query(usage, tenantId, { limit: 10 });
    expect(items.map(({ source, quantity, version }) => ({ source, quantity, version }))).toEqual(
      ['a', 'b', 'c'].map((source) => ({ source, quantity: 100, version: 100 })),
    );
    await registry.close();
  });

  it('reads and writes while another process writes, and sees what it committed', async () => {
    const registry = openSqliteRegistry({ file });
    let isDone = false;
    const product = runProduct(file, 'product', 300).finally(() => {
      isDone = true;
    });
    const seen: number[] = [];
    for (let i = 1; !isDone; i++) {
      await registry.commit([overwrite(usage, count('control-plane', i))]);
      const read = await registry.get(usage, tenantId, '2026-11-22T14/requests/product');
      seen.push(read?.quantity ?? 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await product).toBe(0);
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
    expect((await registry.get(usage, tenantId, '2026-11-22T14/requests/product'))?.quantity).toBe(300);
    expect((await registry.get(usage, tenantId, '2026-11-22T14/requests/control-plane'))?.version).toBe(
      seen.length,
    );
    await registry.close();
  });

  it('waits for a lock without blocking the process, then commits', async () => {
    const registry = openSqliteRegistry({ file });
    using other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 5);
    const committed = registry.commit([overwrite(usage, count('a', 1))]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(ticks).toBeGreaterThan(2);
    expect(await registry.query(usage, tenantId, { limit: 1 })).toEqual({ items: [] });
    other.exec('COMMIT');
    await committed;
    clearInterval(ticking);
    expect((await registry.query(usage, tenantId, { limit: 1 })).items).toHaveLength(1);
    await registry.close();
  });

  it('fails with registry_locked when another process keeps the lock, and works again afterwards', async () => {
    const registry = openSqliteRegistry({ file });
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(registry.commit([overwrite(usage, count('a', 1))])).rejects.toMatchObject({
      code: 'registry_locked',
      details: { file },
    });
    other.close();
    await registry.commit([overwrite(usage, count('a', 1))]);
    expect((await registry.query(usage, tenantId, { limit: 1 })).items[0]?.version).toBe(1);
    await registry.close();
  });

  it('takes a cursor that another process gave', async () => {
    const [one, two] = [openSqliteRegistry({ file }), openSqliteRegistry({ file })];
    await one.commit(['a', 'b'].map((source) => overwrite(usage, count(source, 1))));
    const { cursor } = await one.query(usage, tenantId, { limit: 1 });
    const rest = await two.query(usage, tenantId, { limit: 1, cursor });
    expect(rest.items.map((record) => record.source)).toEqual(['b']);
    await one.close();
    await two.close();
  });
});
