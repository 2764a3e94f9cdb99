import { describe, expect, it } from 'vitest';
import { AuthorizationError, DeadEnd } from '../oauth/authorization-request.ts';
import { CognitoError } from '../wire/errors.ts';
import { traceRefusals } from './refusal.ts';
import { FederationError, type TraceOutcome, type TraceRecorder } from './trace.ts';

const authorization = { redirectUri: 'https://app.example/', responseType: 'code', state: 's' } as const;

/** What a refusal leaves: for the app, and for the trace. */
async function refusalOf(error: unknown) {
  const outcomes: TraceOutcome[] = [];
  const trace: TraceRecorder = { id: 't', step: () => undefined, end: (outcome) => outcomes.push(outcome) };
  const thrown: unknown = await traceRefusals(trace, authorization, () => Promise.reject(error)).catch(
    (caught: unknown) => caught,
  );
  return { thrown, outcome: outcomes[0] };
}

describe('a federated sign-in that is refused', () => {
  it('tells the app what Cognito says, and the trace why and what to do', async () => {
    const why = { text: 'It is forged.', remedy: 'Sign it.' };
    const { thrown, outcome } = await refusalOf(new FederationError('Bad id_token', why));
    expect(thrown).toMatchObject({ error: 'invalid_request', message: 'Bad id_token', authorization });
    expect(outcome).toEqual({ result: 'refused', ...why });
  });

  it('passes on the texts of Cognito', async () => {
    const { thrown, outcome } = await refusalOf(new CognitoError('AliasExistsException', 'It is taken.'));
    expect(thrown).toMatchObject({ error: 'invalid_request', message: 'It is taken.' });
    expect(outcome?.text).toBe('It is taken.');
  });

  it('tells the app nothing of what nobody foresaw', async () => {
    const { thrown, outcome } = await refusalOf(new RangeError('index 7 of /secret/path'));
    expect(thrown).toMatchObject({ error: 'server_error', message: 'Something went wrong.' });
    expect(outcome?.text).toContain('RangeError');
  });

  it('leaves what was said already as it is', async () => {
    for (const error of [
      new AuthorizationError('access_denied', 'no', authorization),
      new DeadEnd('expired'),
    ]) {
      const { thrown, outcome } = await refusalOf(error);
      expect(thrown).toBe(error);
      expect(outcome?.result).toBe('refused');
    }
  });
});
