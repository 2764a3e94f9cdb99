import type { IncomingMessage } from 'node:http';
import type * as z from 'zod';
import { type Answer, json } from '../answer.ts';
import { readBody } from '../request-body.ts';
import { listIssues } from '../seed/list-issues.ts';

type Read<T> = { value: T } | { refusal: Answer };

/** The request's body as the schema parses it, or the answer that says what is wrong with it. */
export async function readJson<T extends z.ZodType>(
  request: IncomingMessage,
  schema: T,
  maxBytes?: number,
): Promise<Read<z.output<T>>> {
  let input: unknown;
  try {
    input = JSON.parse(await readBody(request, maxBytes));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { refusal: json(400, { message: 'The request body is not well-formed JSON.' }) };
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return { value: parsed.data };
  return { refusal: json(400, { message: listIssues(parsed.error.issues) }) };
}
