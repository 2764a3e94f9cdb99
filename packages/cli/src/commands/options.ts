import { type Command, InvalidArgumentError, Option } from 'commander';

/** `--json`, which every command has. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print JSON, and errors as JSON on stderr');
}

/** The address of the control plane. */
export function withUrl(command: Command): Command {
  return withJson(command).addOption(
    new Option('--url <address>', 'address of the control plane')
      .env('COHABIT_URL')
      .default('http://localhost:4000'),
  );
}

/** The operator who acts; absent in local mode, the one of the seed. */
export function withOperator(command: Command): Command {
  return withUrl(command)
    .addOption(
      new Option('--username <email>', 'operator who acts; in local mode, the one of the seed if absent').env(
        'COHABIT_USERNAME',
      ),
    )
    .addOption(
      new Option('--password <password>', "the operator's password; asked for if absent").env(
        'COHABIT_PASSWORD',
      ),
    );
}

/** For options that may be given several times, or with commas. */
export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, ...value.split(',').map((part) => part.trim())];
}

/** A TCP port; 0 picks a free one. */
export function readPort(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new InvalidArgumentError(`"${value}" is no port: use a number from 0 (a free one) to 65535.`);
}
