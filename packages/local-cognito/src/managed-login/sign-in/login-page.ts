import type { Answer } from '../../answer.ts';
import { type Html, html } from '../../html.ts';
import { primaryButton, providerButton, secondaryButton } from '../look/buttons.ts';
import { field, passwordField } from '../look/fields.ts';
import { alert, divider, linkRow } from '../look/notices.ts';
import { signInNameField } from '../sign-in-name.ts';
import { pageHref, postForm, type Visit } from '../visit.ts';
import { isChoiceBased } from './offered-factors.ts';
import { hasDomain, hasOwnUsers, providerHref, providersOf } from './providers.ts';

export interface LoginPage {
  /** What was typed as name before. */
  name?: string | undefined;
  /** What was typed as e-mail address to find a provider by. */
  email?: string | undefined;
  refusal?: string | undefined;
  /** Something good that happened before. */
  notice?: string | undefined;
}

/** Where a sign-in begins: the pool's own users, and the client's providers. */
export function loginPage(visit: Visit, page: LoginPage = {}): Answer {
  const { t } = visit.look;
  const own = hasOwnUsers(visit) ? ownForm(visit, page) : undefined;
  const federated = providers(visit, page);
  const ways = (visit.look.isFederatedFirst ? [federated, own] : [own, federated]).filter(
    (way) => way !== undefined,
  );
  return visit.look.page({
    title: t('signInTitle'),
    alert: announcement(page),
    body: html`${ways.map((way, index) => html`${index > 0 ? divider(t) : undefined}${way}`)}${hasOwnUsers(visit) ? signUpLink(visit) : undefined}`,
  });
}

/** The alert on top of a page. */
export function announcement({ refusal, notice }: Pick<LoginPage, 'refusal' | 'notice'>): Html | undefined {
  if (refusal !== undefined) return alert({ kind: 'error', text: refusal });
  return notice === undefined ? undefined : alert({ kind: 'success', text: notice });
}

function ownForm(visit: Visit, { name = visit.authorization.loginHint }: LoginPage): Html {
  const { t } = visit.look;
  const nameField = signInNameField(visit, { value: name, hasFocus: name === undefined });
  if (isChoiceBased(visit)) {
    return postForm(
      visit,
      '/login',
      { step: 'username' },
      html`${nameField}${primaryButton({ label: t('next') })}`,
    );
  }
  const hasFocus = name !== undefined;
  return html`${postForm(
    visit,
    '/login',
    { step: 'password' },
    html`${nameField}${passwordField(t, { name: 'password', label: t('password'), autocomplete: 'current-password', hasFocus })}${primaryButton({ label: t('signIn') })}`,
  )}${linkRow([{ href: pageHref(visit, '/forgotPassword'), label: t('forgotPasswordLink') }])}`;
}

function providers(visit: Visit, { email }: LoginPage): Html | undefined {
  const { t } = visit.look;
  const all = providersOf(visit);
  const buttons = all
    .filter((provider) => !hasDomain(provider))
    .map((provider) => {
      const name = provider.ProviderName;
      const label = t('signInWith', { provider: name });
      const icon = visit.look.providerIcon(name);
      return providerButton({ href: providerHref(visit, provider), label, name, icon });
    });
  const byEmail = all.some(hasDomain) ? emailForm(visit, email) : undefined;
  if (buttons.length === 0) return byEmail;
  return html`${buttons}${byEmail && html`${divider(t)}${byEmail}`}`;
}

/** Finds the provider of a company, whose name is not for everybody to see. */
function emailForm(visit: Visit, email: string | undefined): Html {
  const { t } = visit.look;
  const isOnly = !hasOwnUsers(visit);
  const button = isOnly ? primaryButton : secondaryButton;
  return postForm(
    visit,
    '/login',
    { step: 'provider' },
    html`<h2>${t('signInByProviderTitle')}</h2>${field({
      name: 'email',
      label: t('email'),
      type: 'email',
      hint: t('signInByProviderDescription'),
      autocomplete: 'email',
      value: email ?? visit.authorization.loginHint,
    })}${button({ label: t('withProvider') })}`,
  );
}

function signUpLink(visit: Visit): Html | undefined {
  const { t } = visit.look;
  if (visit.request.pool.pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly) return undefined;
  return linkRow([{ text: t('noAccountYet'), href: pageHref(visit, '/signup'), label: t('signUpLink') }]);
}
