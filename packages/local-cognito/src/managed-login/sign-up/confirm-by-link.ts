import type { Answer } from '../../answer.ts';
import { html } from '../../html.ts';
import { DeadEnd } from '../../oauth/authorization-request.ts';
import type { DomainRequest } from '../../oauth/domain-request.ts';
import confirmSignUp from '../../operations/confirm-sign-up.ts';
import { callOperation } from '../call-operation.ts';
import { namedInput } from '../client-proof.ts';
import { createLook } from '../look/look.ts';
import { alert } from '../look/notices.ts';
import { orRefusal, refusalText } from '../refusal.ts';

/** `GET /confirmUser?client_id&user_name&confirmation_code`, the link in a mail. Throws a `DeadEnd`. */
export async function confirmByLink(request: DomainRequest): Promise<Answer> {
  const { cognito, pool, query } = request;
  const client = cognito.store.clients.get(query.get('client_id') ?? '');
  if (client?.poolId !== pool.id) throw new DeadEnd('unknown_client');
  const look = await createLook(request, { client });
  const { t } = look;
  return orRefusal(
    async () => {
      const input = {
        ...namedInput(client, query.get('user_name') ?? ''),
        ConfirmationCode: query.get('confirmation_code') ?? '',
      };
      await callOperation(confirmSignUp, input, cognito);
      return look.page({ title: t('confirmedTitle'), body: html`<p>${t('confirmedText')}</p>` });
    },
    (error) =>
      look.page({
        title: t('errorTitle'),
        status: 400,
        alert: alert({ kind: 'error', text: refusalText({ look }, error) }),
        body: html``,
      }),
  );
}
