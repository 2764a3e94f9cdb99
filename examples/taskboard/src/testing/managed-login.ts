const MAX_STEPS = 10;

/**
 * Goes through the pages of a user pool as a browser without cookies does, from an authorization request to the app's
 * callback: name and password, then back. Answers the callback's path and query.
 */
export async function throughManagedLogin(
  url: string,
  person: { username: string; password: string },
  callback: string,
): Promise<string> {
  const cookies = new Map<string, string>();
  let at = new URL(url);
  let init: RequestInit = {};
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (at.href.startsWith(callback)) return `${at.pathname}${at.search}`;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    init = location === null ? formOf(await response.text(), at, person) : {};
    if (location !== null) at = new URL(location, at);
  }
  throw new Error(`The pages of the user pool led nowhere: ${at.pathname}`);
}

/** The page's form, filled in; it is posted to its own address. */
function formOf(page: string, { origin }: URL, person: Record<string, string>): RequestInit {
  const hidden = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const fields = Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
  return {
    method: 'POST',
    headers: { origin, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ ...fields, ...person }),
  };
}
