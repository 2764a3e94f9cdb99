import { createHash } from 'node:crypto';

const css = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #4a5878; --line: #d9dfea; --paper: #f6f8fc; --card: #fff; --accent: #2457d6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf8; --soft: #a9b5cf; --line: #2b3550; --paper: #0f1526; --card: #172036; --accent: #8fb0ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 4rem 1.5rem; }
h1 { font-size: 2.25rem; line-height: 1.2; margin: 0 0 .5rem; letter-spacing: -.02em; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; }
p { margin: 0 0 1rem; color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); }
li a { display: block; height: 100%; padding: 1rem 1.1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); color: inherit; text-decoration: none; }
li a:hover, li a:focus-visible { border-color: var(--accent); outline: 2px solid var(--accent); outline-offset: 1px; }
li strong { display: block; color: var(--accent); }
li span { color: var(--soft); font-size: .925rem; }
pre { margin: 0; padding: 1rem 1.1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); font: .875rem/1.6 ui-monospace, monospace; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; }
`;

/** The page carries its own style and nothing else may be loaded. */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What somebody sees who opens the control plane in a browser. */
export function landingPage(options: {
  controlPlane: string;
  demo?: string | undefined;
  version: string;
  isLocal: boolean;
}): { html: string; contentSecurityPolicy: string } {
  const { controlPlane, demo, version, isLocal } = options;
  const cards = [
    ...(demo ? [card(demo, 'Taskboard', 'The demo product: sign in as a person of any tenant')] : []),
    card('/openapi.json', 'OpenAPI', 'Every route of this API, in OpenAPI 3.1'),
    card('/.well-known/cohabit', 'Installation', 'Where the parts of this installation are'),
    ...(isLocal ? [card('/_local/seed', 'People', 'The seeded tenants, people and passwords')] : []),
  ];
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cohabit control plane</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>Cohabit control plane</h1>
<p>Tenants, their people and where they sign in: in their own user pool, at their own app client, or in what all share.</p>
<h2>Go to</h2>
<ul>
${cards.join('\n')}
</ul>
${isLocal ? signInHelp(controlPlane) : ''}<footer>Version ${escapeHtml(version)}</footer>
</main>
</body>
</html>
`;
  return { html, contentSecurityPolicy };
}

function signInHelp(controlPlane: string): string {
  return `<h2>Sign in from a shell</h2>
<p>This is a local installation. Take a person and a password from <a href="/_local/seed">the seed</a>, then:</p>
<pre tabindex="0">npx cohabit token --help
curl '${escapeHtml(controlPlane)}/v1/sign-in?audience=operators'
curl -H 'Authorization: Bearer …' ${escapeHtml(controlPlane)}/v1/tenants</pre>
`;
}

function card(href: string, title: string, text: string): string {
  return `<li><a href="${escapeHtml(href)}"><strong>${title}</strong><span>${text}</span></a></li>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
