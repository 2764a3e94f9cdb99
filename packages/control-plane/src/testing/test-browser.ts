/** A browser that can follow redirects, keep cookies by path and post the forms it is shown. */
export interface TestBrowser {
  /** Follows redirects until a page, or until an address that begins with one of `stopAt`. */
  get(address: string, stopAt: readonly string[]): Promise<Visit>;
  post(address: string, form: URLSearchParams, stopAt: readonly string[]): Promise<Visit>;
}

interface Visit {
  url: URL;
  status: number;
  body: string;
}

interface Cookie {
  value: string;
  path: string;
}

const MAX_REDIRECTS = 20;

export function openBrowser(): TestBrowser {
  const cookies = new Map<string, Cookie>();

  function cookieHeader(url: URL): string {
    return [...cookies]
      .filter(([, { path }]) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(([key, { value }]) => `${key.split('\n')[0]}=${value}`)
      .join('; ');
  }

  function keep(url: URL, header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const path = attributes.find((text) => /^path=/i.test(text))?.slice(5) ?? '/';
    const key = `${name}\n${path}\n${url.host}`;
    if (attributes.some((text) => /^max-age=0$/i.test(text))) cookies.delete(key);
    else cookies.set(key, { value, path });
  }

  async function visit(address: string, init: RequestInit, stopAt: readonly string[]): Promise<Visit> {
    let url = new URL(address);
    let next = init;
    for (let hops = 0; hops < MAX_REDIRECTS; hops++) {
      if (stopAt.some((stop) => url.href.startsWith(stop))) return { url, status: 0, body: '' };
      const headers = new Headers(next.headers);
      headers.set('cookie', cookieHeader(url));
      const response = await fetch(url, { ...next, headers, redirect: 'manual' });
      for (const header of response.headers.getSetCookie()) keep(url, header);
      const location = response.headers.get('location');
      if (location === null) return { url, status: response.status, body: await response.text() };
      await response.body?.cancel();
      url = new URL(location, url);
      next = {};
    }
    throw new Error(`${address} redirects for ever.`);
  }

  return {
    get: (address, stopAt) => visit(address, {}, stopAt),
    post: (address, form, stopAt) => {
      const { origin } = new URL(address);
      return visit(address, { method: 'POST', body: form, headers: { origin } }, stopAt);
    },
  };
}

/** The hidden fields of a page's form. */
export function hiddenFields(body: string): URLSearchParams {
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of body.matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g,
  )) {
    form.set(decode(name), decode(value));
  }
  return form;
}

function decode(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => names[name] ?? '');
}
