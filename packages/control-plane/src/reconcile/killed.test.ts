import { isCohabitError, type TenancyModel, type TenantId, tenants } from '@cohabit/core';
import { describe, expect, it } from 'vitest';
import { newTenant, startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import { isKnown, takeInventory } from '../testing/inventory.ts';
import { DEATH, type Life, mortal } from '../testing/mortal.ts';

/** A run ends by itself long before this; a run that does not end must fail the test instead of going on for ever. */
const MANY = 200;
const slug = 'victim';
/** Dozens of runs, each with a user pool whose keys take a while, on a machine that is busy. */
const timeout = 120_000;

/** One installation with a tenant beside the victim, and Sam, who is in both where the model lets a person be. */
async function prepare(): Promise<TestInstallation> {
  const installation = await startInstallation();
  await installation.createTenant({ slug: 'bystander', firstAdmin: { email: 'sam@both.example' } });
  return installation;
}

function victim(model: TenancyModel) {
  return newTenant({ slug, model, firstAdmin: { email: 'vera@victim.example' } });
}

/** Runs `work` in a process that dies after `calls` calls; answers whether it died. */
async function runMortal(
  installation: TestInstallation,
  calls: number,
  work: (controlPlane: Awaited<ReturnType<TestInstallation['another']>>) => Promise<unknown>,
): Promise<{ died: boolean }> {
  const life: Life = { callsLeft: calls };
  const controlPlane = await installation.another(mortal(life, installation));
  try {
    await work(controlPlane);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== DEATH) throw error;
  }
  return { died: life.callsLeft <= 0 };
}

async function victimId(installation: TestInstallation): Promise<TenantId | undefined> {
  return (await installation.registry.getByUnique(tenants, `slug:${slug}`))?.id;
}

describe.each(['user-pool', 'app-client', 'shared'] as const)('a run for a %s tenant', (model) => {
  it('that is killed after any call of onboarding is finished by the next one, without orphan or duplicate', {
    timeout,
  }, async () => {
    await using installation = await prepare();
    const { services } = installation.controlPlane;
    const { id } = await services.tenants.create(victim(model), 'operator:test');
    const expected = await takeInventory(installation, slug);
    await services.tenants.remove(id, 'operator:test');

    const kills = await killAfterEveryCall(async (calls) => {
      const run = await runMortal(installation, calls, (mortalOne) =>
        mortalOne.services.tenants.create(victim(model), 'operator:test'),
      );
      const next = await installation.another();
      const left = await victimId(installation);
      const tenantId = left ?? (await next.services.tenants.create(victim(model), 'operator:test')).id;
      await next.bootstrap();
      expect(await takeInventory(installation, slug), `killed after call ${calls}`).toEqual(expected);
      await services.tenants.remove(tenantId, 'operator:test');
      return run;
    });
    expect(kills).toBeGreaterThan(model === 'shared' ? 10 : 14);
  });

  it('that is killed after any call of removal is finished by the next one, and leaves what others have', {
    timeout,
  }, async () => {
    await using installation = await prepare();
    const { services } = installation.controlPlane;
    const untouched = await takeInventory(installation, slug);

    const kills = await killAfterEveryCall(async (calls) => {
      const { id } = await services.tenants.create(victim(model), 'operator:test');
      await services.members.invite(id, { email: 'sam@both.example', roles: ['member'] }, 'operator:test');
      const run = await runMortal(installation, calls, (mortalOne) =>
        mortalOne.services.tenants.remove(id, 'operator:test'),
      );
      await finishRemoval(await installation.another(), id);
      expect(await takeInventory(installation, slug), `killed after call ${calls}`).toEqual(untouched);
      const namespace = model === 'user-pool' ? id : 'shared';
      expect(await isKnown(installation.registry, namespace, 'vera@victim.example')).toBe(false);
      return run;
    });
    expect(kills).toBeGreaterThan(10);
  });
});

describe('a removal', () => {
  it('of a tenant whose onboarding was killed finds the pool or client that no record names', {
    timeout,
  }, async () => {
    await using installation = await prepare();
    const untouched = await takeInventory(installation, slug);
    for (const model of ['user-pool', 'app-client'] as const) {
      for (let calls = 3; calls < 12; calls++) {
        await runMortal(installation, calls, ({ services }) =>
          services.tenants.create(victim(model), 'operator:test'),
        );
        const id = await victimId(installation);
        if (id) await finishRemoval(await installation.another(), id);
        expect(await takeInventory(installation, slug), `${model} killed after ${calls}`).toEqual(untouched);
      }
    }
  });
});

/** An operator whose first try was cut off tries again, and finds nothing when the first one got that far. */
async function finishRemoval(
  controlPlane: Awaited<ReturnType<TestInstallation['another']>>,
  id: TenantId,
): Promise<void> {
  try {
    expect(await controlPlane.services.tenants.remove(id, 'operator:test')).toBeUndefined();
  } catch (error) {
    if (!isCohabitError(error, 'tenant_not_found')) throw error;
  }
}

/** Kills after 1, 2, 3 … calls until a run completes; answers how often. */
async function killAfterEveryCall(attempt: (calls: number) => Promise<{ died: boolean }>): Promise<number> {
  for (let calls = 1; calls < MANY; calls++) {
    const { died } = await attempt(calls);
    if (!died) return calls - 1;
  }
  throw new Error(`The run did not end within ${MANY} calls.`);
}
