import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import type { UserRecord } from '../../storage/records.ts';
import { linkRow } from '../look/notices.ts';
import type { Visit } from '../visit.ts';

/** `prompt=select_account`: go on as who is signed in, or sign in as somebody else. */
export function selectUserPage({ look, request, authorization }: Visit, user: UserRecord): Answer {
  const { t } = look;
  const href = (path: string, prompt: 'login' | undefined) => {
    const query = new URLSearchParams(authorization.query);
    if (prompt) query.set('prompt', prompt);
    else query.delete('prompt');
    return `${request.basePath}${path}?${query}`;
  };
  const label = t('continueAs', { username: displayName(user) });
  return look.page({
    title: t('selectUserTitle'),
    description: t('selectUserDescription'),
    body: html`<p><a class="button primary" href="${href('/oauth2/authorize', undefined)}">${label}</a></p>
${linkRow([{ href: href('/login', 'login'), label: t('useAnotherUser') }])}`,
  });
}

/** What people call themselves, where the username may be an id. */
export function displayName({ username, attributes }: UserRecord): string {
  return attributes.email ?? attributes.phone_number ?? username;
}
