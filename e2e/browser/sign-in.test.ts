import { AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { TenantId } from '@cohabit/core';
import type { Cohabit } from 'cohabit/up';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openBrowser, see } from '../setup/browser.ts';
import { personOf, startFresh } from '../setup/cohabit.ts';
import { enterCode, signInAtTenant, signInByEmail } from '../setup/demo-pages.ts';
import { cognitoClient } from '../setup/sign-in.ts';
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

const seeded = (tenant: string, email: string) => personOf(cohabit, { tenant, email });

describe('signing in to the taskboard', { timeout: 90_000 }, () => {
  it('asks a person of a tenant with its own user pool for password and code', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAtTenant(page, seeded('acme', 'ada@acme.example'), 'Acme');
    expect(new URL(page.url()).pathname).toBe('/t/acme');
    await page.getByRole('link', { name: 'Warehouse robots, line 4' }).waitFor();
  });

  it('refuses a wrong code and takes the right one', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    const arun = seeded('acme', 'arun@acme.example');
    await page.goto('/t/acme/sign-in');
    await see(page, 'Sign in to Acme');
    await page.getByLabel('E-mail address').fill(arun.email);
    await page.getByLabel('Password').fill(arun.password);
    await page.keyboard.press('Enter');
    await see(page, 'Enter your code');
    await page.getByLabel('Six-digit code').fill('000000');
    await page.keyboard.press('Enter');
    await page.locator('.field-error').waitFor();
    await enterCode(page, arun.totpSecret ?? '');
    await see(page, 'Projects');
  });

  it('lets a person of a tenant with its own app client in', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAtTenant(page, seeded('globex', 'gita@globex.example'), 'Globex');
    expect(new URL(page.url()).pathname).toBe('/t/globex');
    await page.getByRole('link', { name: 'Solar roof, Rotterdam' }).waitFor();
  });

  it('finds the tenant of a person of a shared user pool by the e-mail address', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInByEmail(page, seeded('initech', 'ivan@initech.example'));
    await see(page, 'Projects');
    expect(new URL(page.url()).pathname).toBe('/t/initech');
    await page.getByRole('link', { name: 'TPS reports' }).waitFor();
  });

  it('says what is wrong with a tenant, an address or a password, and keeps what was typed', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page
      .locator('.field-error')
      .filter({ hasText: 'Enter your tenant or your e-mail address.' })
      .waitFor();
    await page.getByLabel('Tenant or e-mail address').fill('umbrella');
    await page.keyboard.press('Enter');
    await page.locator('.field-error').filter({ hasText: 'No tenant has this name.' }).waitFor();
    await see(page, 'Sign in');
    expect(await page.getByLabel('Tenant or e-mail address').inputValue()).toBe('umbrella');

    await page.goto('/t/hooli/sign-in');
    await page.getByLabel('E-mail address').fill('hana@hooli.example');
    await page.getByLabel('Password').fill('Not-the-right-1!');
    await page.keyboard.press('Enter');
    await page.locator('.field-error').waitFor();
    await see(page, 'Sign in to Hooli');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('hana@hooli.example');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
  });

  it('does not let somebody into a tenant that they are no member of', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    const ivan = seeded('initech', 'ivan@initech.example');
    await page.goto('/t/hooli/sign-in');
    await page.getByLabel('E-mail address').fill(ivan.email);
    await page.getByLabel('Password').fill(ivan.password);
    await page.keyboard.press('Enter');
    await see(page, 'You cannot act for this tenant');
    await page.goto('/t/hooli');
    await see(page, 'Sign in to Hooli');
  });

  it('leads a freshly invited member through a new password', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAtTenant(page, seeded('globex', 'gita@globex.example'), 'Globex');
    await page.getByRole('link', { name: 'People' }).click();
    await see(page, 'People');
    await page.getByLabel('Name').fill('Kim Newcomer');
    await page.getByLabel('E-mail address').fill('kim@globex.example');
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await page.getByText('Kim Newcomer was invited.').waitFor();
    await see(page, 'People');
    await page.getByRole('cell', { name: 'kim@globex.example' }).waitFor();

    await using other = await openBrowser(browser, cohabit.urls.demo, test);
    await chooseNewPassword(other.page, { tenant: 'globex', email: 'kim@globex.example' });
    await see(other.page, 'Projects');
    expect(new URL(other.page.url()).pathname).toBe('/t/globex');
  });

  it('leads a freshly invited member of a tenant that requires it through setting up an authenticator', async (test) => {
    const acme = cohabit.seed.tenants.find(({ slug }) => slug === 'acme');
    await cohabit.controlPlane.services.members.invite(
      acme?.id as TenantId,
      { email: 'noor@acme.example', name: 'Noor', roles: ['member'] },
      'reconciler',
    );
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await chooseNewPassword(page, { tenant: 'acme', email: 'noor@acme.example' });
    await see(page, 'Set up your authenticator');
    const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(/\s/g, '');
    await page.getByLabel('Six-digit code').fill(await nextCode(secret));
    await page.getByRole('button', { name: 'Turn on and sign in' }).click();
    await see(page, 'Projects');
    expect(new URL(page.url()).pathname).toBe('/t/acme');
  });

  /** Cognito's mail with the temporary password goes nowhere on a laptop, so an operator sets one here. */
  async function chooseNewPassword(
    page: Parameters<typeof see>[0],
    { tenant, email }: { tenant: string; email: string },
  ): Promise<void> {
    const place = cohabit.seed.tenants.find(({ slug }) => slug === tenant);
    const cognito = cognitoClient(cohabit);
    const Password = 'Temporary-for-once-1!';
    await cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: place?.userPoolId,
        Username: email,
        Password,
        Permanent: false,
      }),
    );
    cognito.destroy();
    await page.goto(`/t/${tenant}/sign-in`);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(Password);
    await page.keyboard.press('Enter');
    await see(page, 'Choose your password');
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByLabel('New password again').fill('shorter');
    await page.keyboard.press('Enter');
    await page.locator('.field-error').filter({ hasText: 'differ' }).waitFor();
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByLabel('New password again').fill('short');
    await page.keyboard.press('Enter');
    await page
      .locator('.field-error')
      .filter({ hasText: /password/i })
      .waitFor();
    await see(page, 'Choose your password');
    await page.getByLabel('New password', { exact: true }).fill('Mine-alone-for-good-1!');
    await page.getByLabel('New password again').fill('Mine-alone-for-good-1!');
    await page.getByRole('button', { name: 'Save password and continue' }).click();
  }
});
