import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The Debian package of what runs DynamoDB Local. */
export const javaPackages = ['default-jre-headless'];

export function hasJava(): boolean {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? join(JAVA_HOME, 'bin/java') : 'java';
  return spawnSync(java, ['-version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}
