import { expect, it } from 'vitest';
import { createRandom } from '../faults/random.ts';
import { startTenantPool } from '../testing/tenant-pool.ts';
import { hostileStrings, plainStrings } from './hostile-values.ts';

const rounds = 40;

/** What somebody outside can tell apart, without what is random in every answer. */
function shapeOf(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(shapeOf);
  if (typeof answer === 'object' && answer !== null) {
    return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, shapeOf(value)]));
  }
  const isRandom = typeof answer === 'string' && answer.length > 24 && !answer.includes(' ');
  return isRandom ? 'long text' : answer;
}

it('tells nobody whether a user exists where PreventUserExistenceErrors is on, whatever is sent', async () => {
  await using tenant = await startTenantPool({
    appClient: { PreventUserExistenceErrors: 'ENABLED' },
    pool: { UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] },
  });
  await tenant.addUser('alice@example.com', { attributes: { email_verified: 'true' } });
  const random = createRandom(23);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const call = async (operation: string, input: object) => {
    const response = await fetch(tenant.server.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify({ ClientId: tenant.clientId, ...input }),
    });
    return [response.status, shapeOf(await response.json())];
  };
  const noise = () => pick(random() < 0.5 ? plainStrings : hostileStrings);
  const calls: [string, (name: string, text: string) => object][] = [
    [
      'InitiateAuth',
      (USERNAME, PASSWORD) => ({ AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }),
    ],
    [
      'InitiateAuth',
      (USERNAME, SRP_A) => ({ AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A } }),
    ],
    [
      'InitiateAuth',
      (USERNAME) => ({ AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A: 'abcdef' } }),
    ],
    ['ForgotPassword', (Username) => ({ Username })],
    ['ForgotPassword', (Username, SecretHash) => ({ Username, SecretHash })],
    [
      'ConfirmForgotPassword',
      (Username, ConfirmationCode) => ({ Username, ConfirmationCode, Password: 'Another-horse-2' }),
    ],
  ];
  for (let round = 0; round < rounds; round += 1) {
    const [operation, input] = pick(calls);
    const text = noise();
    const seen = { operation, text: text.slice(0, 40) };
    // Both names are of the same length and form, so that masked destinations look alike.
    const known = await call(operation, input('alice@example.com', text));
    const unknown = await call(operation, input('aaron@example.com', text));
    expect({ ...seen, answer: known }).toEqual({ ...seen, answer: unknown });
  }
});
