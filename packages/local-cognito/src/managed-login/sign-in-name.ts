import type { Html } from '../html.ts';
import type { PoolRecord } from '../storage/records.ts';
import { field } from './look/fields.ts';
import type { TextKey } from './look/translate.ts';
import type { Visit } from './visit.ts';

/** What people of this pool sign in with. */
function nameKind({ pool }: PoolRecord): { label: TextKey; type: 'text' | 'email' | 'tel'; hint?: TextKey } {
  const attributes = new Set(pool.UsernameAttributes);
  if (attributes.has('email') && attributes.has('phone_number')) {
    return { label: 'emailOrPhoneNumber', type: 'text', hint: 'phoneNumberHint' };
  }
  if (attributes.has('email')) return { label: 'email', type: 'email' };
  if (attributes.has('phone_number')) return { label: 'phoneNumber', type: 'tel', hint: 'phoneNumberHint' };
  const aliases = new Set(pool.AliasAttributes);
  if (aliases.has('email') && aliases.has('phone_number')) {
    return { label: 'usernameEmailOrPhoneNumber', type: 'text' };
  }
  if (aliases.has('email')) return { label: 'usernameOrEmail', type: 'text' };
  return { label: aliases.has('phone_number') ? 'usernameOrPhoneNumber' : 'username', type: 'text' };
}

interface NameField {
  value?: string | undefined;
  error?: string | undefined;
  hasFocus?: boolean;
}

/** The field `username`, for somebody who is a user already. */
export function signInNameField({ look, request }: Visit, settings: NameField): Html {
  const { label, type, hint } = nameKind(request.pool);
  return field({
    name: 'username',
    label: look.t(label),
    type,
    hint: hint && look.t(hint),
    autocomplete: 'username',
    ...settings,
  });
}

/** The same for a new user, who does not have an alias yet. */
export function newNameField({ look, request }: Visit, settings: NameField): Html {
  const { label, type, hint } = nameKind(request.pool);
  const hasAttributes = Boolean(request.pool.pool.UsernameAttributes?.length);
  return field({
    name: 'username',
    label: look.t(hasAttributes ? label : 'username'),
    type,
    hint: hint && look.t(hint),
    autocomplete: 'username',
    ...settings,
  });
}
