export interface Step {
  status: number;
  /** Where it leads on; `''` for a page. */
  location: string;
  body: string;
  cookies: string[];
}

/** A browser that takes one step at a time and keeps cookies; those of sites under attack are not sent elsewhere. */
export function createBrowser() {
  const jar = new Map<string, string>();

  const cookiesFor = ({ origin, pathname }: URL) =>
    [...jar]
      .filter(([key]) => {
        const [from = '', path = ''] = key.split(' ');
        return from === origin && pathname.startsWith(path);
      })
      .map(([key, value]) => `${key.split(' ')[2]}=${value}`)
      .join('; ');

  /** `isCrossSite`: no cookies go along, as with a form that another site posts (SameSite=Lax). */
  const go = async (
    address: string,
    { form, isCrossSite = false }: { form?: Record<string, string>; isCrossSite?: boolean } = {},
  ): Promise<Step> => {
    const url = new URL(address);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: isCrossSite ? {} : { cookie: cookiesFor(url) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const path = attributes.find((attribute) => attribute.startsWith('Path='))?.slice(5) ?? '/';
      const at = pair.indexOf('=');
      jar.set(`${url.origin} ${path} ${pair.slice(0, at)}`, pair.slice(at + 1));
    }
    const location = response.headers.get('location');
    return {
      status: response.status,
      location: location === null ? '' : new URL(location, url).href,
      body: await response.text(),
      cookies: response.headers.getSetCookie(),
    };
  };

  return { go };
}

export type Browser = ReturnType<typeof createBrowser>;
