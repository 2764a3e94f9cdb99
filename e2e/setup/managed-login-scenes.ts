import type { Page } from 'playwright-core';
import { type ManagedLogin, password } from './managed-login.ts';

type Pools = Pick<ManagedLogin, 'plain' | 'choice' | 'mfa'>;

/** A page of managed login, and how a person comes to it, in any language. */
export interface Scene {
  name: string;
  open(page: Page, pools: Pools): Promise<void>;
}

/** Fills in inputs by name and sends their form; waits for the page that comes. */
async function submit(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.fill(`input[name="${name}"]`, value);
  const [last = ''] = Object.keys(fields).slice(-1);
  await press(page, `form:has(input[name="${last}"]) button[type=submit]`);
}

async function press(page: Page, selector: string): Promise<void> {
  const old = await page.locator('h1').elementHandle();
  await page.locator(selector).first().click();
  await old?.waitForElementState('hidden').catch(() => undefined);
  await page.waitForLoadState('load');
}

const at =
  (pool: keyof Pools, path: string, more?: Record<string, string>): Scene['open'] =>
  async (page, pools) => {
    await page.goto(pools[pool].page(path, more));
  };

let count = 0;
/** A name that nobody has, so that one test locks out no other. */
const newName = () => `newcomer-${++count}`;

const signIn =
  (pool: keyof Pools, username: string): Scene['open'] =>
  async (page, pools) => {
    await at(pool, '/login')(page, pools);
    await submit(page, { username, password });
  };

const signUp =
  (secret: string): Scene['open'] =>
  async (page, pools) => {
    await at('plain', '/signup')(page, pools);
    const username = newName();
    await submit(page, {
      username,
      'attribute.email': `${username}@acme.example`,
      'attribute.phone_number': '+12025550123',
      'attribute.birthdate': '1990-12-31',
      password: secret,
    });
  };

const choose =
  (factor?: string): Scene['open'] =>
  async (page, pools) => {
    await at('choice', '/login')(page, pools);
    await submit(page, { username: 'alex@acme.example' });
    if (factor !== undefined) await press(page, `button[value=${factor}]`);
  };

const setUp =
  (factor: string): Scene['open'] =>
  async (page, pools) => {
    await signIn('mfa', 'bare')(page, pools);
    await press(page, `button[value=${factor}]`);
  };

/** One after the other. */
const steps =
  (open: Scene['open'], ...more: Scene['open'][]): Scene['open'] =>
  async (page, pools) => {
    for (const step of [open, ...more]) await step(page, pools);
  };

const send =
  (fields: Record<string, string>): Scene['open'] =>
  (page) =>
    submit(page, fields);

const sendAsNobody =
  (fields: Record<string, string> = {}): Scene['open'] =>
  (page) =>
    submit(page, { username: newName(), ...fields });

async function letTheFormGrowOld(page: Page): Promise<void> {
  await page.locator('input[name=_opened]').evaluateAll((inputs) => {
    for (const input of inputs) input.setAttribute('value', '1');
  });
}

const reasons = [
  'redirect_mismatch',
  'unknown_client',
  'expired',
  'forged',
  'unsolicited',
  'server_error',
  'too_many_requests',
  'anything',
];
const login = at('plain', '/login');

const opens: Record<string, Scene['open']> = {
  ...Object.fromEntries(reasons.map((error) => [`error, ${error}`, at('plain', '/error', { error })])),
  'sign in': login,
  'sign in, refused': steps(login, sendAsNobody({ password: 'Wrong-horse-1' })),
  'sign in, no provider for the address': steps(login, send({ email: 'alex@nowhere.example' })),
  'sign up': at('plain', '/signup'),
  'sign up, refused': signUp('weak'),
  'confirm after sign-up': signUp(password),
  'confirm, a new code sent': steps(signUp(password), (page) =>
    press(page, 'form[action*="/resendcode"] button'),
  ),
  'confirm, coming from elsewhere': at('plain', '/confirmUser'),
  'send a new code': at('plain', '/resendcode'),
  'forgot password': at('plain', '/forgotPassword'),
  'reset password': steps(at('plain', '/forgotPassword'), sendAsNobody()),
  'reset password, refused': steps(
    at('plain', '/confirmForgotPassword'),
    sendAsNobody({ code: '123456', newPassword: password }),
  ),
  'new password': signIn('plain', 'newcomer'),
  'select user': steps(signIn('plain', 'alex'), at('plain', '/login', { prompt: 'select_account' })),
  'add a passkey': steps(signIn('plain', 'alex'), at('plain', '/passkeys/add')),
  'start again': steps(login, letTheFormGrowOld, send({ username: 'alex', password })),
  'sign in, name first': at('choice', '/login'),
  'sign up, password optional': at('choice', '/signup'),
  'choose factor': choose(),
  'password after the name': choose('PASSWORD'),
  'code by e-mail': choose('EMAIL_OTP'),
  'code by e-mail, refused': steps(choose('EMAIL_OTP'), send({ code: '00000000' })),
  'code by text message': choose('SMS_OTP'),
  passkey: choose('WEB_AUTHN'),
  'set up a second step': signIn('mfa', 'bare'),
  'set up an app': setUp('SOFTWARE_TOKEN_MFA'),
  'set up an app, refused': steps(setUp('SOFTWARE_TOKEN_MFA'), send({ code: '000000' })),
  'set up e-mail': setUp('EMAIL_OTP'),
  'set up text messages': setUp('SMS_MFA'),
  'choose the second step': signIn('mfa', 'reachable'),
  'second step by text message': signIn('mfa', 'by-phone'),
};

/** Every page that there is. */
export const managedLoginScenes: readonly Scene[] = Object.entries(opens).map(([name, open]) => ({
  name,
  open,
}));
