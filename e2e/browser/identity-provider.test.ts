import type { Cohabit } from 'cohabit/up';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openBrowser, see } from '../setup/browser.ts';
import { personOf, startFresh } from '../setup/cohabit.ts';
import { nextCode } from '../setup/totp.ts';

let cohabit: Cohabit;
let browser: Browser;

beforeAll(async () => {
  [cohabit, browser] = await Promise.all([startFresh(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await cohabit?.close();
});

/** From globex's sign-in to its provider, and a person chosen there. */
async function signInAs(page: Page, person: RegExp): Promise<void> {
  await page.goto('/t/globex/sign-in');
  await see(page, 'Sign in to Globex');
  await page.getByRole('link', { name: 'Continue with Globex Workforce' }).click();
  await see(page, 'Globex Workforce');
  await page.getByRole('button', { name: person }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await see(page, 'Sign in');
}

describe('signing in to the taskboard away from it', { timeout: 90_000 }, () => {
  it('makes a newcomer of the tenant’s provider a member of that tenant and of no other', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAs(page, /Nora Newcomer/);
    await see(page, 'Projects');
    expect(new URL(page.url()).pathname).toBe('/t/globex');
    await page.getByText('nora@globex.example').waitFor();
    await page.locator('summary', { hasText: 'Globex' }).click();
    await page.getByText('This is your only tenant here').waitFor();
    await page.goto('/t/initech');
    await see(page, 'Sign in to Initech');
  });

  it('gives the groups of the provider their roles', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAs(page, /Omar Ops/);
    await see(page, 'Projects');
    await page.getByRole('link', { name: 'People' }).click();
    await see(page, 'People');
    await page.getByRole('button', { name: 'Send invitation' }).waitFor();
  });

  it('goes straight to the provider of an e-mail address whose domain is proven', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await page.goto('/sign-in');
    await page.getByLabel('Tenant or e-mail address').fill('anybody@globex.example');
    await page.keyboard.press('Enter');
    await see(page, 'Globex Workforce');
  });

  it('refuses whom the tenant’s rules keep out, and the trace says why and what to do', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAs(page, /Carl Consultant/);
    await see(page, 'Sign in to Globex');
    await page
      .getByRole('alert')
      .filter({ hasText: 'The domain of your e-mail is not among those' })
      .waitFor();
    await page.goto(`${cohabit.urls.cognito}/_local/sign-ins`);
    await page.getByRole('listitem').filter({ hasText: 'Refused' }).getByRole('link').first().click();
    await see(page, /^Sign-in through/);
    await page.getByText('What to do').waitFor();
  });

  it('asks again after sign-out, at the provider and on the pages of the user pool', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAs(page, /Nora Newcomer/);
    await see(page, 'Projects');
    await signOut(page);
    await page.goto('/t/globex/sign-in');
    await page.getByRole('link', { name: 'Use Globex’s own sign-in page' }).click();
    await page.getByLabel('Password', { exact: true }).waitFor();
  });

  it('leads to the tenant’s own pages, with password and code', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    const ada = personOf(cohabit, { tenant: 'acme', email: 'ada@acme.example' });
    await page.goto('/t/acme/sign-in');
    await page.getByRole('link', { name: 'Use Acme’s own sign-in page' }).click();
    await see(page, 'Sign in');
    await page.getByLabel('E-mail address').fill(ada.email);
    await page.getByLabel('Password', { exact: true }).fill(ada.password);
    await page.keyboard.press('Enter');
    await page.getByLabel(/code/i).fill(await nextCode(ada.totpSecret ?? ''));
    await page.keyboard.press('Enter');
    await see(page, 'Projects');
    expect(new URL(page.url()).pathname).toBe('/t/acme');
    await signOut(page);
    await page.goto('/t/acme/sign-in');
    await page.getByRole('link', { name: 'Use Acme’s own sign-in page' }).click();
    await page.getByLabel('Password', { exact: true }).waitFor();
  });

  it('refuses an answer that belongs to no sign-in of this browser', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await page.goto('/sign-in/callback?code=stolen&state=made-up');
    await see(page, 'Sign in');
    await page.getByRole('alert').filter({ hasText: 'no sign-in of this browser' }).waitFor();
  });
});
