/** A person with a browser, without one: keeps cookies, follows redirects, and sends forms. */
export interface Visitor {
  /** Goes to an address and on, as far as redirects lead; stops before one to an address that starts with `until`. */
  open(url: string): Promise<Visited>;
  /** Sends the first form of a page that was visited, with these fields besides its hidden ones. */
  submit(page: Visited, fields?: Record<string, string>): Promise<Visited>;
}

interface Visited {
  /** Where the journey ended. */
  url: URL;
  /** 0 where it stopped at `until`. */
  status: number;
  body: string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const readEntities = (text = '') =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name] ?? '');

/** @param until where the app is, which has no server of its own. */
export function createVisitor({ until }: { until: string }): Visitor {
  const jar = new Map<string, { value: string; origin: string; path: string }>();

  const cookiesFor = ({ origin, pathname }: URL) =>
    [...jar]
      .filter(([, cookie]) => cookie.origin === origin && pathname.startsWith(cookie.path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');

  const keep = (response: Response, { origin }: URL) => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? '/';
      const key = `${pair.slice(0, at)} ${origin}${path}`;
      if (attributes.some((part) => /^max-age=0$/i.test(part))) jar.delete(key);
      else jar.set(key, { value: pair.slice(at + 1), origin, path });
    }
  };

  const travel = async (start: URL, init: RequestInit = {}): Promise<Visited> => {
    let url = start;
    let next: RequestInit = init;
    for (let hops = 0; hops < 15; hops += 1) {
      if (url.href.startsWith(until)) return { url, status: 0, body: '' };
      const headers = { ...(next.headers as Record<string, string>), cookie: cookiesFor(url) };
      const response = await fetch(url, { ...next, headers, redirect: 'manual' });
      keep(response, url);
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399) {
        return { url, status: response.status, body: await response.text() };
      }
      url = new URL(location, url);
      next = {};
    }
    throw new Error(`too many redirects, the last to ${url}`);
  };

  return {
    open: (url) => travel(new URL(url)),
    submit({ url, body }, fields = {}) {
      const [, attributes = '', inside = ''] = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(body) ?? [];
      const action = readEntities(/\baction="([^"]*)"/.exec(attributes)?.[1]);
      const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
        ([, name, value]) => [readEntities(name), readEntities(value)],
      );
      const form = new URLSearchParams([...hidden, ...Object.entries(fields)] as [string, string][]);
      const headers = { origin: url.origin, 'sec-fetch-site': 'same-origin' };
      return travel(new URL(action, url), { method: 'POST', body: form, headers });
    },
  };
}
