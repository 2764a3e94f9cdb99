import * as z from 'zod';

const pem = z.string().startsWith('-----BEGIN', 'expected a private key in PEM form');
const signingKey = z.strictObject({ kid: z.string().min(1), privateKeyPem: pem });
const attributes = z.record(z.string(), z.string());

/**
 * A pool as a JSON document: everything that local-cognito keeps of it, except the sign-ins in progress and the refresh
 * tokens. Its members are those of the storage records; what is not checked here is kept as it is.
 */
export const poolDocument = z.strictObject({
  format: z.literal('local-cognito/pool'),
  version: z.literal(1),
  pool: z.looseObject({
    id: z.string().regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'expected a user pool id such as us-east-1_AbCdEf123'),
    pool: z.looseObject({
      Id: z.string(),
      Name: z.string(),
      Arn: z.string(),
      SchemaAttributes: z.array(z.looseObject({ Name: z.string() })),
    }),
    mfa: z.looseObject({ mode: z.enum(['OFF', 'ON', 'OPTIONAL']), softwareToken: z.boolean() }),
  }),
  /** Only in exports with secrets. Without them an imported pool keeps the keys it has, or gets new ones. */
  keys: z.strictObject({ id: signingKey, access: signingKey }).optional(),
  clients: z.array(
    z.looseObject({
      id: z.string().regex(/^[\w+]{1,128}$/, 'expected an app client id'),
      client: z.looseObject({ ClientId: z.string(), UserPoolId: z.string() }),
    }),
  ),
  users: z.array(
    z.looseObject({
      username: z.string().min(1),
      sub: z.string().min(1),
      attributes,
      status: z.string(),
      enabled: z.boolean(),
      mfa: z.looseObject({ enabled: z.array(z.string()) }),
      failedSignIns: z.looseObject({ count: z.number(), lastAt: z.number() }),
      createdAt: z.number(),
      updatedAt: z.number(),
    }),
  ),
  documents: z.array(
    z.strictObject({
      kind: z.string().min(1),
      id: z.string(),
      owner: z.string().optional(),
      document: z.unknown(),
    }),
  ),
});

export type PoolDocument = z.output<typeof poolDocument>;
