import {
  CreateManagedLoginBrandingCommand,
  type CreateManagedLoginBrandingCommandInput,
  CreateUserPoolDomainCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  GetUICustomizationCommand,
  SetUICustomizationCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startTenantPool } from '../testing/tenant-pool.ts';

const logo = { Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'PNG' } as const;
const Bytes = new Uint8Array([137, 80, 78, 71]);

async function startWithStyle() {
  const tenant = await startTenantPool();
  const client = { UserPoolId: tenant.userPoolId, ClientId: tenant.clientId };
  const create = (input: Partial<CreateManagedLoginBrandingCommandInput> = {}) =>
    tenant.send(new CreateManagedLoginBrandingCommand({ ...client, ...input }));
  return { ...tenant, client, create };
}

describe('managed login branding', () => {
  it('is created, found by id and by client, replaced and deleted', async () => {
    await using pool = await startWithStyle();
    const { UserPoolId } = pool.client;
    const Settings = {
      components: { primaryButton: { lightMode: { defaults: { backgroundColor: '0972d3ff' } } } },
    };
    const { ManagedLoginBranding: created } = await pool.create({ Settings, Assets: [{ ...logo, Bytes }] });
    expect(created).toMatchObject({ UserPoolId, UseCognitoProvidedValues: false, Settings });
    expect(created?.Assets?.[0]?.Bytes).toEqual(Bytes);

    const key = { UserPoolId, ManagedLoginBrandingId: created?.ManagedLoginBrandingId };
    const byId = await pool.send(new DescribeManagedLoginBrandingCommand(key));
    const byClient = await pool.send(new DescribeManagedLoginBrandingByClientCommand(pool.client));
    expect(byId.ManagedLoginBranding).toEqual(created);
    expect(byClient.ManagedLoginBranding).toEqual(created);

    const updated = await pool.send(
      new UpdateManagedLoginBrandingCommand({ ...key, UseCognitoProvidedValues: true }),
    );
    expect(updated.ManagedLoginBranding).toMatchObject({ UseCognitoProvidedValues: true });
    expect(updated.ManagedLoginBranding?.Settings).toBeUndefined();

    await pool.send(new DeleteManagedLoginBrandingCommand(key));
    const notFound = { name: 'ResourceNotFoundException' };
    await expect(pool.send(new DescribeManagedLoginBrandingCommand(key))).rejects.toMatchObject(notFound);
  });

  it('keeps what an update leaves out, and replaces the images of the same place', async () => {
    await using pool = await startWithStyle();
    const dark = { ...logo, ColorMode: 'DARK' } as const;
    const { ManagedLoginBranding: created } = await pool.create({
      Settings: { components: { form: { borderRadius: 4, logo: { enabled: true } } } },
      Assets: [{ ...logo, Bytes }],
    });
    const key = { ...pool.client, ManagedLoginBrandingId: created?.ManagedLoginBrandingId };
    const update = async (input: object) =>
      (await pool.send(new UpdateManagedLoginBrandingCommand({ ...key, ...input }))).ManagedLoginBranding;
    const other = new Uint8Array([1, 2]);
    await update({ Assets: [{ ...dark, Bytes }] });
    await update({ Settings: { components: { form: { borderRadius: 12 } } } });
    expect(await update({ Assets: [{ ...logo, Bytes: other }] })).toMatchObject({
      Settings: { components: { form: { borderRadius: 12, logo: { enabled: true } } } },
      Assets: [
        { ColorMode: 'DARK', Bytes },
        { ColorMode: 'LIGHT', Bytes: other },
      ],
    });
  });

  it('is shown with every value of Cognito’s own style when merged resources are asked for', async () => {
    await using pool = await startWithStyle();
    const { ManagedLoginBranding: created } = await pool.create({
      Settings: { components: { form: { borderRadius: 4 } } },
    });
    const ReturnMergedResources = true;
    const byClient = await pool.send(
      new DescribeManagedLoginBrandingByClientCommand({ ...pool.client, ReturnMergedResources }),
    );
    const byId = await pool.send(
      new DescribeManagedLoginBrandingCommand({
        UserPoolId: pool.userPoolId,
        ManagedLoginBrandingId: created?.ManagedLoginBrandingId,
        ReturnMergedResources,
      }),
    );
    expect(byId).toMatchObject({ ManagedLoginBranding: byClient.ManagedLoginBranding });
    expect(byId.ManagedLoginBranding?.Settings).toMatchObject({
      categories: { global: { colorSchemeMode: 'DYNAMIC' } },
      components: {
        form: { borderRadius: 4, lightMode: { backgroundColor: 'ffffffff' } },
        primaryButton: { lightMode: { defaults: { backgroundColor: '0972d3ff' } } },
      },
    });
  });

  it('is one per client, and Cognito’s own style has no settings', async () => {
    await using pool = await startWithStyle();
    await expect(pool.create({ UseCognitoProvidedValues: true, Settings: {} })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await pool.create({ UseCognitoProvidedValues: true });
    await expect(pool.create()).rejects.toMatchObject({ name: 'ManagedLoginBrandingExistsException' });
  });

  it('goes with its client', async () => {
    await using pool = await startWithStyle();
    const { ManagedLoginBranding: created } = await pool.create();
    await pool.send(new DeleteUserPoolClientCommand(pool.client));
    const key = {
      UserPoolId: pool.userPoolId,
      ManagedLoginBrandingId: created?.ManagedLoginBrandingId,
    };
    await expect(pool.send(new DescribeManagedLoginBrandingCommand(key))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('the classic hosted UI', () => {
  it('is customized for all clients, or for one', async () => {
    await using pool = await startWithStyle();
    const { UserPoolId } = pool.client;
    const set = (input: object) => pool.send(new SetUICustomizationCommand({ UserPoolId, ...input }));
    await expect(set({ CSS: '.a {}' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await pool.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme-login' }));
    const get = async () => (await pool.send(new GetUICustomizationCommand(pool.client))).UICustomization;
    expect(await get()).toEqual({});

    await set({ CSS: '.all {}' });
    expect(await get()).toMatchObject({ ClientId: 'ALL', CSS: '.all {}' });
    await set({ ClientId: pool.clientId, CSS: '.one {}', ImageFile: Bytes });
    expect(await get()).toMatchObject({
      ClientId: pool.clientId,
      CSS: '.one {}',
      CSSVersion: expect.any(String),
      ImageUrl: 'data:image/png;base64,iVBORw==',
    });
  });
});
