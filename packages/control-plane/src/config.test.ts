import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

const env = {
  COHABIT_REGION: 'eu-west-1',
  COHABIT_ENVIRONMENT: 'production',
  COHABIT_REGISTRY_FILE: '/var/lib/cohabit/registry.db',
  COHABIT_PUBLIC_URL: 'https://cohabit.example',
  COHABIT_PRE_AUTHENTICATION_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:a',
  COHABIT_PRE_TOKEN_GENERATION_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:b',
  COHABIT_PRE_SIGN_UP_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:c',
  COHABIT_INBOUND_FEDERATION_ARN: 'arn:aws:lambda:eu-west-1:000000000000:function:d',
};

describe('loadConfig', () => {
  it('fills in what need not be said', () => {
    expect(loadConfig(env)).toEqual({ ...env, COHABIT_PORT: 4000, COHABIT_LOG_LEVEL: 'info' });
  });

  it('names every variable that is missing or wrong, and shows no value', () => {
    const wrong = { ...env, COHABIT_REGION: undefined, COHABIT_PORT: 'SECRET', COHABIT_PUBLIC_URL: 'SECRET' };
    expect(() => loadConfig(wrong)).toThrow(
      /COHABIT_PORT: .*\n.*COHABIT_REGION: is missing\n.*COHABIT_PUBLIC_URL: /,
    );
    expect(() => loadConfig(wrong)).not.toThrow(/SECRET/);
  });
});
