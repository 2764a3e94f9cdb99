import * as z from 'zod';

/** A string that fits a pattern of the service model as a whole. */
export const matching = (pattern: string) => z.string().regex(new RegExp(`^(?:${pattern})$`, 'u'));

const text = (pattern: string, min: number, max: number) => matching(pattern).min(min).max(max);
const printable = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';

export const userPoolId = text('[\\w-]+_[0-9a-zA-Z]+', 1, 55);
export const poolName = text('[\\w\\s+=,.@-]+', 1, 128);
export const clientId = text('[\\w+]+', 1, 128);
export const clientName = text('[\\w\\s+=,.@-]+', 1, 128);
export const clientSecret = text('[\\w+]+', 24, 64);
export const username = text(printable, 1, 128);
export const password = matching('[\\S]+').max(256);
export const attributeName = z
  .string()
  .min(1)
  .max(32)
  .regex(new RegExp(`^(?:${printable})$`, 'u'));
const attributeValue = z.string().max(2048);
export const token = matching('[A-Za-z0-9-_=.]+');
export const session = z.string().min(20).max(2048);
export const secretHash = text('[\\w+=/]+', 1, 128);
export const confirmationCode = text('[\\S]+', 1, 2048);
export const totpCode = text('[0-9]+', 6, 6);
export const arn = text(
  'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
  20,
  2048,
);
export const pagingToken = matching('[\\S]+').min(1);
export const url = matching('[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+').min(1).max(1024);
/** `<resource server>/<scope>`, or one of the standard scopes. */
export const scope = text('[\\x21\\x23-\\x5B\\x5D-\\x7E]+', 1, 256);
export const tags = z.record(z.string().min(1).max(128), z.string().max(256));
export const clientMetadata = z.record(z.string().max(131_072), z.string().max(131_072));

export const userAttributes = z.array(z.object({ Name: attributeName, Value: attributeValue.optional() }));

/** How many items a page may have; `Limit`, `MaxResults`. */
export const pageSize = (min: number, max: number) => z.int().min(min).max(max);

export const deviceKey = text('[\\w-]+_[0-9a-f-]+', 1, 55);
