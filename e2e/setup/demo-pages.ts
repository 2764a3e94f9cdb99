import type { Page } from 'playwright-core';
import { see } from './browser.ts';
import type { Person } from './cohabit.ts';
import { nextCode } from './totp.ts';

/** Signs in as a person who knows the name of their tenant. */
export async function signInAtTenant(page: Page, person: Person, tenantName: string): Promise<void> {
  await page.goto('/');
  await see(page, 'Sign in');
  await page.getByLabel('Tenant or e-mail address').fill(person.tenant);
  await page.getByRole('button', { name: 'Continue' }).click();
  await see(page, `Sign in to ${tenantName}`);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  if (person.totpSecret !== undefined) await enterCode(page, person.totpSecret);
  await see(page, 'Projects');
}

/** Answers the step that asks for the six digits. */
export async function enterCode(page: Page, secret: string): Promise<void> {
  await see(page, 'Enter your code');
  await page.getByLabel('Six-digit code').fill(await nextCode(secret));
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in as a person who gives their e-mail address. */
export async function signInByEmail(page: Page, person: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.goto('/sign-in');
  await see(page, 'Sign in');
  await page.getByLabel('Tenant or e-mail address').fill(person.email);
  await page.getByRole('button', { name: 'Continue' }).click();
  await see(page, 'Enter your password');
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Presses Tab until this control has the focus, as somebody without a pointer does. */
export async function tabTo(
  page: Page,
  role: 'link' | 'button' | 'textbox' | 'group',
  name: string | RegExp,
): Promise<void> {
  const target =
    role === 'group' ? page.locator('summary').filter({ hasText: name }) : page.getByRole(role, { name });
  for (let presses = 0; presses < 80; presses++) {
    const isThere = await target.first().evaluate((element) => element === document.activeElement);
    if (isThere) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach the ${role} ${name} on ${page.url()}.`);
}
