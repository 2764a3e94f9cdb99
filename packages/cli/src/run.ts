import { type Command, CommanderError } from 'commander';
import {
  type CommandFailure,
  failureJson,
  renderFailure,
  toFailure,
  usageFailure,
} from './output/failure.ts';

/**
 * Runs the command that `argv` names and answers the exit code: 0 done, 1 failed, 2 the command line is not valid. A
 * failure is written to stderr, as JSON when `--json` stands anywhere on the command line.
 */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  try {
    await program.parseAsync([...argv]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = error instanceof CommanderError ? commandLineFailure(error) : toFailure(error);
    process.stderr.write(`${json ? failureJson(failure) : renderFailure(failure)}\n`);
    if (process.env.COHABIT_DEBUG) console.error(failure.cause ?? error);
    return failure.exitCode;
  }
}

function commandLineFailure(error: CommanderError): CommandFailure {
  if (error.code === 'commander.help') return usageFailure('A command is missing.');
  return usageFailure(`${error.message.replace(/^error: /, '')}.`);
}
