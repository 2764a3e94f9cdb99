import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs an AWS tool to its end and resolves with what it printed; rejects with its `stderr` when it fails. It has made-up
 * credentials, none of this machine's settings, and no reason to leave the machine.
 */
export async function runAwsTool(program: string, args: readonly string[]): Promise<string> {
  const nowhere = join(tmpdir(), 'cohabit-no-aws-settings');
  const { stdout } = await execute(program, args, {
    timeout: 60_000,
    env: {
      PATH: process.env.PATH,
      HOME: nowhere,
      LC_ALL: 'C.UTF-8',
      AWS_CONFIG_FILE: nowhere,
      AWS_SHARED_CREDENTIALS_FILE: nowhere,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
      NO_PROXY: '*',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  return stdout;
}
