import { CommandFailure, isProblemCode, usageFailure } from '../output/failure.ts';
import { remark } from '../output/print.ts';
import { askSecret } from './ask.ts';
import { createRequest, type Request } from './request.ts';
import type { SignInResource } from './resources.ts';

export interface OperatorOptions {
  url: string;
  username?: string;
  password?: string;
  json?: boolean;
}

/**
 * Calls the control plane as an operator: the one named by the options or, in local mode and when none is named, the one
 * of the seed, which is said on stderr. The token lives as long as the command.
 */
export async function asOperator(options: OperatorOptions): Promise<Request> {
  const open = createRequest(options.url);
  const operator = options.username === undefined ? await seedOperator(open, options) : undefined;
  const username = options.username ?? operator?.username ?? '';
  const place = await open<SignInResource>('GET', '/v1/sign-in?audience=operators');
  const { signIn } = await import('./sign-in.ts');
  const { accessToken } = await signIn(place, {
    username,
    password: () =>
      askSecret(
        operator?.password ?? options.password,
        `Password of ${username}`,
        'give --password or COHABIT_PASSWORD',
      ),
    totp: () =>
      askSecret(undefined, `Code of ${username}`, 'run the command on a terminal, where it can ask'),
    newPassword: () =>
      askSecret(undefined, `New password of ${username}`, 'run the command on a terminal, where it can ask'),
  });
  return createRequest(options.url, accessToken);
}

async function seedOperator(open: Request, options: OperatorOptions) {
  if (options.password !== undefined) {
    throw usageFailure('--password needs --username (or COHABIT_PASSWORD needs COHABIT_USERNAME).');
  }
  try {
    const seed = await open<{ operator: { username: string; password: string } }>('GET', '/_local/seed');
    remark(`Local mode: acting as the seed operator ${seed.operator.username}.`);
    return seed.operator;
  } catch (error) {
    if (!isProblemCode(error, 'not_found')) throw error;
    throw new CommandFailure(
      {
        code: 'operator_missing',
        title: `${options.url} needs an operator`,
        detail: 'No operator is named.',
      },
      { hint: 'Give --username and --password, or COHABIT_USERNAME and COHABIT_PASSWORD.', cause: error },
    );
  }
}
