import type { Context, Hono } from 'hono';
import { readForm } from '../http/forms.ts';
import type { Parts } from '../http/parts.ts';
import type { RouteTable } from '../http/route-table.ts';
import type { VisitorEnv } from '../http/visitor.ts';
import type { Challenge, SignInAnswer, SignInClient } from '../sign-in/cognito.ts';
import type { PendingSignIn } from '../sign-in/sessions.ts';
import { emptyForm, type FormState } from '../views/form.ts';
import type { Markup } from '../views/markup.ts';
import { authenticatorView, codeView, newPasswordView } from '../views/sign-in.ts';
import { continueSignIn, isMendable } from './sign-in.ts';

interface UnderWay {
  pending: PendingSignIn;
  client: SignInClient;
  challenge: Challenge;
}

/** The sign-in of this visitor, if it waits at this step. */
function underWay(c: Context<VisitorEnv>, step: Challenge['step']): UnderWay | undefined {
  const pending = c.get('visitor').session?.pending;
  if (!pending?.client || pending.challenge?.step !== step) return undefined;
  return { pending, client: pending.client, challenge: pending.challenge };
}

/** The steps that Cognito may ask for after the password: a new password, an authenticator to set up, a code. */
export function addChallengePages(app: Hono<VisitorEnv>, routes: RouteTable, parts: Parts): void {
  function addStep(options: {
    step: Challenge['step'];
    view(state: UnderWay, form: FormState, token: string): Markup;
    /** Field errors, when the input cannot be right. */
    check(fields: Record<string, string>): Record<string, string> | undefined;
    answer(state: UnderWay, fields: Record<string, string>): Promise<SignInAnswer>;
    errorField: string;
  }): void {
    const { step, view, check, answer, errorField } = options;
    const path = `/sign-in/${step}`;

    routes.add(app, { method: 'GET', path, kind: 'open' }, (c) => {
      const state = underWay(c, step);
      if (!state) return c.redirect('/sign-in', 303);
      return c.html(view(state, emptyForm, c.get('visitor').formToken));
    });

    routes.add(app, { method: 'POST', path, kind: 'open' }, async (c) => {
      const state = underWay(c, step);
      if (!state) return c.redirect('/sign-in', 303);
      const refuse = (errors: Record<string, string>) =>
        c.html(view(state, { values: {}, errors }, c.get('visitor').formToken), 422);
      const fields = await readForm(c);
      const errors = check(fields);
      if (errors) return refuse(errors);
      try {
        return await continueSignIn(c, parts, { ...state, answer: await answer(state, fields) });
      } catch (error) {
        if (isMendable(error)) return refuse({ [errorField]: error.message });
        throw error;
      }
    });
  }

  addStep({
    step: 'new-password',
    errorField: 'password',
    view: ({ pending }, form, token) => newPasswordView({ form, token, email: pending.email }),
    check: ({ password, repeated }) => {
      if (!password) return { password: 'Enter a new password.' };
      return password === repeated
        ? undefined
        : { repeated: 'The two passwords differ. Enter the same one twice.' };
    },
    answer: ({ pending, client, challenge }, { password = '' }) =>
      parts.cognito.answerNewPassword(client, challenge, password, pending.wanted?.tenantId),
  });

  addStep({
    step: 'authenticator',
    errorField: 'code',
    view: ({ pending, challenge }, form, token) =>
      authenticatorView({
        form,
        token,
        email: pending.email,
        secret: challenge.step === 'authenticator' ? challenge.secret : '',
        issuer: pending.wanted ? `Taskboard ${pending.wanted.name}` : 'Taskboard',
      }),
    check: checkCode,
    answer: ({ pending, client, challenge }, { code = '' }) =>
      parts.cognito.finishAuthenticator(client, challenge, digitsOf(code), pending.wanted?.tenantId),
  });

  addStep({
    step: 'code',
    errorField: 'code',
    view: (_state, form, token) => codeView({ form, token }),
    check: checkCode,
    answer: ({ pending, client, challenge }, { code = '' }) =>
      parts.cognito.answerCode(client, challenge, digitsOf(code), pending.wanted?.tenantId),
  });
}

/** People type codes in groups. */
function digitsOf(code: string): string {
  return code.replace(/\s/g, '');
}

function checkCode({ code = '' }: Record<string, string>): Record<string, string> | undefined {
  return /^\d{6}$/.test(digitsOf(code)) ? undefined : { code: 'Enter the six digits that the app shows.' };
}
