import type { IncomingMessage } from 'node:http';
import { CognitoError } from './wire/errors.ts';

const maxBodyBytes = 1024 * 1024;

/** The client closed the connection before its request was complete: there is nobody to answer. */
export class RequestAborted extends Error {}

/** Throws RequestEntityTooLargeException past 1 MiB without reading on, and `RequestAborted`. */
export async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBodyBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof CognitoError) throw error;
    throw new RequestAborted('the client went away', { cause: error });
  }
  return Buffer.concat(chunks).toString();
}

const tooLarge = () =>
  new CognitoError(
    'RequestEntityTooLargeException',
    `The request body is larger than ${maxBodyBytes} bytes.`,
  );
