/** How a function failed, before it is put into Cognito's words. */
export class FunctionFailure extends Error {
  readonly kind: 'thrown' | 'unreachable' | 'unreadable';
  /** `kind` thrown: the function's own message. Unreachable: the name of the error. */
  constructor(kind: 'thrown' | 'unreachable' | 'unreadable', text: string) {
    super(text);
    this.kind = kind;
  }
}

/**
 * Invokes a function over the Lambda Invoke API (RequestResponse), unsigned, and answers its parsed payload.
 * Throws {@link FunctionFailure}.
 */
export async function invokeLambda(
  { endpoint, arn, signal }: { endpoint: string; arn: string; signal: AbortSignal },
  payload: string,
): Promise<unknown> {
  const { response, body } = await post({ endpoint, arn, signal }, payload);
  if (!response.ok) throw new FunctionFailure('unreachable', errorName(response));
  if (response.headers.has('x-amz-function-error')) throw new FunctionFailure('thrown', errorMessage(body));
  return parseJson(body);
}

async function post(
  { endpoint, arn, signal }: { endpoint: string; arn: string; signal: AbortSignal },
  payload: string,
): Promise<{ response: Response; body: string }> {
  try {
    const response = await fetch(`${endpoint}/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
      body: payload,
      signal,
    });
    return { response, body: await response.text() };
  } catch {
    throw new FunctionFailure('unreachable', signal.aborted ? 'TimeoutException' : 'ServiceException');
  }
}

function errorName(response: Response): string {
  return response.headers.get('x-amzn-errortype')?.split(':')[0] || `HTTP ${response.status}`;
}

function errorMessage(body: string): string {
  const payload = parseJson(body);
  const hasMessage = typeof payload === 'object' && payload !== null && 'errorMessage' in payload;
  return hasMessage ? String(payload.errorMessage) : 'Unknown error';
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new FunctionFailure('unreadable', 'Invalid lambda function output : Invalid JSON');
  }
}
