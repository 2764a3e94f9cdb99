import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, launchBrowser, openBrowser } from '../setup/browser.ts';
import { type ManagedLogin, password, startManagedLogin } from '../setup/managed-login.ts';
import { managedLoginScenes } from '../setup/managed-login-scenes.ts';

let browser: Browser;
let login: ManagedLogin;

beforeAll(async () => {
  [browser, login] = await Promise.all([launchBrowser(), startManagedLogin()]);
});

afterAll(async () => {
  await Promise.all([browser?.close(), login?.[Symbol.asyncDispose]()]);
});

const desktop = { width: 1280, height: 860 };
const phone = { width: 390, height: 780 };
const narrow = { width: 320, height: 640 };

async function show(
  page: Page,
  colorScheme: 'light' | 'dark',
  viewport: { width: number; height: number },
): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize(viewport);
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What can be clicked or filled in, in the order of the page, by what it is. */
const controls = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), code[tabindex]')]
      .filter((element) => element.checkVisibility())
      .map((element) => element.outerHTML),
  );

/** What Tab comes to, from the top of the page to its end, and whether it shows that it has the focus. */
async function tabThrough(page: Page, count: number): Promise<{ html: string; isSeen: boolean }[]> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.body.tabIndex = -1;
    document.body.focus();
  });
  const reached = new Map<string, boolean>();
  // A date field has several stops of its own.
  for (let stop = 0; stop < count + 6 && reached.size < count; stop += 1) {
    await page.keyboard.press('Tab');
    const { html, isSeen } = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      return { html: element.outerHTML, isSeen };
    });
    reached.set(html, isSeen && (reached.get(html) ?? true));
  }
  return [...reached].map(([html, isSeen]) => ({ html, isSeen }));
}

describe('every page of managed login', { timeout: 90_000 }, () => {
  it.for(managedLoginScenes)(
    '“$name” is accessible in light and dark, fits desktops and phones, and is usable by keys',
    async ({ open }, test) => {
      await using visitor = await openBrowser(browser, login.cognito.endpoint, test);
      const { page } = visitor;
      await open(page, login);
      await show(page, 'light', desktop);
      await expectAccessible(page);
      expect(await overflow(page)).toBe(0);
      await show(page, 'dark', phone);
      await expectAccessible(page);
      expect(await overflow(page)).toBe(0);
      const all = await controls(page);
      const reached = await tabThrough(page, all.length);
      expect(new Set(reached.map(({ html }) => html))).toEqual(new Set(all));
      expect(reached.filter(({ isSeen }) => !isSeen)).toEqual([]);
    },
  );

  it.for(['de', 'ja'])(
    'speaks %s and scrolls to no side, 320 pixels wide',
    { timeout: 240_000 },
    async (language, test) => {
      const tooWide: string[] = [];
      await using visitor = await openBrowser(browser, login.cognito.endpoint, test);
      const { page } = visitor;
      await page.setExtraHTTPHeaders({ 'accept-language': language });
      await show(page, 'light', narrow);
      for (const { name, open } of managedLoginScenes) {
        await page.context().clearCookies();
        await open(page, login);
        expect(await page.locator('html').getAttribute('lang'), name).toBe(language);
        if ((await overflow(page)) > 0) tooWide.push(name);
      }
      expect(tooWide).toEqual([]);
    },
  );
});

describe('signing in by managed login', { timeout: 60_000 }, () => {
  it('takes a keyboard only, and ends at the app on another origin', async (test) => {
    await using visitor = await openBrowser(browser, login.cognito.endpoint, test);
    const { page } = visitor;
    await page.goto(login.plain.page('/login', { state: 'st' }));
    const { keyboard } = page;
    await keyboard.type('alex');
    await keyboard.press('Tab');
    await keyboard.type(password);
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await expectInput(page, 'password', { type: 'text', value: password });
    await keyboard.press('Enter');
    await page.waitForURL(`${login.callback}?**`);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      code: expect.any(String),
      state: 'st',
    });
  });

  it('moves the focus to what went wrong', async (test) => {
    await using visitor = await openBrowser(browser, login.cognito.endpoint, test);
    const { page } = visitor;
    await page.goto(login.plain.page('/login'));
    await page.keyboard.type('nobody');
    await page.getByLabel('Password', { exact: true }).fill('Wrong-horse-1');
    await page.keyboard.press('Enter');
    await page.locator('[role=alert]:focus').getByText('Incorrect username or password.').waitFor();
  });

  it('ticks off the rules that a new password keeps', async (test) => {
    await using visitor = await openBrowser(browser, login.cognito.endpoint, test);
    const { page } = visitor;
    await page.goto(login.plain.page('/signup'));
    const kept = () => page.locator('[data-kept]').allTextContents();
    expect(await kept()).toEqual([]);
    await page.getByLabel('Password', { exact: true }).fill('abcDE1');
    expect(await kept()).toEqual(['an upper-case letter', 'a lower-case letter', 'a digit']);
    await page.getByLabel('Password', { exact: true }).fill('abcDE12+');
    expect(await kept()).toHaveLength(5);
  });

  it('leaves for the provider of an e-mail address', async (test) => {
    await using visitor = await openBrowser(browser, login.cognito.endpoint, test);
    const { page } = visitor;
    await page.goto(login.plain.page('/login'));
    await page.getByLabel('E-mail address').fill('alex@globex.example');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${login.provider}/authorize?**`);
  });

  it('works without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(login.plain.page('/login'));
    expect(await page.getByRole('button', { name: 'Show Password' }).isVisible()).toBe(false);
    await page.getByLabel('Username').fill('alex');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${login.callback}?**`);
    await context.close();
  });
});

async function expectInput(page: Page, name: string, wanted: { type: string; value: string }): Promise<void> {
  const input = page.locator(`input[name="${name}"]`);
  expect({ type: await input.getAttribute('type'), value: await input.inputValue() }).toEqual(wanted);
}
