import { readFile } from 'node:fs/promises';
import type { Hono } from 'hono';
import { param, type RouteTable } from '../http/route-table.ts';
import type { VisitorEnv } from '../http/visitor.ts';
import { accentStylesheet } from '../views/accent.ts';

/** `/` and the files that pages load. */
export function addHomePages(app: Hono<VisitorEnv>, routes: RouteTable): void {
  const open = (path: string) => ({ method: 'GET' as const, path, kind: 'open' as const });

  routes.add(app, open('/'), (c) => {
    const slug = c.get('visitor').session?.lastTenantSlug;
    return c.redirect(slug ? `/t/${slug}` : '/sign-in', 303);
  });
}

const TYPES: Record<string, string> = {
  'taskboard.css': 'text/css; charset=utf-8',
  'taskboard.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};
const assets = new URL('../../src/assets/', import.meta.url);

/** The stylesheet, the script, the icon, and a stylesheet for each accent hue. */
export async function addAssets<E extends object>(app: Hono<E>, routes: RouteTable): Promise<void> {
  for (const [name, type] of Object.entries(TYPES)) {
    const content = await readFile(new URL(name, assets));
    routes.add(app, { method: 'GET', path: `/assets/${name}`, kind: 'open' }, (c) =>
      c.body(content, 200, { 'content-type': type, 'cache-control': 'no-cache' }),
    );
  }
  routes.add(app, { method: 'GET', path: '/assets/accent/{hue}', kind: 'open' }, (c) => {
    const hue = /^(\d{1,3})\.css$/.exec(param(c, 'hue'))?.[1];
    if (hue === undefined || Number(hue) > 359) return c.notFound();
    return c.body(accentStylesheet(Number(hue)), 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    });
  });
}
