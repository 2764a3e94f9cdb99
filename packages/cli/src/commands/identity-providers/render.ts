import type { IdentityProviderResource } from '../../client/resources.ts';
import { renderFields } from '../../output/table.ts';

/** An identity provider, and what to enter there, for people. */
export function renderProvider(provider: IdentityProviderResource): string {
  const { details, rules, registration, problem } = provider;
  return renderFields({
    id: provider.id,
    name: provider.name,
    protocol: provider.protocol,
    issuer: details.issuer,
    'client id': details.clientId,
    metadata: details.metadataUrl ?? (details.metadataXml === undefined ? undefined : 'a file'),
    status: problem === undefined ? provider.status : `${provider.status}: ${problem.message}`,
    'mail domains': rules.allowedEmailDomains.join(', '),
    'default role': rules.defaultRole,
    groups: rules.groupRoles.map(({ group, role }) => `${group} → ${role}`).join(', ') || undefined,
    passwords: provider.ssoOnly ? 'not accepted' : 'accepted too',
    'name at Cognito': provider.key,
    'redirect URI': registration?.redirectUri,
    'ACS URL': registration?.acsUrl,
    'entity id': registration?.entityId,
    'logout URL': registration?.logoutUrl,
  });
}
