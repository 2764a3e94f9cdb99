/** A browser without pictures: keeps cookies, follows redirects on one host, fills in forms. */
export interface TestBrowser {
  /** Goes to an address and on until a page is shown, or until a redirect leads to one that begins with `until`. */
  visit(url: string, until: string): Promise<Shown>;
  /** Posts the form that is shown, with its hidden fields and these. */
  submit(shown: Shown, fields: Record<string, string>, until: string): Promise<Shown>;
}

interface Shown {
  url: URL;
  body: string;
}

const maxRedirects = 10;

export function openBrowser(): TestBrowser {
  const cookies = new Map<string, string>();

  async function go(url: URL, init: RequestInit, until: string): Promise<Shown> {
    let at = url;
    let request = init;
    for (let step = 0; step < maxRedirects; step += 1) {
      if (at.href.startsWith(until)) return { url: at, body: '' };
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(at, {
        ...request,
        redirect: 'manual',
        headers: { ...request.headers, cookie },
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) return { url: at, body: await response.text() };
      at = new URL(location, at);
      request = {};
    }
    throw new Error(`more than ${maxRedirects} redirects`);
  }

  return {
    visit: (url, until) => go(new URL(url), {}, until),
    submit({ url, body }, fields, until) {
      const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
      const action = /<form[^>]* action="([^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const form = new URLSearchParams({
        ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
        ...fields,
      });
      return go(
        new URL(action, url),
        { method: 'POST', body: form, headers: { origin: url.origin, 'sec-fetch-site': 'same-origin' } },
        until,
      );
    },
  };
}
