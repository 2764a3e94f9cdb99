import { readHtml } from './html-page.ts';

/** A page that a browser has come to, or the address of an app that it was sent to. */
export type Visited = Awaited<ReturnType<Browser['open']>>;
export type Browser = ReturnType<typeof createBrowser>;

/**
 * A browser for the pages of one server, without scripts: it keeps cookies by path, follows redirects of the server, and
 * stops where one leads to another server.
 */
export function createBrowser({ language = 'en' }: { language?: string } = {}) {
  const cookies = new Map<string, { name: string; value: string; path: string }>();

  const keep = (headers: Headers) => {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      const path = attributes.find((attribute) => attribute.startsWith('Path='))?.slice(5) ?? '/';
      if (attributes.includes('Max-Age=0')) cookies.delete(`${path} ${name}`);
      else cookies.set(`${path} ${name}`, { name, value, path });
    }
  };

  const visit = async (
    url: URL,
    form?: URLSearchParams,
    headers: Record<string, string> = { origin: url.origin, 'sec-fetch-site': 'same-origin' },
  ): Promise<{ url: URL; status: number; headers: Headers } & ReturnType<typeof readHtml>> => {
    const cookie = [...cookies.values()]
      .filter(({ path }) => url.pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      ...(form && { method: 'POST', body: form }),
      headers: { cookie, 'accept-language': language, ...(form && headers) },
    });
    keep(response.headers);
    const location = response.headers.get('location');
    if (location !== null) {
      await response.body?.cancel();
      const next = new URL(location, url);
      if (next.origin === url.origin) return visit(next);
      return { url: next, status: response.status, headers: response.headers, ...readHtml('') };
    }
    const { status } = response;
    return { url, status, headers: response.headers, ...readHtml(await response.text()) };
  };

  type Page = Awaited<ReturnType<typeof visit>>;

  /** Presses a button, with fields filled in by their labels; `more` replaces or adds fields by name. */
  const press = (
    page: Page,
    button: string,
    entries: Record<string, string> = {},
    { more = {}, headers }: { more?: Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<Page> => {
    const form = page.forms.find(({ buttons }) => buttons.some(({ label }) => label.startsWith(button)));
    const pressed = form?.buttons.find(({ label }) => label.startsWith(button));
    if (!form || !pressed) throw new Error(`The page “${page.text}” has no button ${button}.`);
    const unknown = Object.keys(entries).filter(
      (label) => !form.inputs.some((input) => input.label === label),
    );
    if (unknown.length > 0)
      throw new Error(`The form of ${button} on “${page.text}” has no field ${unknown}.`);
    const body = new URLSearchParams(
      form.inputs.map(({ name, value, label }) => [name, entries[label ?? ''] ?? value]),
    );
    if (pressed.name) body.set(pressed.name, pressed.value);
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    return visit(new URL(form.action, page.url), body, headers);
  };

  return {
    cookies,
    open: (url: string | URL) => visit(new URL(url)),
    press,
    follow(page: Page, link: string): Promise<Page> {
      const found = page.links.find(({ text }) => text === link);
      if (!found) throw new Error(`The page “${page.text}” has no link ${link}.`);
      return visit(new URL(found.href, page.url));
    },
  };
}
