import { confirm, isCancel, password } from '@clack/prompts';
import { CommandFailure, usageFailure } from '../output/failure.ts';

const canAsk = () => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** What the command line or the environment gave; otherwise asks on a terminal, and elsewhere says how to give it. */
export async function askSecret(given: string | undefined, what: string, how: string): Promise<string> {
  if (given !== undefined) return given;
  if (!canAsk()) throw usageFailure(`${what} is missing: ${how}.`);
  const answer = await password({ message: what, output: process.stderr });
  if (isCancel(answer)) throw cancelled();
  return answer;
}

/** Asks on a terminal whether to go on; a script has decided already. */
export async function askToGoOn(question: string): Promise<void> {
  if (!canAsk()) return;
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr });
  if (isCancel(answer) || !answer) throw cancelled();
}

function cancelled(): CommandFailure {
  return new CommandFailure({ code: 'cancelled', title: 'Cancelled; nothing was changed' });
}
