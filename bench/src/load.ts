import { Agent, request } from 'node:http';
import { type Figure, median } from './table.ts';

/** A Cognito API call over raw HTTP: no SDK work on the client's side, so that the server is what is measured. */
export function createCaller(endpoint: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(endpoint);

  function call<Answer = Record<string, unknown>>(operation: string, input: object): Promise<Answer> {
    const body = JSON.stringify(input);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent,
          hostname,
          port,
          method: 'POST',
          path: '/',
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
            'content-length': Buffer.byteLength(body),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (incoming.statusCode === 200) resolve((text === '' ? {} : JSON.parse(text)) as Answer);
            else reject(new Error(`${operation} answered ${incoming.statusCode}: ${text}`));
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
  return { call, close: () => agent.destroy() };
}

/** Keeps `connections` calls under way for `seconds` and says how many finished in a second. */
async function measure(
  seconds: number,
  connections: number,
  work: (turn: number) => Promise<unknown>,
): Promise<number> {
  let turn = 0;
  let finished = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const lane = async () => {
    while (performance.now() < end) {
      await work(turn++);
      finished++;
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return finished / ((performance.now() - start) / 1000);
}

/** Runs `work` for 0 … count-1, `width` at a time. */
export async function forEachParallel(
  count: number,
  width: number,
  work: (index: number) => Promise<unknown>,
) {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

export interface Contender {
  name: string;
  /** Runs before anything is measured. */
  prepare?(): Promise<void>;
  work(turn: number): Promise<unknown>;
}

/** Measures all in turns, so that a slow minute of the machine hits each of them. */
export async function interleaved(
  contenders: readonly Contender[],
  { seconds, connections }: { seconds: number; connections: number },
): Promise<Figure[]> {
  const rounds = 3;
  const rates = contenders.map(() => [] as number[]);
  for (const contender of contenders) {
    await contender.prepare?.();
    await measure(1, connections, contender.work);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      rates[index]?.push(await measure(seconds / rounds, connections, contender.work));
    }
  }
  return contenders.map(({ name }, index) => ({ name, perSecond: median(rates[index] ?? []) }));
}
