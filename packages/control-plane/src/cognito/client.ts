import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

/** What we need of the AWS SDK's client. On AWS and on a laptop it is the same client with another endpoint. */
export type CognitoClient = Pick<CognitoIdentityProviderClient, 'send'>;
