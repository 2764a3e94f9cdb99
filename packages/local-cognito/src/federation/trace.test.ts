import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { TriggerEvent } from '../triggers/invoke.ts';
import { startFederatedPool } from './testing/federated-pool.ts';

describe('the trace of a sign-in through a provider', () => {
  it('tells every step, and who came in', async () => {
    const pass = (event: TriggerEvent) => event;
    await using pool = await startFederatedPool({
      triggers: { PreSignUp: pass, PreTokenGeneration: pass },
    });
    await pool.signIn();
    const [trace] = await pool.traces();
    expect(trace).toMatchObject({
      poolId: pool.userPoolId,
      clientId: pool.appClientId,
      providerName: 'Globex',
      providerType: 'OIDC',
      outcome: { result: 'signed-in', text: 'Signed in as Globex_ada-1815.' },
    });
    expect(trace?.steps.map(({ name }) => name)).toEqual([
      'discovery',
      'request',
      'response',
      'discovery',
      'token',
      'claims',
      'function',
      'profile',
      'function',
    ]);
    expect(trace?.steps[0]?.facts).toEqual({
      issuer: pool.idp.issuer,
      authorization_endpoint: `${pool.idp.issuer}/authorize`,
      token_endpoint: `${pool.idp.issuer}/token`,
      jwks_uri: `${pool.idp.issuer}/jwks`,
    });
    expect(trace?.steps.at(-1)?.text).toBe('The function PreTokenGeneration let the sign-in pass.');
    expect(trace?.steps.find(({ name }) => name === 'claims')?.facts).toMatchObject({
      subject: 'ada-1815',
      email: 'a***@globex.example',
      email_verified: 'true',
    });
  });

  it('holds no token, code, secret or whole address', async () => {
    const keep: string[] = [];
    await using pool = await startFederatedPool({
      triggers: {
        InboundFederation: (event) => {
          const { attributes } = event.request as { attributes: Record<string, Record<string, string>> };
          keep.push(attributes.tokenResponse?.id_token ?? '');
          return event;
        },
        PreSignUp: () => {
          throw new Error(`${pool.idp.person.email} may not come in with ${keep[0]}`);
        },
      },
    });
    const answer = new URL(await pool.visitProvider());
    await pool.browser.go(answer.href);
    const text = JSON.stringify(await pool.traces());
    const [begun] = pool.idp.requestsTo('/authorize');
    const [exchange] = pool.idp.requestsTo('/token');
    const { code_verifier, client_secret, code } = exchange?.parameters ?? {};
    const secrets = [
      answer.searchParams.get('state'),
      begun?.parameters.nonce,
      begun?.parameters.code_challenge,
      code_verifier,
      client_secret,
      code,
      keep[0],
      'provider-access-token',
      'ada@globex.example',
      'Ada Lovelace',
    ];
    for (const secret of secrets) {
      expect(secret).toMatch(/./);
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('a***@globex.example may not come in with [hidden]');
  });

  it('is one of the last two hundred', async () => {
    await using pool = await startFederatedPool();
    for (let count = 0; count < 205; count += 1) await pool.browser.go(pool.authorizeUrl());
    const traces = await pool.traces();
    expect(traces).toHaveLength(200);
    expect(new Set(traces.map(({ id }) => id)).size).toBe(200);
    const last = await pool.signIn();
    expect(last.code).toEqual(expect.any(String));
    expect((await pool.traces())[0]?.outcome?.result).toBe('signed-in');
  });

  it('goes with its pool', async () => {
    await using pool = await startFederatedPool();
    await pool.signIn();
    const UserPoolId = pool.userPoolId;
    await pool.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: 'globex' }));
    await pool.send(new DeleteUserPoolCommand({ UserPoolId }));
    await pool.send(new CreateUserPoolCommand({ PoolName: 'other' }));
    expect(await pool.traces()).toEqual([]);
  });
});
