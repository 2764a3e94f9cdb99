export type FetchRefusal =
  | 'protocol'
  | 'port'
  | 'address'
  | 'redirects'
  | 'redirected request'
  | 'content type'
  | 'size'
  | 'timeout'
  | 'unreachable';

/** An address was not fetched, or its answer not taken. `text` and `remedy` are for the trace of a sign-in. */
export class FetchRefused extends Error {
  readonly reason: FetchRefusal;
  readonly text: string;
  readonly remedy: string;

  /** `where` is the host, or the URL where it cannot be read; `detail` what was seen. */
  constructor(reason: FetchRefusal, where: string, detail = '') {
    const [text, remedy] = explanations[reason](where, detail);
    super(text);
    this.reason = reason;
    this.text = text;
    this.remedy = remedy;
  }

  /** What stopped a request, in words: what was thrown below is not for people. */
  static from(error: unknown, { host }: URL): FetchRefused {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof FetchRefused) return cause;
      if (cause.name === 'TimeoutError') return new FetchRefused('timeout', host);
      const code = codeOf(cause);
      if (code !== undefined) return new FetchRefused('unreachable', host, code);
    }
    return new FetchRefused('unreachable', host);
  }
}

/** Such as `ECONNREFUSED`; several addresses were tried where a name has several. */
function codeOf(error: Error): string | undefined {
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  const { code } = first as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

const checkAddress = "Check the address in the identity provider's ProviderDetails";

const explanations: Record<FetchRefusal, (where: string, detail: string) => [string, string]> = {
  protocol: (where) => [
    `${where} is not fetched: identity providers are reached by https, and by http on this machine only.`,
    `${checkAddress} and in what the provider publishes.`,
  ],
  port: (where) => [
    `${where} is not fetched: Cognito reaches identity providers at port 443 only.`,
    'Let the provider answer at port 443, or start local-cognito with allowPrivateAddresses.',
  ],
  address: (where) => [
    `${where} is not fetched: it is, or leads to, a private or link-local address.`,
    'Give an address that is reached from the internet, or start local-cognito with allowPrivateAddresses.',
  ],
  redirects: (where) => [
    `${where} redirects more often than 20 times.`,
    'Give the address that answers without a redirect.',
  ],
  'redirected request': (where) => [
    `${where} answered a request that carries secrets with a redirect, which is not followed.`,
    'Give the address that answers without a redirect.',
  ],
  'content type': (where, detail) => [
    `${where} answered with the content type ${detail || 'none'}, which was not expected.`,
    `${checkAddress}: it seems to be that of a page.`,
  ],
  size: (where) => [
    `The answer of ${where} is longer than 1 MiB and was not read to its end.`,
    `${checkAddress}: a provider's documents are small.`,
  ],
  timeout: (where) => [
    `${where} did not answer within 5 seconds.`,
    'See whether the provider is up and reached from here.',
  ],
  unreachable: (where, detail) => [
    `${where} cannot be reached${detail && ` (${detail})`}.`,
    `${checkAddress}, and whether the provider is up and has a valid certificate.`,
  ],
};
