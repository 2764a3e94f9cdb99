/** What the server answers to one request. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
