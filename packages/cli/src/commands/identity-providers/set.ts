import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { asOperator, type OperatorOptions } from '../../client/operator.ts';
import type { IdentityProviderResource } from '../../client/resources.ts';
import { findTenant } from '../../client/tenants.ts';
import { usageFailure } from '../../output/failure.ts';
import { printResult } from '../../output/print.ts';
import { collect, withOperator } from '../options.ts';
import { DEFAULT_ID, providerPath } from './path.ts';
import { renderProvider } from './render.ts';

interface Options extends OperatorOptions {
  id: string;
  name?: string;
  issuer?: string;
  clientId?: string;
  clientSecret?: string;
  metadata?: string;
  domain?: string[];
  role: string;
  groupRole?: string[];
  ssoOnly?: boolean;
}

/** `cohabit identity-providers set` */
export function setIdentityProviderCommand(): Command {
  const command = new Command('set')
    .description('Give a tenant its own OIDC or SAML identity provider, or replace what it should be.')
    .argument('<tenant>', 'slug or id')
    .option('--id <id>', 'what to call it in the tenant', DEFAULT_ID)
    .option('--name <name>', 'its name on buttons (default: its id)')
    .option('--issuer <address>', 'OIDC: the issuer, to the letter')
    .option('--client-id <id>', 'OIDC: what the provider calls this application')
    .addOption(
      new Option(
        '--client-secret <secret>',
        'OIDC: goes to Cognito and is kept nowhere else; may be left out when it stays the same',
      ).env('COHABIT_CLIENT_SECRET'),
    )
    .option('--metadata <address or file>', 'SAML: where the metadata of the provider is')
    .option('--domain <domain>', 'mail domain whose people come in; may be given several times', collect)
    .option('--role <role>', 'role of people to whom no group gives one', 'member')
    .option(
      '--group-role <group=role>',
      'role that a group of the provider gives; may be given several times',
      appendOne,
    )
    .option('--sso-only', 'accept no passwords any more');
  return withOperator(command).action(async (slugOrId: string, options: Options) => {
    const body = readBody(options);
    const request = await asOperator(options);
    const { id } = await findTenant(request, slugOrId);
    const provider = await request<IdentityProviderResource>('PUT', providerPath(id, options.id), body);
    printResult(options.json, provider, () => renderProvider(provider));
  });
}

/** Group names may have commas in them. */
function appendOne(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

function readBody(options: Options): object {
  const { id, name = id, domain = [], role, groupRole = [], ssoOnly = false } = options;
  const groupRoles = groupRole.map((text) => {
    const at = text.lastIndexOf('=');
    if (at < 1) throw usageFailure(`--group-role "${text}" is not of the form group=role.`);
    return { group: text.slice(0, at), role: text.slice(at + 1) };
  });
  const rules = { defaultRole: role, allowedEmailDomains: domain, groupRoles };
  return { name, ...readProtocol(options), rules, ssoOnly };
}

function readProtocol({ issuer, clientId, clientSecret, metadata }: Options): object {
  if ((issuer === undefined) === (metadata === undefined)) {
    throw usageFailure('Give either --issuer (OIDC) or --metadata (SAML).');
  }
  if (metadata !== undefined) {
    const details = /^https?:/.test(metadata)
      ? { metadataUrl: metadata }
      : { metadataXml: readFile(metadata) };
    return { protocol: 'saml', details };
  }
  if (clientId === undefined) throw usageFailure('--issuer needs --client-id.');
  const details = { issuer, clientId, ...(clientSecret === undefined ? {} : { clientSecret }) };
  return { protocol: 'oidc', details };
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw usageFailure(`The file ${path} cannot be read.`);
  }
}
