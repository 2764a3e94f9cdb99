import { redirect } from '../oauth/redirect.ts';
import { openPasskeyVisit, showAddPasskey, submitAddPasskey } from './passkeys/add-passkey.ts';
import {
  showForgotPassword,
  showResetPassword,
  submitForgotPassword,
  submitResetPassword,
} from './password/forgot-password.ts';
import { showLogin, submitLogin } from './sign-in/login.ts';
import { showConfirm, showResend, submitConfirm, submitResend } from './sign-up/confirm.ts';
import { confirmByLink } from './sign-up/confirm-by-link.ts';
import { showSignUp, submitSignUp } from './sign-up/sign-up.ts';
import { submitNewPassword, submitStep } from './steps/submit-step.ts';
import { pageHref, showing, submitting, type Visit } from './visit.ts';

/** A step has no address of its own: whoever comes back to it later begins anew. */
const toLogin = (visit: Visit) => redirect(pageHref(visit, '/login'));

const enterCode = showing(showConfirm);

/** By path: what shows a page, and what takes its form. */
export const pages = {
  '/login': { GET: showing(showLogin), POST: submitting(submitLogin) },
  '/mfa': { GET: showing(toLogin), POST: submitting(submitStep) },
  '/changePassword': { GET: showing(toLogin), POST: submitting(submitNewPassword) },
  '/signup': { GET: showing(showSignUp), POST: submitting(submitSignUp) },
  '/confirmUser': {
    GET: (request: Visit['request']) =>
      request.query.has('confirmation_code') ? confirmByLink(request) : enterCode(request),
    POST: submitting(submitConfirm),
  },
  '/resendcode': { GET: showing(showResend), POST: submitting(submitResend) },
  '/forgotPassword': { GET: showing(showForgotPassword), POST: submitting(submitForgotPassword) },
  '/confirmForgotPassword': { GET: showing(showResetPassword), POST: submitting(submitResetPassword) },
  '/passkeys/add': {
    GET: showing(showAddPasskey, openPasskeyVisit),
    POST: submitting(submitAddPasskey, openPasskeyVisit),
  },
};
