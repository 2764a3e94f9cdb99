import { spawnSync } from 'node:child_process';

/** The Debian packages that carry both tools. */
export const awsToolPackages = ['awscli', 'python3-boto3'];

/** A system's own package comes before what version managers put first on the PATH. */
const awsCandidates = ['/usr/bin/aws', 'aws'];
const pythonCandidates = ['/usr/bin/python3', 'python3'];

/** The AWS CLI: the first candidate that answers `aws --version`. */
export function findAwsCli(): string | undefined {
  return awsCandidates.find((program) => runs(program, ['--version']));
}

/** A Python that has boto3: the first candidate that imports it. */
export function findPythonWithBoto3(): string | undefined {
  return pythonCandidates.find((program) => runs(program, ['-c', 'import boto3']));
}

function runs(program: string, args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}
