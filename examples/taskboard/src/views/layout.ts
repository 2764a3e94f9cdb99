import { html } from 'hono/html';
import type { OwnTenant } from '../control-plane/client.ts';
import { accentHue } from './accent.ts';
import { icon, type Markup, nothing } from './markup.ts';

export type Section = 'projects' | 'usage' | 'people' | 'token';

/** What every page of a tenant shows around its content. */
export interface TenantFrame {
  slug: string;
  name: string;
  email: string;
  isAdmin: boolean;
  formToken: string;
  /** All tenants of the person, this one among them. */
  tenants: OwnTenant[];
  notice?: string | undefined;
}

function page(options: {
  title: string;
  slug?: string | undefined;
  /** Where the browser goes on to by itself. */
  refresh?: string | undefined;
  body: Markup;
  bodyClass: string;
}): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${options.refresh ? html`<meta http-equiv="refresh" content="0; url=${options.refresh}">` : nothing}
<title>${options.title} · Taskboard</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/taskboard.css">
${options.slug ? html`<link rel="stylesheet" href="/assets/accent/${accentHue(options.slug)}.css">` : nothing}
<script src="/assets/taskboard.js" defer></script>
</head>
<body class="${options.bodyClass}">
<a class="skip" href="#main">Skip to content</a>
${options.body}
</body>
</html>`;
}

/** A page without tenant frame: sign-in and problems. */
export function plainPage(options: {
  title: string;
  slug?: string | undefined;
  refresh?: string;
  content: Markup;
}): Markup {
  return page({
    title: options.title,
    slug: options.slug,
    refresh: options.refresh,
    bodyClass: 'plain',
    body: html`<header class="plain-head"><a class="brand" href="/">${brandMark}<span>Taskboard</span></a></header>
<main id="main" tabindex="-1"><div class="panel">${options.content}</div></main>
<footer class="plain-foot"><p>Signed in and kept apart by <strong>Cohabit</strong></p></footer>`,
  });
}

/** A page of a tenant, with navigation and tenant switcher. */
export function tenantPage(options: {
  title: string;
  section: Section;
  frame: TenantFrame;
  content: Markup;
}): Markup {
  const { frame, section } = options;
  const base = `/t/${frame.slug}`;
  const link = (name: Section, href: string, text: string, symbol: Markup) =>
    html`<li><a href="${href}" ${name === section ? html`aria-current="page"` : nothing}>${symbol}<span>${text}</span></a></li>`;
  return page({
    title: `${options.title} · ${frame.name}`,
    slug: frame.slug,
    bodyClass: 'framed',
    body: html`<header class="side">
${switcher(frame)}
<nav aria-label="Main"><ul class="nav">
${link('projects', base, 'Projects', icon('board'))}
${link('usage', `${base}/usage`, 'Usage', icon('chart'))}
${link('people', `${base}/people`, 'People', icon('people'))}
${link('token', `${base}/token`, 'My token', icon('key'))}
</ul></nav>
<div class="me"><p class="me-who"><span class="quiet">Signed in as</span> <span class="me-mail">${frame.email}</span></p>
<form method="post" action="/sign-out">${formToken(frame.formToken)}<button class="button subtle small" type="submit">${icon('leave')}<span>Sign out</span></button></form></div>
</header>
<main id="main" tabindex="-1">
<div class="notice-place" role="status" aria-live="polite">${frame.notice ? html`<p class="notice">${icon('check')}<span>${frame.notice}</span></p>` : nothing}</div>
${options.content}
</main>`,
  });
}

function switcher(frame: TenantFrame): Markup {
  const others = frame.tenants.filter((tenant) => tenant.slug !== frame.slug);
  return html`<details class="switcher" data-menu>
<summary><span class="tenant-mark" data-initial="${[...frame.name][0] ?? '?'}" aria-hidden="true"></span><span class="tenant-name">${frame.name}</span><span class="visually-hidden">, switch tenant</span>${icon('switch')}</summary>
<div class="menu">
<p class="menu-title" id="tenants-title">${others.length > 0 ? 'Your other tenants' : 'This is your only tenant here'}</p>
<ul aria-labelledby="tenants-title">
${others.map((tenant) => html`<li><a href="/t/${tenant.slug}">${tenant.name}</a></li>`)}
<li><a class="quiet-link" href="/sign-in">Sign in to another tenant</a></li>
</ul></div></details>`;
}

/** The hidden field that every form carries. */
export function formToken(token: string): Markup {
  return html`<input type="hidden" name="form_token" value="${token}">`;
}

const brandMark = html`<svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect x="2" y="3" width="6" height="18" rx="2" /><rect x="9" y="3" width="6" height="12" rx="2" /><rect x="16" y="3" width="6" height="8" rx="2" /></svg>`;
