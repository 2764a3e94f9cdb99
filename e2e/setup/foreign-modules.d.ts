/** As far as the tests use them: neither package has types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  export default class Provider {
    constructor(issuer: string, configuration: object);
    callback(): RequestListener;
  }
}

declare module 'samlp' {
  import type { RequestHandler } from 'express';

  interface Credentials {
    issuer: string;
    /** PEM. */
    cert: string;
    key: string;
  }
  const samlp: {
    auth(
      options: Credentials & {
        getPostURL: (
          audience: string,
          request: Document,
          message: unknown,
          callback: (error: Error | null, url: string) => void,
        ) => void;
        getUserFromRequest: (request: unknown) => object;
        destination: string;
        recipient: string;
      },
    ): RequestHandler;
    metadata(
      options: Credentials & { redirectEndpointPath: string; postEndpointPath: string },
    ): RequestHandler;
  };
  export default samlp;
}
