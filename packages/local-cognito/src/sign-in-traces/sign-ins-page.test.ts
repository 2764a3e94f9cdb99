import { expect, it } from 'vitest';
import type { SignInTrace } from '../federation/trace.ts';
import { startLocalCognito } from '../start.ts';
import { signInPage } from './sign-in-page.ts';
import { signInsPage } from './sign-ins-page.ts';

const names = () => ({ provider: 'Globex Workforce', client: 'web' });
const trace = (more: Partial<SignInTrace>): SignInTrace => ({
  id: '7d3f9a52',
  poolId: 'us-east-1_acme',
  clientId: '1web',
  providerName: 'Globex',
  providerType: 'OIDC',
  startedAt: Date.UTC(2026, 10, 3, 9, 8, 7),
  steps: [],
  ...more,
});

it('lists each sign-in with provider, client, time and outcome', () => {
  const traces = [
    trace({ outcome: { result: 'refused', text: 'The ID token has expired.' } }),
    trace({ outcome: { result: 'signed-in', text: 'Gita signed in.' } }),
    trace({}),
  ];
  const page = signInsPage(traces, names);
  expect(page).toContain('3 sign-ins through identity providers, 1 refused.');
  expect(page).toContain('href="/_local/sign-ins/7d3f9a52"');
  expect(page).toContain('2026-11-03 09:08:07 UTC');
  for (const text of [
    'The ID token has expired.',
    'Gita signed in.',
    'OIDC · Globex · app client web',
    'Under way',
  ]) {
    expect(page).toContain(text);
  }
});

it('tells sentence and remedy before the steps with their facts', () => {
  const steps = [
    {
      at: Date.UTC(2026, 10, 3, 9, 8, 8),
      name: 'token' as const,
      text: 'Got tokens.',
      facts: { aud: 'web', acr: '' },
    },
  ];
  const outcome = { result: 'refused' as const, text: 'The key is unknown.', remedy: 'Publish it.' };
  const page = signInPage(trace({ steps, outcome }), names());
  const order = [
    'The key is unknown.',
    'What to do:',
    'Publish it.',
    'Got tokens.',
    '<dt>aud</dt><dd>web</dd>',
    '<dt>acr</dt><dd>(empty)</dd>',
  ];
  const places = order.map((text) => page.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(page).toContain('+1000 ms');
});

it('shows whatever a trace holds as text, never as markup', () => {
  const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
  const steps = [{ at: 0, name: 'claims' as const, text: hostile, facts: { [hostile]: hostile } }];
  const outcome = { result: 'refused' as const, text: hostile, remedy: hostile };
  const hostileTrace = trace({ providerName: hostile, steps, outcome, poolId: hostile });
  for (const page of [
    signInsPage([hostileTrace], () => ({ provider: hostile, client: hostile })),
    signInPage(hostileTrace, { provider: hostile, client: hostile }),
  ]) {
    expect(page).not.toMatch(/<script|<img/i);
  }
});

it('says what will be here while nobody has signed in, and 404 for what it does not know', async () => {
  await using server = await startLocalCognito();
  const page = await fetch(`${server.endpoint}/_local/sign-ins`, { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('access-control-allow-origin')).toBeNull();
  expect(await page.text()).toContain('No sign-ins yet');
  const json = await fetch(`${server.endpoint}/_local/sign-ins`, { headers: { accept: 'application/json' } });
  expect(await json.json()).toEqual([]);
  const unknown = await fetch(`${server.endpoint}/_local/sign-ins/unknown`);
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain('This sign-in is not known any more');
  const providers = await fetch(`${server.endpoint}/_local/providers`);
  expect(await providers.text()).toContain('No fake providers');
  expect((await fetch(`${server.endpoint}/_local/providers/unknown`)).status).toBe(404);
});
