/**
 * Cognito's name of the identity provider whose profile this is; `undefined` for a profile of the user pool's own. Users
 * to whom an administrator linked a provider's identity are the pool's own. A profile that says it is federated and not
 * from where belongs to no provider (`''`), so that nothing fits it.
 */
export function providerOf(userAttributes: Record<string, string | undefined>): string | undefined {
  const own = readIdentities(userAttributes.identities).find(({ primary }) => String(primary) === 'true');
  if (typeof own?.providerName === 'string') return own.providerName;
  return userAttributes['cognito:user_status'] === 'EXTERNAL_PROVIDER' ? '' : undefined;
}

function readIdentities(text: string | undefined): { providerName?: unknown; primary?: unknown }[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
  } catch {
    return [];
  }
}
