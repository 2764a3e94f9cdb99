/** What the server answers to one request. */
export interface Answer {
  status: number;
  /** A list for headers that stand more than once, as `set-cookie` does. */
  headers: Record<string, string | string[]>;
  body: string | Uint8Array;
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
