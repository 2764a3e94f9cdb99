import type { ClientRecord } from '../storage/records.ts';
import { notAuthorized } from '../wire/errors.ts';

const neverWritable = new Set(['sub', 'identities', 'email_verified', 'phone_number_verified']);

/** Throws NotAuthorizedException when the client may not write one of these attributes on a user's behalf. */
export function checkWritable({ client }: ClientRecord, names: readonly string[]): void {
  const isWritable = (name: string) =>
    !neverWritable.has(name) &&
    (client.WriteAttributes === undefined || client.WriteAttributes.includes(name));
  if (!names.every(isWritable)) throw notAuthorized('A client attempted to write unauthorized attribute');
}
