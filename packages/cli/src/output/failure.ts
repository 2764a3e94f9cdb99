import { isCohabitError } from '@cohabit/core';

/** What the CLI says when something failed: an RFC 9457 problem, whether the control plane, Cognito or we wrote it. */
export interface Problem {
  type?: string;
  title: string;
  status?: number;
  detail?: string;
  code: string;
  [member: string]: unknown;
}

/** A failure that ends a command. `hint` says what to do where the problem itself cannot know. */
export class CommandFailure extends Error {
  readonly problem: Problem;
  readonly hint: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(
    problem: Problem,
    options: { hint?: string | undefined; exitCode?: 1 | 2; cause?: unknown } = {},
  ) {
    super(problem.title, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CommandFailure';
    this.problem = problem;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 1;
  }
}

export function isProblemCode(error: unknown, code: string): boolean {
  return error instanceof CommandFailure && error.problem.code === code;
}

/** What the command line asks for cannot be meant: exit code 2. */
export function usageFailure(detail: string): CommandFailure {
  return new CommandFailure(
    { code: 'usage', title: 'The command line is not valid', detail },
    { exitCode: 2, hint: 'See cohabit --help.' },
  );
}

/** Any error as a failure; what we did not foresee keeps its message and loses its stack. */
export function toFailure(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  if (isCohabitError(error)) {
    return new CommandFailure(
      { code: error.code, title: error.message, status: error.status, ...detailsOf(error.details) },
      { cause: error },
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  return new CommandFailure(
    { code: 'internal', title: 'Something went wrong', detail: message },
    { hint: 'Run again with COHABIT_DEBUG=1 to see where, and please report it.', cause: error },
  );
}

function detailsOf(details: Record<string, unknown>): Record<string, unknown> {
  return Object.keys(details).length === 0 ? {} : { details };
}

/** One block for people: what happened, why, what to do. */
export function renderFailure(failure: CommandFailure): string {
  const { title, detail, status, code, requestId } = failure.problem;
  const facts = [
    code,
    status === undefined ? undefined : `HTTP ${status}`,
    typeof requestId === 'string' ? `request ${requestId}` : undefined,
  ].filter((fact) => fact !== undefined);
  const lines = [`Error: ${title}`];
  if (detail !== undefined && detail !== title) lines.push(`  ${detail}`);
  if (failure.hint !== undefined) lines.push(`  ${failure.hint}`);
  lines.push(`  (${facts.join(', ')})`);
  return lines.join('\n');
}

/** The same for programs, on one line. */
export function failureJson(failure: CommandFailure): string {
  const { hint } = failure;
  return JSON.stringify(hint === undefined ? failure.problem : { ...failure.problem, hint });
}
