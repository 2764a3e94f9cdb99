import type { IncomingMessage } from 'node:http';
import { CognitoError } from './wire/errors.ts';

/** More than any operation takes. */
const operationBodyBytes = 1024 * 1024;

/** The client closed the connection before its request was complete: there is nobody to answer. */
export class RequestAborted extends Error {}

/** Throws RequestEntityTooLargeException past `maxBytes` (1 MiB) without reading on, and `RequestAborted`. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number = operationBodyBytes,
): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof CognitoError) throw error;
    throw new RequestAborted('the client went away', { cause: error });
  }
  return Buffer.concat(chunks).toString();
}

const tooLarge = (maxBytes: number) =>
  new CognitoError('RequestEntityTooLargeException', `The request body is larger than ${maxBytes} bytes.`);
