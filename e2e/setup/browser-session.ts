/** A browser's side of the demo's forms, without a browser: cookies, form tokens, and no following of redirects. */
export interface BrowserSession {
  get(path: string): Promise<{ status: number; location: string | null; body: string }>;
  /** Posts like a form of our own page: with Origin, Sec-Fetch-Site and the form token. */
  post(
    path: string,
    fields: Record<string, string>,
  ): Promise<{ status: number; location: string | null; body: string }>;
}

export function openSession(demoUrl: string): BrowserSession {
  const cookies = new Map<string, string>();
  let formToken = '';

  async function send(path: string, init: RequestInit) {
    const response = await fetch(`${demoUrl}${path}`, {
      ...init,
      redirect: 'manual',
      headers: {
        ...init.headers,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const body = await response.text();
    formToken = /name="form_token" value="([^"]+)"/.exec(body)?.[1] ?? formToken;
    return { status: response.status, location: response.headers.get('location'), body };
  }

  return {
    get: (path) => send(path, { method: 'GET' }),
    post: (path, fields) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams({ form_token: formToken, ...fields }),
        headers: { origin: demoUrl, 'sec-fetch-site': 'same-origin' },
      }),
  };
}
