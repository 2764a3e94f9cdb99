import { type DestinationStream, type Logger, pino } from 'pino';

/** Members that never reach a log, wherever they stand in what is logged. */
const SECRETS = ['password', 'token', 'accessToken', 'idToken', 'refreshToken', 'secret', 'authorization'];
const PERSONAL = ['email', 'name', 'username', 'firstAdmin'];

/** JSON lines with the same fields everywhere: a constant message, data in fields, no secrets and no personal data. */
export function createLogger(options: { level?: string } = {}, destination?: DestinationStream): Logger {
  const paths = [...SECRETS, ...PERSONAL].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const settings = {
    level: options.level ?? 'info',
    redact: { paths, censor: '[redacted]' },
    serializers: { err: describeError },
  };
  return destination ? pino(settings, destination) : pino(settings);
}

/**
 * What a log says of an error: its kind, its code and where it happened. Messages of other people's errors are left
 * out, as they may repeat what a person typed.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  const at = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8);
  return { kind: error.name, ...code, at, ...cause };
}
