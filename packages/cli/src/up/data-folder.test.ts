import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataFolder } from './data-folder.ts';

function newPath(): string {
  const parent = mkdtempSync(join(tmpdir(), 'cohabit-data-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  return join(parent, 'state');
}

describe('the data folder', () => {
  it('keeps what is written for the next process, readable by its owner only', () => {
    const path = newPath();
    const first = openDataFolder(path);
    first.writeJson('seed.json', { secret: 1 });
    first.close();
    const second = openDataFolder(path);
    expect(second.readJson('seed.json')).toEqual({ secret: 1 });
    expect(second.readJson('other.json')).toBeUndefined();
    expect(statSync(join(path, 'seed.json')).mode & 0o777).toBe(0o600);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    second.close();
  });

  it('belongs to one process at a time', () => {
    const path = newPath();
    const first = openDataFolder(path);
    expect(() => openDataFolder(path)).toThrow(`The data in ${path} is in use by another Cohabit`);
    first.close();
    openDataFolder(path).close();
  });

  it('is free again after its process was killed', () => {
    const path = newPath();
    const source = new URL('./data-folder.ts', import.meta.url).href;
    const script = `const { openDataFolder } = await import(${JSON.stringify(source)});
      openDataFolder(${JSON.stringify(path)}).writeJson('mark.json', true);
      process.kill(process.pid, 'SIGKILL');`;
    const killed = spawnSync(process.execPath, ['--conditions=source', '--input-type=module', '-e', script]);
    expect(killed.signal).toBe('SIGKILL');
    const next = openDataFolder(path);
    expect(next.readJson('mark.json')).toBe(true);
    next.close();
  });

  it('says when it cannot be written', () => {
    const path = newPath();
    writeFileSync(path, 'a file where the folder should be');
    expect(() => openDataFolder(path)).toThrow(`The data folder ${path} cannot be written`);
  });

  it('keeps nothing in memory mode', () => {
    const folder = openDataFolder('memory');
    folder.writeJson('seed.json', { secret: 1 });
    expect(folder.readJson('seed.json')).toEqual({ secret: 1 });
    expect(folder.file('registry.sqlite')).toBeUndefined();
    expect(openDataFolder('memory').readJson('seed.json')).toBeUndefined();
  });
});
