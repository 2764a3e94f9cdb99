import type { Medium } from '../messages/purpose.ts';
import { invalidParameter } from '../wire/errors.ts';

/** The medium of an attribute that can be verified. Throws InvalidParameterException for any other. */
export function mediumOfAttribute(name: string): Medium {
  if (name === 'email') return 'EMAIL';
  if (name === 'phone_number') return 'SMS';
  throw invalidParameter(`Attribute ${name} can not be verified; only email and phone_number can.`);
}
