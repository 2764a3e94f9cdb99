/** oidc-provider brings no types: as much as the benchmark uses. */
declare module 'oidc-provider' {
  interface Saved {
    save(): Promise<string>;
  }
  interface Grant extends Saved {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
  }
  export class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (request: unknown, response: unknown) => void;
    Client: { find(id: string): Promise<object> };
    Grant: new (
      properties: object,
    ) => Grant;
    RefreshToken: new (
      properties: object,
    ) => Saved;
  }
}
