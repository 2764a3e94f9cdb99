import type { Taskboard } from '../taskboard.ts';

/** What came back, with the text of the page. */
interface Answer {
  status: number;
  text: string;
  location: string | undefined;
  headers: Headers;
}

/** A browser without JavaScript: keeps the cookie, sends Origin, fills in the form token of the page it posts from. */
export interface TestBrowser {
  cookie: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Posts the fields to `path` with the form token of the page last shown. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  /** Goes where the answer leads to until a page is shown. */
  follow(answer: Answer): Promise<Answer>;
  signIn(slug: string, email: string, password: string): Promise<Answer>;
}

export function openBrowser(taskboard: Taskboard): TestBrowser {
  let formToken = '';
  async function request(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (browser.cookie) headers.set('cookie', browser.cookie);
    const response = await taskboard.fetch(new Request(`${taskboard.url}${path}`, { ...init, headers }));
    for (const cookie of response.headers.getSetCookie()) browser.cookie = cookie.split(';')[0] ?? '';
    const text = await response.text();
    formToken = /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? formToken;
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, text, location, headers: response.headers };
  }
  const browser: TestBrowser = {
    cookie: '',
    get: (path, headers = {}) => request(path, { headers }),
    post: (path, fields, headers = {}) =>
      request(path, {
        method: 'POST',
        headers: { origin: taskboard.url, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams({ form_token: formToken, ...fields }),
      }),
    async follow(answer) {
      let current = answer;
      while (current.location) current = await browser.get(current.location);
      return current;
    },
    async signIn(slug, email, password) {
      await browser.get(`/t/${slug}/sign-in`);
      return browser.follow(await browser.post(`/t/${slug}/sign-in`, { email, password }));
    },
  };
  return browser;
}
