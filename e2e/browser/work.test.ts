import type { Cohabit } from 'cohabit/up';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, launchBrowser, openBrowser, see } from '../setup/browser.ts';
import { personOf, startFresh } from '../setup/cohabit.ts';
import { signInAtTenant, signInByEmail, tabTo } from '../setup/demo-pages.ts';

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
const pathOf = (page: { url(): string }) => new URL(page.url()).pathname;

describe('working with the taskboard', { timeout: 90_000 }, () => {
  it('can be done with the keyboard alone', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    const { keyboard } = page;
    const ivan = seeded('initech', 'ivan@initech.example');
    await page.goto('/sign-in');
    await see(page, 'Sign in');
    await keyboard.type(ivan.email);
    await keyboard.press('Enter');
    await see(page, 'Enter your password');
    await keyboard.type(ivan.password);
    await keyboard.press('Enter');
    await see(page, 'Projects');

    await keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await tabTo(page, 'group', 'New project');
    await keyboard.press('Enter');
    await tabTo(page, 'textbox', 'Project name');
    await keyboard.type('Printer revolt');
    await keyboard.press('Tab');
    await keyboard.type('PC load letter.');
    await expectAccessible(page);
    await tabTo(page, 'button', 'Create project');
    await keyboard.press('Enter');
    await see(page, 'Printer revolt');

    await tabTo(page, 'group', /^Add task to To do$/);
    await keyboard.press('Enter');
    await tabTo(page, 'textbox', 'Title');
    await keyboard.type('Find out what it means');
    await keyboard.press('Enter');
    await page.getByText('added to To do').waitFor();
    await see(page, 'Printer revolt');

    await tabTo(page, 'button', 'Move “Find out what it means” to Doing');
    await keyboard.press('Enter');
    await page.getByText('moved to Doing').waitFor();
    await see(page, 'Printer revolt');
    await page.locator('[data-column=doing]').getByRole('link', { name: 'Find out what it means' }).waitFor();

    await tabTo(page, 'link', 'Find out what it means');
    await keyboard.press('Enter');
    await see(page, 'Edit task');
    await tabTo(page, 'textbox', 'Notes');
    await keyboard.type('Paper cassette, letter size.');
    await tabTo(page, 'button', 'Save task');
    await keyboard.press('Enter');
    await page.getByText('Task saved.').waitFor();
    await page.getByText('Paper cassette, letter size.').waitFor();

    await tabTo(page, 'link', 'Delete project');
    await keyboard.press('Enter');
    await see(page, 'Delete project?');
    await tabTo(page, 'button', 'Delete project and tasks');
    await keyboard.press('Enter');
    await page.getByText('Project deleted.').waitFor();
    await see(page, 'Projects');
    expect(await page.getByRole('link', { name: 'Printer revolt' }).count()).toBe(0);
  });

  it('says what is wrong with a form, beside the field', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAtTenant(page, seeded('hooli', 'hana@hooli.example'), 'Hooli');
    await page.locator('summary').filter({ hasText: 'New project' }).click();
    await page.getByRole('button', { name: 'Create project' }).click();
    await page.locator('.field-error').waitFor();
    await see(page, 'Projects');
    expect(await page.getByLabel('Project name').getAttribute('aria-invalid')).toBe('true');
  });

  it('explains each claim of the token', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    const gita = seeded('globex', 'gita@globex.example');
    await signInAtTenant(page, gita, 'Globex');
    await page.getByRole('link', { name: 'My token' }).click();
    await see(page, 'My token');
    for (const kind of ['Access token', 'ID token']) {
      const section = page.getByRole('region', { name: kind });
      for (const claim of ['tenant_id', 'roles', 'user_id', 'tenant_plan', 'membership_version']) {
        await section
          .locator('.claim')
          .filter({ has: page.getByText(claim, { exact: true }) })
          .first()
          .waitFor();
      }
      await section.getByText(gita.tenantId, { exact: true }).waitFor();
    }
    expect(await page.content()).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
  });

  it('counts each page in the usage of the tenant', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAtTenant(page, seeded('hooli', 'hana@hooli.example'), 'Hooli');
    const figure = async () => {
      await page.goto('/t/hooli/usage');
      await see(page, 'Usage');
      return Number(((await page.locator('.figure').first().textContent()) ?? '').replaceAll(/\D/g, ''));
    };
    const before = await figure();
    await page.goto('/t/hooli');
    await page.goto('/t/hooli/token');
    expect(await figure()).toBe(before + 3);
    await page.getByText('Show as table').click();
    await expectAccessible(page);
  });

  it('shows usage to every member, and people to admins only', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAtTenant(page, seeded('initech', 'alex@example.com'), 'Initech');
    await page.getByRole('link', { name: 'People' }).click();
    await see(page, 'People');
    await page.getByText('Only admins manage people').waitFor();
    expect(await page.content()).not.toContain('ivan@initech.example');
    await page.getByRole('link', { name: 'Usage' }).click();
    await see(page, 'Usage');
    await page.getByText('requests this month').waitFor();
  });

  it('holds two tenants in two tabs, without a second sign-in', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInByEmail(page, seeded('hooli', 'alex@example.com'));
    await see(page, 'Projects');
    await page.goto('/t/initech');
    await see(page, 'Projects');

    const other = await visitor.openTab();
    await other.goto('/t/initech');
    await other.locator('summary').filter({ hasText: 'Initech, switch tenant' }).click();
    await expectAccessible(other);
    expect(await other.locator('.switcher li').allInnerTexts()).toEqual([
      'Globex',
      'Hooli',
      'Sign in to another tenant',
    ]);
    await other.getByRole('link', { name: 'Globex' }).click();
    await other.getByRole('link', { name: 'Solar roof, Rotterdam' }).waitFor();
    await see(other, 'Projects');
    expect(pathOf(other)).toBe('/t/globex');

    await page.getByRole('link', { name: 'TPS reports' }).click();
    await see(page, 'TPS reports');
    await other.getByRole('link', { name: 'Website relaunch' }).click();
    await see(other, 'Website relaunch');
    for (const [tab, tenant] of [
      [page, 'initech'],
      [other, 'globex'],
    ] as const) {
      await tab.getByRole('link', { name: 'My token' }).click();
      await see(tab, 'My token');
      expect(pathOf(tab)).toBe(`/t/${tenant}/token`);
      const { tenantId } = seeded(tenant, 'alex@example.com');
      await tab.getByRole('region', { name: 'Access token' }).getByText(tenantId, { exact: true }).waitFor();
    }
  });

  it('ends with the sign-out, in every tab', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAtTenant(page, seeded('globex', 'gita@globex.example'), 'Globex');
    const other = await visitor.openTab();
    await other.goto('/t/globex');
    await see(other, 'Projects');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await see(page, 'Sign in');
    await other.reload();
    await see(other, 'Sign in to Globex');
  });

  it('answers the address of another tenant with its sign-in, and things of another tenant as not there', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await signInAtTenant(page, seeded('hooli', 'hana@hooli.example'), 'Hooli');
    await page.goto('/t/initech');
    await see(page, 'Sign in to Initech');
    await page.goto('/t/hooli/projects/prj_00000000000000000000000000');
    await see(page, 'This page does not exist');
  });

  it('says that a tenant is suspended', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    const { tenants } = cohabit.controlPlane.services;
    const created = await tenants.create(
      {
        slug: 'umbrella',
        name: 'Umbrella',
        model: 'shared',
        plan: 'starter',
        settings: {},
        firstAdmin: { email: 'uma@umbrella.example' },
      },
      'reconciler',
    );
    await tenants.suspend(created.id, 'reconciler');
    await page.goto('/t/umbrella/sign-in');
    await see(page, 'This tenant is suspended');
  });

  it('can be read in the dark', async (test) => {
    await using visitor = await openBrowser(browser, cohabit.urls.demo, test);
    const { page } = visitor;
    await page.emulateMedia({ colorScheme: 'dark' });
    await signInAtTenant(page, seeded('hooli', 'hana@hooli.example'), 'Hooli');
    for (const [link, heading] of [
      ['Launch week', 'Launch week'],
      ['Usage', 'Usage'],
      ['People', 'People'],
      ['My token', 'My token'],
    ] as const) {
      await page.getByRole('link', { name: link }).click();
      await see(page, heading);
    }
  });
});
