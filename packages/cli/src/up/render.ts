import { TOTP } from 'otpauth';
import { heading } from '../output/print.ts';
import { renderFields, renderTable } from '../output/table.ts';
import { version } from '../version.ts';
import { seedTenants } from './people.ts';
import type { Cohabit } from './start.ts';

/** What `cohabit up` prints when everything stands: where, who, what next, and the ready line as the last one. */
export function renderReady(cohabit: Cohabit, { data, seconds }: { data: string; seconds: number }): string {
  return [
    heading(`Cohabit ${version}, local mode`),
    '',
    renderFields({
      console: cohabit.urls.controlPlane,
      demo: cohabit.urls.demo,
      Cognito: `${cohabit.urls.cognito} (Region ${cohabit.region})`,
      state: data === 'memory' ? 'kept in memory only' : data,
    }),
    '',
    renderPeople(cohabit),
    '',
    ...renderProvider(cohabit),
    heading('Try next'),
    ...nextSteps(cohabit).map((step) => `  ${step}`),
    '',
    readyLine(cohabit, seconds),
  ].join('\n');
}

/** The line that scripts wait for, always the last: `^Cohabit is ready: (\S+) \(console\), (\S+) \(demo\)`. */
function readyLine({ urls }: Cohabit, seconds: number): string {
  return `Cohabit is ready: ${urls.controlPlane} (console), ${urls.demo} (demo), after ${seconds.toFixed(1)} s`;
}

function renderPeople({ seed }: Cohabit): string {
  const plans = new Map(seedTenants.map((tenant) => [tenant.slug, tenant.plan]));
  const rows = seed.tenants.flatMap((tenant) =>
    tenant.users.map(({ email, roles, password, totpSecret }) => [
      tenant.slug,
      tenant.model,
      plans.get(tenant.slug) ?? '',
      email,
      roles.join(', '),
      password,
      totpSecret === undefined ? '' : new TOTP({ secret: totpSecret }).generate(),
      totpSecret ?? '',
    ]),
  );
  const { username, password } = seed.operator;
  return renderTable(
    ['tenant', 'model', 'plan', 'person', 'role', 'password', 'code', 'TOTP secret'],
    [...rows, ['', '', '', username, 'operator', password, '', '']],
  );
}

/** How to come in through globex's own provider, click by click. */
function renderProvider({ urls, seed }: Cohabit): string[] {
  const [provider] = seed.identityProviders ?? [];
  if (provider === undefined) return [];
  const isNew = ({ email }: { email: string }) =>
    seed.tenants.every(({ users }) => users.every((user) => user.email !== email));
  const newcomer = provider.people.find(isNew)?.name ?? provider.people[0]?.name ?? '';
  return [
    heading(`Sign in through ${provider.tenant}'s identity provider`),
    `  1. open   ${urls.demo}/t/${provider.tenant}/sign-in`,
    `  2. click  Continue with ${provider.name}`,
    `  3. choose ${newcomer}: a new member, made by this first sign-in`,
    '  or open "Break it" there first, and see in the trace what went wrong:',
    `            ${urls.cognito}/_local/sign-ins`,
    '',
  ];
}

function nextSteps({ urls, seed }: Cohabit): string[] {
  const alex = seed.tenants
    .find((tenant) => tenant.slug === 'initech')
    ?.users.find((user) => user.roles.includes('member'));
  const url = urls.controlPlane === 'http://localhost:4000' ? '' : ` --url ${urls.controlPlane}`;
  return [
    `open ${urls.demo} and sign in${alex === undefined ? '' : ` as ${alex.email}, who switches between three tenants`}`,
    ...(alex === undefined
      ? []
      : [`npx cohabit token ${alex.email} --tenant initech --password '${alex.password}'${url}`]),
    `npx cohabit tenants create umbrella --model app-client --admin uma@umbrella.example${url}`,
    `npx cohabit tenants list${url}`,
  ];
}
