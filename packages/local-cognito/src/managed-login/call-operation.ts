import type * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { toConstraintError } from '../wire/constraint-errors.ts';
import type { Operation } from '../wire/operation.ts';

/** An operation of the user pools API, with the checks that its input gets there. */
export async function callOperation<Input extends z.ZodType>(
  operation: Operation<Input>,
  input: z.input<Input>,
  cognito: Cognito,
): Promise<Record<string, unknown>> {
  const parsed = operation.input.safeParse(input);
  if (!parsed.success) throw toConstraintError(parsed.error.issues, input);
  return { ...(await operation.handle(parsed.data, cognito)) };
}
