import {
  AdminGetUserCommand,
  ChangePasswordCommand,
  DeleteUserCommand,
  ListUsersCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  federatedSignIns,
  type IdentityProvider,
  isoNow,
  memberships,
  type Registry,
  refusals,
  systemClock,
  type Tenant,
  type UserId,
} from '@cohabit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/api.ts';
import { PASSWORD, startInstallation, type TestInstallation } from '../testing/control-plane.ts';
import {
  type Asserted,
  fakeProviders,
  giveProvider,
  type Outcome,
  requireTokens,
  signInThrough,
} from '../testing/federation.ts';
import { claimsOf, signIn, switchTenant } from '../testing/sign-in.ts';
import { openBrowser } from '../testing/test-browser.ts';

let now = 0;
let failingStep: string | undefined;
/** Done once, right before a commit of this step, or of an answer of a provider. */
let meanwhile: { before: string; work: () => Promise<unknown> } | undefined;
let installation: TestInstallation;
let acme: Tenant;
let globex: Tenant;
let ofAcme: IdentityProvider;
let ofGlobex: IdentityProvider;

const services = () => installation.controlPlane.services;
const invite = (tenant: Tenant, email: string, roles = ['member']) =>
  services().members.invite(tenant.id, { email, roles }, 'operator:test');

/** Loses its connection when a commit tells of the failing step. */
function failing(registry: Registry): Registry {
  return {
    ...registry,
    async commit(changes) {
      const records = changes.flatMap((change) => (change.kind === 'expect' ? [] : [change.record]));
      const steps = records.map((record) =>
        'step' in record ? record.step : 'subject' in record ? 'answer' : '',
      );
      if (steps.includes(failingStep)) throw new Error('connection lost');
      if (meanwhile && steps.includes(meanwhile.before)) {
        const { work } = meanwhile;
        meanwhile = undefined;
        await work();
      }
      return registry.commit(changes);
    },
  };
}

