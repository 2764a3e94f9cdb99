import { expect, it } from 'vitest';
import { startLocalCognito } from '../start.ts';

const person = { subject: '1', email: 'gita@globex.example', name: 'Gita Globex' };
const oidc = { name: 'globex', displayName: 'Globex', protocol: 'oidc' as const, people: [person] };
const saml = { name: 'initech', displayName: 'Initech', protocol: 'saml' as const, people: [] };

it('serves those of the options and those of the seed, and says what they are registered with', async () => {
  await using server = await startLocalCognito({
    fakeProviders: [oidc],
    seed: { fakeProviders: [{ ...saml, people: [person] }], pools: [] },
  });
  const base = `${server.endpoint}/_local/providers`;
  const list = [
    {
      name: 'globex',
      displayName: 'Globex',
      protocol: 'oidc',
      url: `${base}/globex`,
      issuer: `${base}/globex`,
      clientId: 'globex-client',
      clientSecret: 'globex-secret',
    },
    {
      name: 'initech',
      displayName: 'Initech',
      protocol: 'saml',
      url: `${base}/initech`,
      metadataUrl: `${base}/initech/metadata`,
      entityId: `${base}/initech`,
    },
  ];
  expect(server.fakeProviders.list()).toEqual(list);
  const json = await fetch(base, { headers: { accept: 'application/json' } });
  expect(await json.json()).toEqual(list);
  expect(await (await fetch(base)).text()).toContain('2 fake providers');
  const pages = await Promise.all(list.map(async ({ url }) => (await fetch(url)).text()));
  expect(pages[0]).toContain('<code>globex-secret</code>');
  expect(pages[1]).toContain(`<code>${base}/initech/metadata</code>`);
  const page = await fetch(`${base}/globex/jwks`, { method: 'DELETE' });
  expect([page.status, page.headers.get('allow')]).toEqual([405, 'GET']);
  expect((await fetch(`${base}/globex/metadata`)).status).toBe(404);
});

it.each([
  [{ ...oidc, name: 'Globex!' }, 'fakeProviders[0].name: expected lower-case letters, digits and "-"'],
  [{ ...saml, clientId: 'x' }, 'fakeProviders[0]: clientId and clientSecret are for OIDC'],
  [{ ...oidc, people: [person, person] }, 'fakeProviders[0].people[1].subject: 1 stands here twice'],
])('refuses to start with a mistake, named with its place', async (provider, message) => {
  await expect(startLocalCognito({ fakeProviders: [provider] })).rejects.toMatchObject({
    code: 'seed_unusable',
    message: expect.stringContaining(message),
  });
  const seed = { fakeProviders: [provider], pools: [] };
  await expect(startLocalCognito({ seed })).rejects.toThrow(message);
});

it('refuses the same name twice, also once in the options and once in the seed', async () => {
  const seed = { fakeProviders: [oidc], pools: [] };
  await expect(startLocalCognito({ seed, fakeProviders: [oidc] })).rejects.toThrow(
    'fakeProviders[1].name: globex stands here twice',
  );
});
