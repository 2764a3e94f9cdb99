import * as z from 'zod';
import type { Cognito } from '../cognito.ts';
import { documentKind } from '../storage/store.ts';
import { invalidParameter, resourceNotFound } from '../wire/errors.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { mergedSettings, mergeSettings } from './merged-style.ts';

const categories = [
  'FAVICON_ICO',
  'FAVICON_SVG',
  'EMAIL_GRAPHIC',
  'SMS_GRAPHIC',
  'AUTH_APP_GRAPHIC',
  'PASSWORD_GRAPHIC',
  'PASSKEY_GRAPHIC',
  'PAGE_HEADER_LOGO',
  'PAGE_HEADER_BACKGROUND',
  'PAGE_FOOTER_LOGO',
  'PAGE_FOOTER_BACKGROUND',
  'PAGE_BACKGROUND',
  'FORM_BACKGROUND',
  'FORM_LOGO',
  'IDP_BUTTON_ICON',
] as const;

/** At most 2 MB of base64, as an image of a request. */
const maxImage = 2_000_000;

const asset = z.object({
  Category: z.enum(categories),
  ColorMode: z.enum(['LIGHT', 'DARK', 'DYNAMIC']),
  Extension: z.enum(['ICO', 'JPEG', 'PNG', 'SVG', 'WEBP']),
  Bytes: z.base64().max(maxImage).optional(),
  ResourceId: z.string().min(1).max(40).optional(),
});

type Asset = z.output<typeof asset>;

const brandingId = z.uuid().max(36);

/** The members that `CreateManagedLoginBranding` and `UpdateManagedLoginBranding` share. */
export const brandingSettings = z.object({
  UseCognitoProvidedValues: z.boolean().optional(),
  Settings: z.unknown().optional(),
  Assets: z.array(asset).max(40).optional(),
});
export type BrandingSettings = z.output<typeof brandingSettings>;

/** The style of one app client's managed login. */
export interface Branding {
  ManagedLoginBrandingId: string;
  UserPoolId: string;
  UseCognitoProvidedValues: boolean;
  /** A JSON document. */
  Settings?: unknown;
  Assets?: BrandingSettings['Assets'] | undefined;
  /** Epoch seconds. */
  CreationDate: number;
  LastModifiedDate: number;
}

/** With the client, which `ManagedLoginBrandingType` does not show. */
interface StoredBranding extends Branding {
  clientId: string;
}

const brandingKind = documentKind<StoredBranding>('managed-login-branding');
/** By client id. */
const brandingOfClientKind = documentKind<{ brandingId: string }>('managed-login-branding-of-client');

export const brandingKey = z.object({ UserPoolId: userPoolId, ManagedLoginBrandingId: brandingId });
export const brandingClientKey = z.object({ UserPoolId: userPoolId, ClientId: clientId });

/** Throws ResourceNotFoundException. */
export function findBranding({ store }: Pick<Cognito, 'store'>, poolId: string, id: string): StoredBranding {
  const branding = store.documents.get(brandingKind, poolId, id);
  if (!branding) throw resourceNotFound(`Managed login branding ${id} does not exist.`);
  return branding;
}

/** Every page asks for it, so it is found by the client's id; styles are large. */
export function brandingOfClient(
  { store }: Pick<Cognito, 'store'>,
  poolId: string,
  client: string,
): StoredBranding | undefined {
  const found = store.documents.get(brandingOfClientKind, poolId, client);
  return found && store.documents.get(brandingKind, poolId, found.brandingId);
}

export function storeBranding({ store }: Pick<Cognito, 'store'>, branding: StoredBranding): void {
  const { UserPoolId: poolId, ManagedLoginBrandingId: id, clientId } = branding;
  store.transaction(() => {
    store.documents.put(brandingKind, { poolId, id }, branding);
    store.documents.put(brandingOfClientKind, { poolId, id: clientId }, { brandingId: id });
  });
}

export function deleteBranding({ store }: Pick<Cognito, 'store'>, branding: StoredBranding): void {
  const { UserPoolId: poolId, ManagedLoginBrandingId: id, clientId } = branding;
  store.transaction(() => {
    store.documents.delete(brandingKind, poolId, id);
    store.documents.delete(brandingOfClientKind, poolId, clientId);
  });
}

/** Cognito's own look has no settings. Throws InvalidParameterException. */
export function checkBrandingSettings({
  UseCognitoProvidedValues,
  Settings,
  Assets,
}: BrandingSettings): void {
  if (UseCognitoProvidedValues && (Settings !== undefined || Assets !== undefined)) {
    throw invalidParameter('UseCognitoProvidedValues cannot be given together with Settings or Assets.');
  }
  if (Settings === undefined) return;
  if (typeof Settings !== 'object' || Settings === null || Array.isArray(Settings)) {
    throw invalidParameter('Settings must be a JSON object.');
  }
}

/**
 * The style after an update: settings and images that are not given stay, since a style larger than a request may be comes in
 * several; `UseCognitoProvidedValues` drops them all.
 */
export function changeBranding(
  before: Branding,
  { UseCognitoProvidedValues = false, Settings, Assets }: BrandingSettings,
): Pick<Branding, 'UseCognitoProvidedValues' | 'Settings' | 'Assets'> {
  if (UseCognitoProvidedValues) return { UseCognitoProvidedValues, Settings: undefined, Assets: undefined };
  const isReplaced = (old: Asset) =>
    Assets?.some(
      (image) =>
        image.Category === old.Category &&
        image.ColorMode === old.ColorMode &&
        image.ResourceId === old.ResourceId,
    );
  return {
    UseCognitoProvidedValues,
    Settings: Settings === undefined ? before.Settings : mergeSettings(before.Settings, Settings),
    Assets: Assets ? [...(before.Assets ?? []).filter((old) => !isReplaced(old)), ...Assets] : before.Assets,
  };
}

/** `ManagedLoginBrandingType`; merged, its Settings are complete. */
export function describeBranding(
  { clientId: _client, ...shown }: StoredBranding,
  { isMerged = false }: { isMerged?: boolean | undefined } = {},
): Branding {
  return isMerged ? { ...shown, Settings: mergedSettings(shown) } : shown;
}
