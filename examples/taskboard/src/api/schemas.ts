import { errorTable } from '@cohabit/core';
import { z } from '@hono/zod-openapi';
import { taskStatuses } from '../services/tasks.ts';

export const projectSchema = z
  .object({
    id: z.string().openapi({ example: 'prj_01kak5x3rvf1x8j5h2m0c9d7aa' }),
    name: z.string(),
    description: z.string(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    tasks: z.object({ todo: z.int(), doing: z.int(), done: z.int() }),
  })
  .openapi('Project');

export const taskSchema = z
  .object({
    id: z.string().openapi({ example: 'tsk_01kak5x3rvf1x8j5h2m0c9d7aa' }),
    projectId: z.string(),
    title: z.string(),
    notes: z.string(),
    status: z.enum(taskStatuses),
    dueOn: z.iso.date().nullable(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Task');

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(errorTable) as [keyof typeof errorTable]),
    detail: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem');

const descriptions: Record<number, string> = {
  400: 'The request is not valid',
  401: 'No valid access token',
  403: 'Your roles do not allow it, or the tenant is suspended',
  404: 'No such thing in your tenant',
  413: 'The body is larger than 64 KiB',
  503: 'A service the taskboard needs does not answer',
};

/** Problem answers (RFC 9457) for these statuses; 401 and 503 come with every route. */
export function problems(...statuses: number[]) {
  const content = { 'application/problem+json': { schema: problemSchema } };
  return Object.fromEntries(
    [401, 503, ...statuses].map((status) => [status, { description: descriptions[status] ?? '', content }]),
  );
}

/** A JSON answer. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A JSON body that must be there. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } };
}

export const projectParams = z.object({ projectId: z.string().max(60) });
export const taskParams = z.object({ taskId: z.string().max(60) });

/** What every route of the API has in common in the OpenAPI document. */
export const secured = { security: [{ accessToken: [] }] };
