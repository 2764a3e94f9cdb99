import { challengeName, domains, history, type Tenant } from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstallation, type TestInstallation } from '../testing/control-plane.ts';

let installation: TestInstallation;
let tenant: Tenant;
let rival: Tenant;
/** What DNS holds, by name. */
const zone = new Map<string, string[][]>();
const lookups: string[] = [];

const services = () => installation.controlPlane.services.domains;
const actor = 'operator:test';

beforeAll(async () => {
  installation = await startInstallation({
    publicUrls: { controlPlane: 'https://app.cohabit.example', demo: 'https://tasks.product.example' },
    reservedDomains: ['ours.example'],
    async resolveTxt(name) {
      lookups.push(name);
      const found = zone.get(name);
      if (found) return found;
      throw Object.assign(new Error('none'), { code: name.includes('timeout') ? 'ETIMEOUT' : 'ENODATA' });
    },
  });
  tenant = await installation.createTenant();
  rival = await installation.createTenant();
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

const refusal = (work: Promise<unknown>) => work.catch((error: { code: string }) => error.code);

describe('a domain', () => {
  it('is proven by its TXT record, also when DNS cuts it in pieces or holds others beside it', async () => {
    const claimed = await services().claim(tenant.id, 'Acme.Example', actor);
    expect(claimed).toMatchObject({ name: 'acme.example', status: 'pending' });
    expect(await services().claim(tenant.id, 'acme.example', actor)).toMatchObject({ token: claimed.token });
    zone.set(challengeName('acme.example'), [
      ['v=spf1 -all'],
      [claimed.token.slice(0, 20), claimed.token.slice(20)],
    ]);
    const proven = await services().verify(tenant.id, 'acme.example', actor);
    expect(proven).toMatchObject({ status: 'proven', provenBy: 'dns' });
    expect(lookups).toContain('_cohabit-challenge.acme.example');
    const { items } = await installation.registry.query(history, tenant.id, { limit: 100 });
    expect(
      items.filter(({ step }) => step.startsWith('domain.')).map(({ step, message }) => [step, message]),
    ).toEqual([
      ['domain.claim', 'acme.example'],
      ['domain.prove', 'acme.example, by its TXT record'],
    ]);
  });

  it.each([
    ['no record', 'none.example', undefined, 'no TXT record'],
    ['another value', 'wrong.example', [['something else']], 'does not hold the token'],
    ['many others', 'many.example', [['one'], ['two']], 'None of the 2 TXT records'],
    ['no answer', 'timeout.example', undefined, 'DNS did not answer'],
  ])('is not proven with %s, and the error says what to set', async (_, name, records, text) => {
    await services().claim(tenant.id, name, actor);
    if (records) zone.set(challengeName(name), records);
    await expect(services().verify(tenant.id, name, actor)).rejects.toMatchObject({
      code: 'domain_not_proven',
      message: expect.stringContaining(text),
    });
    expect(await services().get(tenant.id, name)).toMatchObject({ status: 'pending' });
  });

  it("is not proven by another tenant's token in DNS (attack)", async () => {
    const theirs = await services().claim(rival.id, 'contested.example', actor);
    await services().claim(tenant.id, 'contested.example', actor);
    zone.set(challengeName('contested.example'), [[theirs.token]]);
    expect(await refusal(services().verify(tenant.id, 'contested.example', actor))).toBe('domain_not_proven');
    expect(await services().verify(rival.id, 'contested.example', actor)).toMatchObject({ status: 'proven' });
  });

  it('belongs to who proves it first, not to who claims it first', async () => {
    const first = await services().claim(tenant.id, 'race.example', actor);
    const second = await services().claim(rival.id, 'race.example', actor);
    zone.set(challengeName('race.example'), [[second.token]]);
    await services().verify(rival.id, 'race.example', actor);
    zone.set(challengeName('race.example'), [[first.token]]);
    expect(await refusal(services().verify(tenant.id, 'race.example', actor))).toBe('domain_taken');
    expect(await refusal(services().vouch(tenant.id, 'race.example', actor))).toBe('domain_taken');
    await services().remove(rival.id, 'race.example', actor);
    expect(await services().verify(tenant.id, 'race.example', actor)).toMatchObject({ status: 'proven' });
  });

  it('cannot be verified before it is claimed', async () => {
    const count = lookups.length;
    expect(await refusal(services().verify(tenant.id, 'unclaimed.example', actor))).toBe('domain_not_found');
    expect(lookups).toHaveLength(count);
  });

  it.each([
    'gmail.com',
    'GMAIL.com',
    'hotmail.co.uk',
    'ours.example',
    'sub.ours.example',
    'cohabit.example',
    'tasks.product.example',
  ])('that is everybody’s or ours is nobody’s, not even on an operator’s word: %s', async (name) => {
    expect(await refusal(services().claim(tenant.id, name, actor))).toBe('domain_reserved');
    expect(await refusal(services().vouch(tenant.id, name, actor))).toBe('domain_reserved');
  });

  it('that is none is refused', async () => {
    for (const name of [
      'localhost',
      '127.0.0.1',
      '[::1]',
      'a@b.example',
      'https://a.example',
      'a..example',
      '',
    ]) {
      expect(await refusal(services().claim(tenant.id, name, actor)), name).toBe('domain_invalid');
    }
  });

  it('is one of fifty at most', async () => {
    const many = await installation.createTenant();
    for (let i = 0; i < 50; i++) await services().claim(many.id, `d${i}.example`, actor);
    expect(await refusal(services().claim(many.id, 'd50.example', actor))).toBe('domain_limit');
    expect((await installation.registry.query(domains, many.id, { limit: 100 })).items).toHaveLength(50);
  });
});
