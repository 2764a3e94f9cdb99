import type { FakeGrant } from './grant.ts';

/** What the scopes of a grant tell about a person (OpenID Connect Core 1.0 §5.4). */
export function personClaims({ authorization, session, breakage }: FakeGrant): Record<string, unknown> {
  const { subject, email, emailVerified, name, groups } = session.person;
  const [given = name, ...family] = name.split(' ');
  const { scopes } = authorization;
  return {
    sub: subject,
    ...(scopes.includes('email') && breakage !== 'missing-email' && { email, email_verified: emailVerified }),
    ...(scopes.includes('profile') && {
      name,
      given_name: given,
      ...(family.length > 0 && { family_name: family.join(' ') }),
      preferred_username: breakage === 'missing-email' ? subject : email,
    }),
    ...(groups.length > 0 && { groups }),
  };
}
