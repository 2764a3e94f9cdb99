import {
  CreateIdentityProviderCommand,
  CreateManagedLoginBrandingCommand,
  type CreateManagedLoginBrandingCommandInput,
  CreateUserPoolDomainCommand,
  DescribeUserPoolClientCommand,
  SetUICustomizationCommand,
  UpdateManagedLoginBrandingCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { startTenantPool } from '../../testing/tenant-pool.ts';

const callback = 'https://app.example/callback';
const appClient = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code' as const],
  AllowedOAuthScopes: ['openid'],
  CallbackURLs: [callback],
  SupportedIdentityProviders: ['COGNITO'],
};
const provider = {
  ProviderName: 'Globex',
  ProviderType: 'OIDC' as const,
  ProviderDetails: {
    client_id: 'x',
    client_secret: 'y',
    authorize_scopes: 'openid',
    attributes_request_method: 'GET',
    oidc_issuer: 'https://idp.example',
    authorize_url: 'https://idp.example/authorize',
    token_url: 'https://idp.example/token',
    attributes_url: 'https://idp.example/userinfo',
    jwks_uri: 'https://idp.example/jwks',
  },
};
const bytes = (text: string) => new TextEncoder().encode(text);

/** A pool with a domain and a client that may use it; `page` is its login page, `load` whatever a page points to. */
async function startWithLogin({ version = 2 } = {}) {
  const tenant = await startTenantPool({ appClient });
  const { userPoolId: UserPoolId, clientId: ClientId } = tenant;
  const domain = { UserPoolId, Domain: 'acme-login', ManagedLoginVersion: version };
  await tenant.send(new CreateUserPoolDomainCommand(domain));
  const brand = (input: Partial<CreateManagedLoginBrandingCommandInput>) =>
    tenant.send(new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, ...input }));
  const load = async (path: string, headers: Record<string, string> = {}) => {
    const url = new URL(path.replaceAll('&amp;', '&'), tenant.server.endpoint);
    const response = await fetch(url, { headers });
    return { response, text: await response.text() };
  };
  const query = new URLSearchParams({ client_id: ClientId, response_type: 'code', redirect_uri: callback });
  const page = () => load(`/domains/acme-login/login?${query}`);
  return { ...tenant, UserPoolId, ClientId, brand, page, load };
}

const addressesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, url]) => url ?? '');

