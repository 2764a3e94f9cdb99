import { CommandFailure, type Problem } from '../output/failure.ts';
import { withProgress } from '../output/progress.ts';

/** One call of the control plane. Paths are made of encoded parts; a body is sent as JSON. */
export type Request = <T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<T>;

const TIMEOUT_MS = 60_000;

/**
 * Calls the control plane at `url`, as the bearer of `token` when there is one. A problem+json answer, an address where
 * nothing answers and an answer that is no JSON each become a `CommandFailure`.
 */
export function createRequest(url: string, token?: string): Request {
  const base = url.replace(/\/+$/, '');
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const call = fetch(`${base}${path}`, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).then(async (response) => ({ response, text: await response.text() }));
    const { response, text } = await withProgress(`Waiting for ${base}`, call).catch((cause) => {
      throw unreachable(base, cause);
    });
    const value = text === '' ? undefined : readJson(text);
    if (response.ok && (value !== undefined || text === '')) return value as T;
    const requestId = response.headers.get('x-request-id') ?? undefined;
    throw isProblem(value)
      ? new CommandFailure({ ...value, requestId }, { hint: hints[value.code] })
      : new CommandFailure(
          {
            code: 'not_cohabit',
            title: `${base} answered ${response.status} in a form that is not Cohabit's`,
            status: response.status,
          },
          {
            hint: 'Check --url and COHABIT_URL: they name the control plane, such as http://localhost:4000.',
          },
        );
  };
}

const hints: Record<string, string> = {
  tenant_not_found: 'cohabit tenants list shows the tenants there are.',
  membership_not_found: 'cohabit members list <tenant> shows the members there are.',
  unauthenticated:
    'Name an operator with --username and --password, or COHABIT_USERNAME and COHABIT_PASSWORD.',
};

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  const { title, code } = (value ?? {}) as Partial<Problem>;
  return typeof title === 'string' && typeof code === 'string';
}

function unreachable(base: string, cause: unknown): CommandFailure {
  const isLate = cause instanceof Error && cause.name === 'TimeoutError';
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
  return new CommandFailure(
    {
      code: 'unreachable',
      title: `Nothing answers at ${base}`,
      detail: isLate
        ? `No answer came within ${TIMEOUT_MS / 1000} seconds.`
        : reason || 'The connection failed.',
    },
    {
      hint: 'Start Cohabit with "cohabit up", or name the control plane with --url or COHABIT_URL.',
      cause,
    },
  );
}
