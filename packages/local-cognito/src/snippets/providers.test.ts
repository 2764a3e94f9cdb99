import { expect, it } from 'vitest';
import { startLocalCognito } from '../start.ts';
import { createVisitor } from '../testing/visitor.ts';

it('signs in through a fake provider with nothing but the seed, as the guide says', async () => {
  const seed = `${import.meta.dirname}/providers.yaml`;
  await using cognito = await startLocalCognito({ seed });
  const callback = 'http://localhost:3000/callback';
  const visitor = createVisitor({ until: callback });
  const signIn = cognito.signInPages[0]?.url ?? '';
  const page = await visitor.open(signIn);
  const [, link = ''] = /href="([^"]*identity_provider=Globex[^"]*)"/.exec(page.body) ?? [];
  const choice = await visitor.open(new URL(link.replaceAll('&amp;', '&'), signIn).href);
  expect(choice.body).toContain('Globex Workforce');
  const { url } = await visitor.submit(choice, { subject: '00u1gita' });
  expect(url.href).toMatch(/^http:\/\/localhost:3000\/callback\?code=/);
});
