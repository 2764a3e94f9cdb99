import { type DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** One request to DynamoDB: what a client sends each time it tries. */
export interface DynamoDbCall {
  /** Such as `TransactWriteItems`. */
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into requests of every shape
  input: any;
}

/** Stands between a client and DynamoDB: `send` gives the true answer, as often as it is called. */
export type Interception = (call: DynamoDbCall, send: () => Promise<unknown>) => Promise<unknown>;

/** Sends every request of a client through `interception`, each of the SDK's own repeats too. */
export function intercept(client: DynamoDBClient, interception: Interception): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      const name = String(context.commandName).replace(/Command$/, '');
      const answered = interception({ name, input: args.input }, () => next(args));
      return answered as ReturnType<typeof next>;
    },
    { step: 'deserialize', priority: 'high', name: 'interception', override: true },
  );
}

/** The names of the requests that a client sends from now on. */
export function recordCalls(client: DynamoDBClient): string[] {
  const names: string[] = [];
  intercept(client, (call, send) => {
    names.push(call.name);
    return send();
  });
  return names;
}

/** What DynamoDB answers when an item of a transaction is to blame. */
export function cancelledBy(...codes: string[]): TransactionCanceledException {
  return new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    CancellationReasons: codes.map((Code) => ({ Code, Message: Code })),
    $metadata: { httpStatusCode: 400 },
  });
}

/** An error of DynamoDB by its name. */
export function refusedWith(name: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}

/** What Node says when the other side hangs up. */
export function connectionLost(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', syscall: 'read' });
}
