import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that is removed when disposed of. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'local-cognito-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
