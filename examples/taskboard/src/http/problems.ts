import { CohabitError, type ErrorCode } from '@cohabit/core';
import { authenticationChallenge, PROBLEM_CONTENT_TYPE, problem } from '@cohabit/sdk';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ControlPlaneUnavailable } from '../control-plane/client.ts';
import { SignInError, type SignInProblem } from '../sign-in/sign-in-error.ts';
import { type ProblemPage, problemView } from '../views/problem.ts';

const home = { href: '/', label: 'Go to your tenant' };
const signIn = { href: '/sign-in', label: 'Sign in' };
const again = { href: '', label: 'Try again' };

const pages: Partial<Record<ErrorCode, Omit<ProblemPage, 'status'>>> = {
  not_found: {
    title: 'This page does not exist',
    text: 'There is nothing here, or nothing that belongs to your tenant.',
    actions: [home, signIn],
  },
  tenant_not_found: {
    title: 'No such tenant',
    text: 'No tenant has this name. Look at the address you were given.',
    actions: [signIn],
  },
  tenant_suspended: {
    title: 'This tenant is suspended',
    text: 'Nobody can work here at the moment. Your data is kept. Ask whoever runs the taskboard for you.',
    actions: [{ href: '/sign-in', label: 'Sign in to another tenant' }],
  },
  tenant_not_ready: {
    title: 'This tenant is being set up',
    text: 'It takes a few seconds. Try again in a moment.',
    actions: [again],
  },
  forbidden: { title: 'Not allowed', text: 'Your role does not allow this.', actions: [home] },
  body_too_large: { title: 'That is too much text', text: 'Shorten it and send it again.', actions: [home] },
  issuer_unavailable: {
    title: 'The sign-in service does not answer',
    text: 'Your tasks are safe. Try again in a moment.',
    actions: [again],
  },
};

const signInPages: Partial<Record<SignInProblem, Omit<ProblemPage, 'text'>>> = {
  refused: { status: 403, title: 'You cannot act for this tenant', actions: [home, signIn] },
  cognito_unavailable: { status: 503, title: 'The sign-in service does not answer', actions: [again] },
};

function pageOf(error: unknown): ProblemPage {
  if (error instanceof SignInError) {
    const page = signInPages[error.problem] ?? { status: 401, title: 'Sign in again', actions: [signIn] };
    return { ...page, text: error.message };
  }
  if (error instanceof ControlPlaneUnavailable) {
    const text = 'A service the taskboard needs does not answer. Try again in a moment.';
    return { status: 503, title: 'Not reachable right now', text, actions: [again] };
  }
  if (error instanceof HTTPException && error.status === 403) {
    const text = 'This form came from another site, or your browser does not say where it came from.';
    return { status: 403, title: 'Form refused', text, actions: [home] };
  }
  const { status, body } = problem(error);
  if (status === 401) {
    return { status, title: 'Sign in again', text: 'Your sign-in is no longer accepted.', actions: [signIn] };
  }
  const page = pages[body.code] ?? {
    title: body.title,
    text: 'Try again in a moment.',
    actions: [again, home],
  };
  const text = body.code === 'forbidden' && body.detail ? body.detail : page.text;
  return { ...page, text, status };
}

/** Answers a failure as problem+json under /api and as a page elsewhere. What is ours to mend goes to `report`. */
export function answerProblem(report: (error: unknown) => void) {
  return (error: unknown, c: Context): Response | Promise<Response> => {
    if (c.req.path.startsWith('/api/')) return apiProblem(error, c, report);
    const page = pageOf(error);
    if (page.status >= 500) report(error);
    const path = c.req.method === 'GET' && !c.req.path.startsWith('//') ? c.req.path : '/';
    const actions = page.actions.map((action) => (action.href === '' ? { ...action, href: path } : action));
    return c.html(problemView({ ...page, actions }), page.status as ContentfulStatusCode);
  };
}

function apiProblem(error: unknown, c: Context, report: (error: unknown) => void): Response {
  const known =
    error instanceof HTTPException && error.status === 400
      ? new CohabitError('invalid_request', 'The request body is not valid JSON.')
      : error instanceof ControlPlaneUnavailable
        ? new CohabitError('issuer_unavailable', 'The control plane does not answer. Try again in a moment.')
        : error;
  const { status, body } = problem(known);
  if (status >= 500) report(error);
  const challenge = authenticationChallenge(known);
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': PROBLEM_CONTENT_TYPE,
    ...(challenge ? { 'www-authenticate': challenge } : {}),
  });
}