describe('the look of managed login', () => {
  it('is missing for a client without a branding style, as on AWS', async () => {
    await using login = await startWithLogin();
    const { response, text } = await login.page();
    expect(response.status).toBe(403);
    expect(text).toBe('Login pages unavailable. Please contact an administrator.');
    await login.brand({ UseCognitoProvidedValues: true });
    expect((await login.page()).response.status).toBe(200);
  });

  it('is loaded from assets that browsers keep for ever, by the version of their content', async () => {
    await using login = await startWithLogin();
    await login.brand({ UseCognitoProvidedValues: true });
    const { text } = await login.page();
    const addresses = addressesIn(text, /(?:href|src)="([^"]*\/assets\/[^"]*)"/g);
    expect(addresses.map((address) => /assets\/([^?]*)/.exec(address)?.[1]).sort()).toEqual(
      expect.arrayContaining(['favicon.svg', 'look.css', 'look.js', 'theme.css']),
    );
    for (const address of addresses) {
      const { response } = await login.load(address);
      expect(response.status, address).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const old = await login.load(address.replace(/v=[\w-]+/, 'v=old'));
      expect(old.response.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('shows the logos and backgrounds of the style, each with its media type', async () => {
    await using login = await startWithLogin();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    await login.brand({
      Settings: {
        components: { form: { logo: { enabled: true } }, pageHeader: { logo: { enabled: true } } },
        categories: { global: { pageHeader: { enabled: true } } },
      },
      Assets: [
        { Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'SVG', Bytes: bytes(svg) },
        { Category: 'FORM_LOGO', ColorMode: 'DARK', Extension: 'PNG', Bytes: bytes('dark') },
        { Category: 'PAGE_HEADER_LOGO', ColorMode: 'DYNAMIC', Extension: 'WEBP', Bytes: bytes('header') },
        { Category: 'PAGE_BACKGROUND', ColorMode: 'LIGHT', Extension: 'JPEG', Bytes: bytes('page') },
        { Category: 'FAVICON_ICO', ColorMode: 'LIGHT', Extension: 'ICO', Bytes: bytes('icon') },
      ],
    });
    const { text } = await login.page();
    const [theme = ''] = addressesIn(text, /href="([^"]*theme\.css[^"]*)"/g);
    const css = (await login.load(theme)).text;
    const images = [
      ...addressesIn(text, /(?:href|src|srcset)="([^"]*\/image\?[^"]*)"/g),
      ...addressesIn(css, /url\("([^"]*)"\)/g).slice(0, 1),
    ];
    const seen = await Promise.all(
      images.map(async (image) => {
        const loaded = await login.load(image);
        expect(loaded.response.headers.get('cache-control')).toContain('immutable');
        expect(loaded.response.headers.get('content-security-policy')).toMatch(
          /default-src 'none'.*sandbox$/,
        );
        return [loaded.response.headers.get('content-type'), loaded.text];
      }),
    );
    expect(seen).toEqual(
      expect.arrayContaining([
        ['image/svg+xml', svg],
        ['image/png', 'dark'],
        ['image/webp', 'header'],
        ['image/jpeg', 'page'],
        ['image/x-icon', 'icon'],
      ]),
    );
  });

  it('shows no image of another category, mode or client', async () => {
    await using login = await startWithLogin();
    await login.brand({
      Assets: [{ Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'PNG', Bytes: bytes('logo') }],
    });
    const image = (query: Record<string, string>) =>
      login.load(`/domains/acme-login/assets/image?${new URLSearchParams(query)}`);
    const client_id = login.ClientId;
    expect((await image({ client_id, category: 'FORM_LOGO', mode: 'LIGHT' })).text).toBe('logo');
    expect((await image({ client_id, category: 'FAVICON_ICO', mode: 'LIGHT' })).response.status).toBe(404);
    expect((await image({ client_id: 'other', category: 'FORM_LOGO' })).response.status).toBe(404);
    expect((await image({})).response.status).toBe(404);
  });

  it('has the providers where the style wants them', async () => {
    await using login = await startWithLogin();
    const { UserPoolId, ClientId } = login;
    await login.send(new CreateIdentityProviderCommand({ UserPoolId, ...provider }));
    const { UserPoolClient } = await login.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    await login.send(
      new UpdateUserPoolClientCommand({
        ...appClient,
        UserPoolId,
        ClientId,
        ClientName: UserPoolClient?.ClientName,
        SupportedIdentityProviders: ['COGNITO', provider.ProviderName],
      }),
    );
    const icon = {
      Category: 'IDP_BUTTON_ICON',
      ColorMode: 'LIGHT',
      Extension: 'PNG',
      ResourceId: 'Globex',
    } as const;
    const { ManagedLoginBranding } = await login.brand({ Assets: [{ ...icon, Bytes: bytes('icon') }] });
    const order = async () => {
      const { text } = await login.page();
      return [text.indexOf('Continue with Globex'), text.indexOf('id="password"')];
    };
    const [first = 0, second = 0] = await order();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(second);
    const [image = ''] = addressesIn((await login.page()).text, /src="([^"]*IDP_BUTTON_ICON[^"]*)"/g);
    expect((await login.load(image)).text).toBe('icon');
    const authMethodOrder = [
      [
        { display: 'INPUT', type: 'USERNAME_PASSWORD' },
        { display: 'BUTTON', type: 'FEDERATED' },
      ],
    ];
    await login.send(
      new UpdateManagedLoginBrandingCommand({
        UserPoolId,
        ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId,
        Settings: { categories: { auth: { authMethodOrder } } },
      }),
    );
    const [after = 0, before = 0] = await order();
    expect(before).toBeLessThan(after);
  });

  it('is that of the UI customization on a classic domain: its classes, its logo, and light', async () => {
    await using login = await startWithLogin({ version: 1 });
    expect((await login.page()).response.status).toBe(200);
    const CSS = '.submitButton-customizable { background-color: #112233; } body { display: none }';
    const ImageFile = new Uint8Array([255, 216, 255, 224]);
    await login.send(new SetUICustomizationCommand({ UserPoolId: login.UserPoolId, CSS, ImageFile }));
    const { text } = await login.page();
    expect(text).toContain('<img class="logo" src="data:image/jpeg;base64,/9j/4A=="');
    const [theme = ''] = addressesIn(text, /href="([^"]*theme\.css[^"]*)"/g);
    const css = (await login.load(theme)).text;
    expect(css).toContain('.button.primary{background-color:#112233;}');
    expect(css).not.toMatch(/display|prefers-color-scheme/);
  });
});