beforeAll(async () => {
  installation = await startInstallation({
    fakeProviders,
    wrapRegistry: failing,
    clock: () => systemClock() + now,
  });
  acme = await installation.createTenant({ slug: 'acme', model: 'app-client', plan: 'business' });
  globex = await installation.createTenant({
    slug: 'globex',
    model: 'app-client',
    settings: { sharedClientSignIn: true },
  });
  await services().domains.vouch(acme.id, 'acme.example', 'operator:test');
  ofAcme = await giveProvider(installation, acme, 'acme');
  ofGlobex = await giveProvider(installation, globex, 'globex', {
    // An attacker's admin may write what they like here. It is not proven.
    rules: { allowedEmailDomains: ['globex.example', 'acme.example'] },
  });
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

function homeOf(tenant: Tenant) {
  const place = tenant.placements[0];
  if (!place) throw new Error('the tenant has no client');
  return place;
}

const through = (tenant: Tenant, provider: IdentityProvider, asserted: Asserted, browser = openBrowser()) =>
  signInThrough(installation, { ...homeOf(tenant), provider: provider.key }, asserted, browser);
const throughAcme = (asserted: Asserted) => through(acme, ofAcme, asserted);
const throughGlobex = (asserted: Asserted) => through(globex, ofGlobex, asserted);

const memberOf = (tenant: Tenant, userId: unknown) =>
  installation.registry.get(memberships, tenant.id, userId as UserId);

const removeWorkforce = ({ id: tenantId }: Tenant) =>
  services().identityProviders.remove({ tenantId, id: 'workforce' }, 'revoke', 'operator:test');

/** Everybody in the tenant, to see that nothing changed. */
const everybodyIn = async (tenant: Tenant) =>
  (await installation.registry.query(memberships, tenant.id, { limit: 1000 })).items;

const tokenOf = (outcome: Outcome) => claimsOf(requireTokens(outcome).accessToken);

describe("a first sign-in through a tenant's provider", () => {
  it('makes a member with the default role, and the token says who, where and as what', async () => {
    const email = 'new@acme.example';
    const tokens = requireTokens(await throughAcme({ email, name: 'Nia New' }));
    const claims = claimsOf(tokens.accessToken);
    expect(claims).toMatchObject({ tenant_id: acme.id, roles: ['member'] });
    expect(claimsOf(tokens.idToken)).toMatchObject({ email, email_verified: true, user_id: claims.user_id });
    expect(await memberOf(acme, claims.user_id)).toMatchObject({ email, name: 'Nia New', status: 'active' });
    expect(tokenOf(await throughAcme({ email })).user_id).toBe(claims.user_id);
  });

  it('writes no e-mail into the Cognito profile, where it could be a sign-in name', async () => {
    const tokens = requireTokens(await throughAcme({ email: 'plain@acme.example' }));
    const { username } = claimsOf(tokens.accessToken);
    const { userPoolId } = homeOf(acme);
    const profile = await installation.cognito.send(
      new AdminGetUserCommand({ UserPoolId: userPoolId, Username: String(username) }),
    );
    const names = profile.UserAttributes?.map(({ Name }) => Name).toSorted();
    expect(names).toEqual(['identities', 'name', 'sub']);
  });

  it('by two browsers at the same moment makes one member', async () => {
    const email = 'twice@acme.example';
    const outcomes = await Promise.all([throughAcme({ email }), throughAcme({ email })]);
    const users = new Set(outcomes.map((outcome) => tokenOf(outcome).user_id));
    expect(users.size).toBe(1);
    expect((await everybodyIn(acme)).filter((member) => member.email === email)).toHaveLength(1);
  });

  it('that was interrupted after Cognito made the profile is healed by the next one', async () => {
    const email = 'interrupted@acme.example';
    failingStep = 'member.join';
    const broken = await throughAcme({ email });
    failingStep = undefined;
    expect(broken).toMatchObject({ description: expect.stringContaining('not available right now') });
    const { userPoolId } = homeOf(acme);
    const { Users } = await installation.cognito.send(
      new ListUsersCommand({ UserPoolId: userPoolId, Filter: `username ^= "${ofAcme.key}_"` }),
    );
    expect(Users?.length).toBeGreaterThan(0);
    expect((await everybodyIn(acme)).some((member) => member.email === email)).toBe(false);
    expect(tokenOf(await throughAcme({ email }))).toMatchObject({ tenant_id: acme.id, roles: ['member'] });
  });
});

describe('roles of people who come through a provider', () => {
  it('follow the groups at every sign-in, and what was given by hand stays', async () => {
    const email = 'rosa@acme.example';
    const roles = async (groups: string[]) => tokenOf(await throughAcme({ email, groups })).roles;
    expect(await roles(['admins', 'staff'])).toEqual(['admin']);
    expect(await roles(['staff'])).toEqual(['member']);
    const { user_id } = tokenOf(await throughAcme({ email }));
    const key = { tenantId: acme.id, userId: user_id as UserId };
    await services().members.changeRoles(key, ['member', 'admin'], 'operator:test');
    expect(await roles([])).toEqual(['member', 'admin']);
    await services().members.changeRoles(key, ['member'], 'operator:test');
    expect(await roles(['admins'])).toEqual(['member', 'admin']);
    expect(await roles(['Admins', 'admins2', 'dmins'])).toEqual(['member']);
  });

  it('cannot be made by the person, whatever they write into their profile', async () => {
    const email = 'writer@acme.example';
    const browser = openBrowser();
    const first = requireTokens(await through(acme, ofAcme, { email }, browser));
    const write = (Name: string, Value: string) =>
      installation.cognito.send(
        new UpdateUserAttributesCommand({
          AccessToken: first.accessToken,
          UserAttributes: [{ Name, Value }],
        }),
      );
    for (const name of ['email', 'identities', 'custom:groups', 'email_verified']) {
      await expect(write(name, 'admins'), name).rejects.toThrow();
    }
    await write('name', 'groups: admins');
    // The browser's session at the domain gives tokens without asking the provider again.
    expect(tokenOf(await through(acme, ofAcme, { email }, browser)).roles).toEqual(['member']);
  });
});

describe("an e-mail that a tenant's provider asserts", () => {
  it('of another tenant’s member makes a stranger in the own tenant, who is nobody in the other (attack)', async () => {
    const email = 'alice@acme.example';
    const alice = await invite(acme, email, ['admin']);
    await installation.setPassword(homeOf(acme).userPoolId, email);
    await signIn(installation.cognito, { email, clientId: homeOf(acme).clientId });
    const before = await everybodyIn(acme);

    const forged = requireTokens(await throughGlobex({ email, groups: ['admins'] }));
    const claims = claimsOf(forged.accessToken);
    expect(claims.tenant_id).toBe(globex.id);
    expect(claims.user_id).not.toBe(alice.userId);
    // Globex has not proven acme.example, and its products are told.
    expect(claimsOf(forged.idToken)).toMatchObject({ email, email_verified: false });
    expect(await everybodyIn(acme)).toEqual(before);

    const token = forged.accessToken;
    const me = await call(installation.controlPlane, 'GET', '/v1/me', { token });
    expect(me.body.memberships.map(({ tenantId }: { tenantId: string }) => tenantId)).toEqual([globex.id]);
    const there = await call(installation.controlPlane, 'GET', `/v1/tenants/${acme.id}/memberships`, {
      token,
    });
    expect(there.status).toBe(404);
    const session = { refreshToken: forged.refreshToken, clientId: homeOf(globex).clientId };
    await expect(switchTenant(installation.cognito, { ...session, tenantId: acme.id })).rejects.toThrow(
      /belongs to another tenant/,
    );
    // Alice herself signs in as ever.
    const own = await signIn(installation.cognito, { email, clientId: homeOf(acme).clientId });
    expect(claimsOf(own.accessToken).user_id).toBe(alice.userId);
  });

  it('of a member of this tenant makes them that member when the tenant has proven the domain', async () => {
    const email = 'grown@acme.example';
    const invited = await invite(acme, email, ['admin']);
    const claims = tokenOf(await throughAcme({ email }));
    expect(claims).toMatchObject({ user_id: invited.userId, roles: ['admin'] });
    expect(await memberOf(acme, invited.userId)).toMatchObject({ status: 'active' });
  });

  it('of a member of this tenant makes a stranger when the domain is not proven', async () => {
    const email = 'gus@globex.example';
    const invited = await invite(globex, email, ['admin']);
    const claims = tokenOf(await throughGlobex({ email }));
    expect(claims.user_id).not.toBe(invited.userId);
    expect(claims.roles).toEqual(['member']);
    expect(await memberOf(globex, invited.userId)).toMatchObject({ status: 'invited', roles: ['admin'] });
  });

  it('of a member of this tenant makes a stranger when the domain is given up at the same moment', async () => {
    const email = 'late-proof@acme.example';
    const invited = await invite(acme, email, ['admin']);
    const { domains } = services();
    meanwhile = {
      before: 'member.follow-provider',
      work: () => domains.remove(acme.id, 'acme.example', 'operator:test'),
    };
    const claims = tokenOf(await throughAcme({ email }));
    await domains.vouch(acme.id, 'acme.example', 'operator:test');
    expect(meanwhile).toBeUndefined();
    expect(claims.user_id).not.toBe(invited.userId);
    expect(claims.roles).toEqual(['member']);
  });

  it('gives a person of two tenants nothing of the other one, and no list of where they are (attack)', async () => {
    const email = 'both@acme.example';
    const here = await invite(acme, email);
    const there = await invite(globex, email, ['admin']);
    expect(there.userId).toBe(here.userId);
    const tokens = requireTokens(await throughAcme({ email }));
    expect(claimsOf(tokens.accessToken)).toMatchObject({ user_id: here.userId, tenant_id: acme.id });
    const me = await call(installation.controlPlane, 'GET', '/v1/me', { token: tokens.accessToken });
    expect(me.body.memberships).toHaveLength(1);
    expect(await memberOf(globex, here.userId)).toEqual(
      expect.objectContaining({ identities: there.identities, status: 'invited' }),
    );
  });

  it('of a user outside the tenant never makes anybody that user, not even where the domain is proven (attack)', async () => {
    const email = 'outside@acme.example';
    const outside = await invite(globex, email, ['admin']);
    const claims = tokenOf(await throughAcme({ email }));
    expect(claims.user_id).not.toBe(outside.userId);
    expect(await memberOf(acme, outside.userId)).toBeUndefined();
    expect(await memberOf(globex, outside.userId)).toEqual({ ...outside });
  });

  it('is no name that another tenant could invite first, to keep the person out (attack)', async () => {
    const email = `${ofAcme.key}_alice@acme.example`;
    for (const spelling of [email, email.toUpperCase(), ` ${email}`]) {
      await expect(invite(globex, spelling)).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  it('is no way into another tenant by an invitation there, which takes the profile with the password (attack)', async () => {
    // Enough people that a choice by chance would be seen: profiles are listed by what Cognito calls them.
    for (let i = 0; i < 8; i++) {
      const email = `carried${i}@acme.example`;
      const here = await invite(acme, email);
      expect(tokenOf(await throughAcme({ email })).user_id).toBe(here.userId);
      const there = await invite(globex, email, ['admin']);
      expect(there.identities).toEqual(here.identities);
    }
  });

  it('of the same name as another subject’s is the same person only where the domain is proven', async () => {
    const proven = tokenOf(await throughAcme({ email: 'ann@acme.example' }));
    const provenAgain = tokenOf(await throughAcme({ subject: 'second-of-ann' }));
    expect(provenAgain.user_id).toBe(proven.user_id);
    const unproven = tokenOf(await throughGlobex({ email: 'ann@globex.example' }));
    const unprovenAgain = tokenOf(await throughGlobex({ subject: 'second-of-ann' }));
    expect(unprovenAgain.user_id).not.toBe(unproven.user_id);
  });
});

describe('a provider’s person is refused', () => {
  it.each([
    [
      'with an e-mail of a domain that is not allowed',
      { email: 'x@evil.example' },
      'email_domain_not_allowed',
    ],
    ['with an e-mail of a subdomain', { email: 'x@eu.acme.example' }, 'email_domain_not_allowed'],
    ['with an e-mail that the provider calls unverified', { subject: 'unverified' }, 'email_unverified'],
    ['with something that is no address', { email: 'x"y@acme.example' }, 'email_unusable'],
  ] as const)('%s, and no profile is made', async (_, asserted, reason) => {
    const outcome = await throughAcme(asserted);
    const text = `InboundFederation failed with error ${refusals[reason]}`;
    expect(outcome).toMatchObject({ error: 'invalid_request', description: expect.stringContaining(text) });
    expect(await everybodyIn(acme)).not.toContainEqual(expect.objectContaining({ email: 'x@evil.example' }));
  });

  it('whose subject differs from another’s in case only, so that nobody takes over a name (attack)', async () => {
    requireTokens(await throughAcme({ subject: 'case' }));
    const outcome = await throughAcme({ subject: 'CASE' });
    expect(outcome).toMatchObject({ description: expect.stringContaining(refusals.subject_ambiguous) });
    expect(tokenOf(await throughAcme({ subject: 'case' })).roles).toEqual(['member']);
  });

  it('with a password of their own, which would outlast the provider’s word (attack)', async () => {
    const tokens = requireTokens(await throughAcme({ email: 'keeps@acme.example' }));
    const { clientId, userPoolId } = homeOf(acme);
    const { cognito } = installation;
    const own = cognito.send(
      new ChangePasswordCommand({ AccessToken: tokens.accessToken, ProposedPassword: PASSWORD }),
    );
    await expect(own).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const email = String(claimsOf(tokens.accessToken).username);
    await installation.setPassword(userPoolId, email);
    await expect(signIn(cognito, { email, clientId })).rejects.toThrow(refusals.provider_bypassed);
    await expect(
      switchTenant(cognito, { clientId, refreshToken: tokens.refreshToken }),
    ).resolves.toHaveProperty('accessToken');
  });

  it('after they were removed, until they are invited again', async () => {
    const email = 'leaver@acme.example';
    const userId = tokenOf(await throughAcme({ email })).user_id as UserId;
    await services().members.remove({ tenantId: acme.id, userId }, 'operator:test');
    for (let time = 0; time < 2; time++) {
      expect(await throughAcme({ email })).toMatchObject({
        description: expect.stringContaining(refusals.member_removed),
      });
    }
    const again = await invite(acme, email, ['admin']);
    expect(again).toMatchObject({ userId, status: 'invited' });
    expect(tokenOf(await throughAcme({ email }))).toMatchObject({ user_id: userId, roles: ['admin'] });
    await expect(invite(acme, email)).rejects.toMatchObject({ code: 'membership_exists' });
  });

  it('after they were removed, deleted their Cognito profile and got another e-mail (attack)', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const provider = await giveProvider(installation, tenant, 'acme');
    const tokens = requireTokens(await through(tenant, provider, { subject: 'case' }));
    const userId = claimsOf(tokens.accessToken).user_id as UserId;
    await services().members.remove({ tenantId: tenant.id, userId }, 'operator:test');
    await installation.cognito.send(new DeleteUserCommand({ AccessToken: tokens.accessToken }));
    // The same subject, and another e-mail, at the other fake provider.
    await giveProvider(installation, tenant, 'globex');
    expect(await through(tenant, provider, { subject: 'case' })).toMatchObject({
      description: expect.stringContaining(refusals.member_removed),
    });
  });

  it('with a new subject after the member of this e-mail was removed, proven or not', async () => {
    for (const [tenant, provider, name] of [
      [acme, ofAcme, 'acme'],
      [globex, ofGlobex, 'globex'],
    ] as const) {
      const email = `gone@${name}.example`;
      const { userId } = await invite(tenant, email);
      await services().members.remove({ tenantId: tenant.id, userId }, 'operator:test');
      expect(await through(tenant, provider, { email })).toMatchObject({
        description: expect.stringContaining(refusals.member_removed),
      });
    }
  });

  it.each([
    ['its provider is removed', (tenant: Tenant) => removeWorkforce(tenant)],
    ['its tenant is removed', (tenant: Tenant) => services().tenants.remove(tenant.id, 'operator:test')],
  ])('whose answer comes while %s, and nothing of it is kept', async (_, remove) => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const provider = await giveProvider(installation, tenant, 'acme');
    meanwhile = { before: 'answer', work: () => remove(tenant) };
    expect(await through(tenant, provider, { email: 'late@acme.example' })).toHaveProperty('error');
    expect(meanwhile).toBeUndefined();
    const kept = await installation.registry.queryIndex(federatedSignIns, 'byProvider', provider.key, {
      limit: 10,
    });
    expect(kept.items).toEqual([]);
  });

  it('whose subject differs in case only from that of somebody who comes at the same moment (attack)', async () => {
    const tenant = await installation.createTenant({ model: 'app-client' });
    const provider = await giveProvider(installation, tenant, 'acme');
    meanwhile = { before: 'answer', work: () => through(tenant, provider, { subject: 'case' }) };
    expect(await through(tenant, provider, { subject: 'CASE' })).toMatchObject({
      description: expect.stringContaining(refusals.subject_ambiguous),
    });
  });

  it('in a suspended tenant', async () => {
    await services().tenants.suspend(acme.id, 'operator:test');
    const outcome = await throughAcme({ email: 'late@acme.example' });
    await services().tenants.resume(acme.id, 'operator:test');
    const text = `InboundFederation failed with error ${refusals.tenant_suspended}`;
    expect(outcome).toMatchObject({ description: expect.stringContaining(text) });
  });
});

describe("another tenant's provider", () => {
  it('cannot be named at a client: Cognito has it at its own tenant’s only (attack)', async () => {
    const outcome = await through(acme, ofGlobex, { email: 'mallory@acme.example' });
    expect(outcome).not.toHaveProperty('accessToken');
    expect(await everybodyIn(acme)).not.toContainEqual(
      expect.objectContaining({ email: 'mallory@acme.example' }),
    );
  });

  it.each(['inboundFederation', 'preSignUp', 'preAuthentication', 'preTokenGeneration'] as const)(
    'is refused by %s too, should Cognito ever let it through (attack)',
    async (name) => {
      const { key } = ofGlobex;
      requireTokens(await throughGlobex({ email: 'real@globex.example' }));
      const identities = JSON.stringify([{ providerName: key, userId: 'x', primary: true }]);
      const { userPoolId, clientId } = homeOf(acme);
      const event = {
        version: '2',
        triggerSource: {
          inboundFederation: 'InboundFederation_ExternalProvider',
          preSignUp: 'PreSignUp_ExternalProvider',
          preAuthentication: 'PreAuthentication_Authentication',
          preTokenGeneration: 'TokenGeneration_HostedAuth',
        }[name],
        userPoolId,
        userName: `${key}_x`,
        callerContext: { clientId },
        request: {
          providerName: key,
          attributes: { idToken: { sub: 'x', email: 'x@acme.example' } },
          userAttributes: { sub: 'some-sub', identities, 'cognito:user_status': 'EXTERNAL_PROVIDER' },
        },
        response: {},
      };
      await expect(installation.controlPlane.triggers[name](event)).rejects.toThrow(
        refusals.provider_mismatch,
      );
    },
  );

  it('leaves a session that opens no other client of the pool (attack)', async () => {
    const browser = openBrowser();
    requireTokens(await through(globex, ofGlobex, { email: 'hopper@globex.example' }, browser));
    const shared = await services().signIn.discover({ email: 'nobody@nowhere.example' });
    for (const place of [shared, homeOf(acme)]) {
      const outcome = await signInThrough(
        installation,
        { userPoolId: place.userPoolId, clientId: place.clientId, provider: 'COGNITO' },
        { subject: 'nobody' },
        browser,
      );
      expect(outcome).not.toHaveProperty('accessToken');
    }
  });
});

describe('PreSignUp', () => {
  const event = (triggerSource: string, userName: string) => ({
    version: '1',
    triggerSource,
    userPoolId: homeOf(acme).userPoolId,
    userName,
    callerContext: { clientId: homeOf(acme).clientId },
    request: { userAttributes: { email: 'x@acme.example' } },
    response: {},
  });

  it('lets nobody sign up by themselves, and invitations through', async () => {
    const { preSignUp } = installation.controlPlane.triggers;
    for (const source of ['PreSignUp_SignUp', 'PreSignUp_Whatever']) {
      await expect(preSignUp(event(source, 'x'))).rejects.toThrow(refusals.no_self_sign_up);
    }
    const invited = event('PreSignUp_AdminCreateUser', 'x');
    expect(await preSignUp(invited)).toBe(invited);
  });

  it('makes no profile for an answer that InboundFederation has not just seen', async () => {
    const { preSignUp } = installation.controlPlane.triggers;
    const unseen = event('PreSignUp_ExternalProvider', `${ofAcme.key}_never-seen`);
    await expect(preSignUp(unseen)).rejects.toThrow(refusals.sign_in_unknown);
    const { username } = tokenOf(await throughAcme({ email: 'seen@acme.example' }));
    const seen = event('PreSignUp_ExternalProvider', String(username));
    expect(await preSignUp(seen)).toBe(seen);
    now += 11 * 60_000;
    await expect(preSignUp(seen)).rejects.toThrow(refusals.sign_in_unknown);
    now -= 11 * 60_000;
  });
});

describe('a tenant that accepts only its provider', () => {
  let strict: Tenant;
  let provider: IdentityProvider;
  let ada: { email: string; clientId: string };
  let bea: { email: string; clientId: string };
  let adaId: UserId;
  let session: { refreshToken: string; clientId: string };

  beforeAll(async () => {
    strict = await installation.createTenant({
      model: 'app-client',
      settings: { sharedClientSignIn: true },
      firstAdmin: { email: 'ada@strict.example' },
    });
    const { userPoolId, clientId } = homeOf(strict);
    ada = { email: 'ada@strict.example', clientId };
    bea = { email: 'bea@strict.example', clientId };
    await invite(strict, bea.email, ['admin']);
    for (const { email } of [ada, bea]) await installation.setPassword(userPoolId, email);
    const tokens = await signIn(installation.cognito, ada);
    adaId = claimsOf(tokens.accessToken).user_id as UserId;
    session = { refreshToken: tokens.refreshToken, clientId };
    provider = await giveProvider(installation, strict, 'acme', { ssoOnly: true });
  });

  const refused = new RegExp(refusals.sso_only);

  it('refuses a right password, a wrong one and nobody’s in the same words, before it looks at them', async () => {
    for (const person of [
      ada,
      { ...ada, password: 'Wrong-password-1' },
      { ...ada, email: 'nobody@strict.example' },
    ]) {
      await expect(signIn(installation.cognito, person)).rejects.toMatchObject({
        message: `PreAuthentication failed with error ${refusals.sso_only}.`,
      });
    }
  });

  it('refuses to refresh a session that began with a password', async () => {
    await expect(switchTenant(installation.cognito, session)).rejects.toThrow(refused);
  });

  it('refuses those who come from the shared client', async () => {
    const { clientId } = await services().signIn.discover({ email: 'nobody@nowhere.example' });
    const other = await installation.createTenant({ firstAdmin: { email: 'ada@strict.example' } });
    const { refreshToken } = await signIn(installation.cognito, { ...ada, clientId });
    const switchTo = (tenantId: string) =>
      switchTenant(installation.cognito, { refreshToken, clientId, tenantId });
    await expect(switchTo(other.id)).resolves.toBeDefined();
    await expect(switchTo(strict.id)).rejects.toThrow(refused);
  });

  it('lets people in through the provider', async () => {
    const claims = tokenOf(await through(strict, provider, { email: 'pia@acme.example' }));
    expect(claims).toMatchObject({ tenant_id: strict.id });
  });

  it('says at discovery that there is no other way', async () => {
    const found = await services().signIn.discover({ tenant: strict.slug });
    expect(found).toMatchObject({
      methods: ['identity-provider'],
      identityProvider: { key: provider.key, name: 'acme Workforce' },
    });
  });

  it('has one break-glass account, named and timed, and its history tells of every use', async () => {
    const wanted = { userId: adaId, minutes: 60, reason: 'The provider is down' };
    const opened = await services().breakGlass.open(strict.id, wanted, 'operator:olive');
    expect(Date.parse(opened.until) - Date.parse(isoNow(() => systemClock() + now))).toBeGreaterThan(
      59 * 60_000,
    );
    const tokens = await signIn(installation.cognito, ada);
    expect(claimsOf(tokens.accessToken)).toMatchObject({ user_id: adaId, tenant_id: strict.id });
    await expect(signIn(installation.cognito, bea)).rejects.toThrow(refused);
    const { clientId } = await services().signIn.discover({ email: 'nobody@nowhere.example' });
    const elsewhere = await signIn(installation.cognito, { ...ada, clientId });
    const away = { refreshToken: elsewhere.refreshToken, clientId, tenantId: strict.id };
    await expect(switchTenant(installation.cognito, away)).rejects.toThrow(refused);

    const { items } = await services().tenants.history(strict.id, { limit: 100 });
    const told = items.filter(({ step }) => step.startsWith('break-glass.'));
    expect(told.map(({ step, actor }) => [step, actor])).toEqual([
      ['break-glass.open', 'operator:olive'],
      ['break-glass.use', `user:${adaId}`],
    ]);
    expect(told[0]?.message).toContain('The provider is down');

    now += 61 * 60_000;
    const late = { refreshToken: tokens.refreshToken, clientId: ada.clientId };
    await expect(switchTenant(installation.cognito, late)).rejects.toThrow(refused);
    await expect(signIn(installation.cognito, ada)).rejects.toThrow(refused);
    now -= 61 * 60_000;
  });

  it('ends break-glass at once when it is closed', async () => {
    const wanted = { userId: adaId, minutes: 60, reason: 'Again' };
    await services().breakGlass.open(strict.id, wanted, 'operator:olive');
    const { refreshToken } = await signIn(installation.cognito, ada);
    await services().breakGlass.close(strict.id, 'operator:olive');
    await services().breakGlass.close(strict.id, 'operator:olive');
    await expect(
      switchTenant(installation.cognito, { refreshToken, clientId: ada.clientId }),
    ).rejects.toThrow(refused);
  });

  it('has no break-glass for people without a password or of another tenant', async () => {
    const { user_id } = tokenOf(await through(strict, provider, { email: 'pia@acme.example' }));
    const open = (userId: string) =>
      services().breakGlass.open(strict.id, { userId, minutes: 1, reason: 'x' }, 'operator:olive');
    await expect(open(String(user_id))).rejects.toMatchObject({ code: 'invalid_request' });
    const [foreign] = await everybodyIn(globex);
    await expect(open(foreign?.userId ?? '')).rejects.toMatchObject({ code: 'membership_not_found' });
  });
});
