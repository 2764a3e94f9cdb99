import { Command } from 'commander';

import { addDomainCommand } from './commands/domains/add.ts';
import { listDomainsCommand } from './commands/domains/list.ts';
import { verifyDomainCommand } from './commands/domains/verify.ts';
import { removeIdentityProviderCommand } from './commands/identity-providers/remove.ts';
import { setIdentityProviderCommand } from './commands/identity-providers/set.ts';
import { showIdentityProviderCommand } from './commands/identity-providers/show.ts';
import { testIdentityProviderCommand } from './commands/identity-providers/test.ts';
import { localCommand } from './commands/local.ts';
import { inviteMemberCommand } from './commands/members/invite.ts';
import { listMembersCommand } from './commands/members/list.ts';
import { removeMemberCommand } from './commands/members/remove.ts';
import { setMemberRolesCommand } from './commands/members/set-roles.ts';
import { createTenantCommand } from './commands/tenants/create.ts';
import { deleteTenantCommand } from './commands/tenants/delete.ts';
import { listTenantsCommand } from './commands/tenants/list.ts';
import { resumeTenantCommand } from './commands/tenants/resume.ts';
import { showTenantCommand } from './commands/tenants/show.ts';
import { suspendTenantCommand } from './commands/tenants/suspend.ts';
import { tokenCommand } from './commands/token.ts';
import { upCommand } from './commands/up.ts';
import { usageCommand } from './commands/usage.ts';
import { version } from './version.ts';

/** The whole command tree; also what `docs/reference/cli.md` is generated from. */
export function createProgram(): Command {
  const program = new Command('cohabit')
    .description('Multi-tenant SaaS on Amazon Cognito, from a shell.')
    .version(version);
  const tenants = new Command('tenants').description(
    'Onboard tenants, look at them, suspend and remove them.',
  );
  for (const command of [
    createTenantCommand(),
    listTenantsCommand(),
    showTenantCommand(),
    suspendTenantCommand(),
    resumeTenantCommand(),
    deleteTenantCommand(),
  ]) {
    tenants.addCommand(command);
  }
  const members = new Command('members').description('The people of a tenant.');
  for (const command of [
    inviteMemberCommand(),
    listMembersCommand(),
    setMemberRolesCommand(),
    removeMemberCommand(),
  ]) {
    members.addCommand(command);
  }
  const identityProviders = new Command('identity-providers').description(
    "Each tenant's own SAML or OIDC provider.",
  );
  for (const command of [
    setIdentityProviderCommand(),
    showIdentityProviderCommand(),
    testIdentityProviderCommand(),
    removeIdentityProviderCommand(),
  ]) {
    identityProviders.addCommand(command);
  }
  const domains = new Command('domains').description("The mail domains that are a tenant's own.");
  for (const command of [addDomainCommand(), verifyDomainCommand(), listDomainsCommand()]) {
    domains.addCommand(command);
  }
  program.addCommand(upCommand());
  program.addCommand(localCommand());
  program.addCommand(tenants);
  program.addCommand(members);
  program.addCommand(identityProviders);
  program.addCommand(domains);
  program.addCommand(tokenCommand());
  program.addCommand(usageCommand());
  return strict(program);
}

/** Makes every command throw instead of ending the process, and leave the writing of errors to {@link runProgram}. */
function strict(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: () => {} });
  for (const sub of command.commands) strict(sub);
  return command;
}
