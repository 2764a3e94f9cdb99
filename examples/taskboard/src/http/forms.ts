import { CohabitError } from '@cohabit/core';
import type { Context, MiddlewareHandler } from 'hono';
import { csrf } from 'hono/csrf';
import type { VisitorEnv } from './visitor.ts';

/** The text fields of a posted form; files and repeated names are dropped. */
export async function readForm(c: Context): Promise<Record<string, string>> {
  const body = await c.req.parseBody();
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string' && name !== 'form_token') fields[name] = value.replace(/\r\n/g, '\n');
  }
  return fields;
}

const checkOrigin = csrf();

/**
 * A form is accepted only from our own pages: the browser says so (Sec-Fetch-Site or Origin), and the form carries the
 * token of this visitor. Stands behind `recognizeVisitor`.
 */
export function protectForms(): MiddlewareHandler<VisitorEnv> {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    return checkOrigin(c, async () => {
      const { form_token: token } = await c.req.parseBody();
      if (typeof token !== 'string' || !c.get('visitor').isFormToken(token)) {
        throw new CohabitError(
          'forbidden',
          'This form is no longer valid. Go back, reload the page and try again.',
        );
      }
      await next();
    });
  };
}
