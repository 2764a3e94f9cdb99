import {
  AdminGetDeviceCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateAuthEventFeedbackCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  CreateGroupCommand,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe } from 'vitest';
import { answersErrors, type ErrorRow, type World } from '../testing/expect-errors.ts';
import { password } from '../testing/tenant-pool.ts';

const createClient = (world: World, settings: Partial<CreateUserPoolClientCommandInput>) =>
  world.send(
    new CreateUserPoolClientCommand({ UserPoolId: world.UserPoolId, ClientName: 'web', ...settings }),
  );

const users: ErrorRow[] = [
  {
    situation: 'an unknown user',
    type: 'UserNotFound',
    message: 'User does not exist.',
    options: { appClient: { PreventUserExistenceErrors: 'ENABLED' } },
    provoke: ({ send, UserPoolId }) => send(new AdminGetUserCommand({ UserPoolId, Username: 'nobody' })),
  },
  {
    situation: 'an immutable attribute',
    type: 'InvalidParameter',
    message: /^user\.custom:x: Attribute cannot be updated\./,
    options: { pool: { Schema: [{ Name: 'x', AttributeDataType: 'String', Mutable: false }] } },
    async provoke(world) {
      await world.addUser('alex');
      return world.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: world.UserPoolId,
          Username: 'alex',
          UserAttributes: [{ Name: 'custom:x', Value: '1' }],
        }),
      );
    },
  },
  {
    situation: 'a password used before',
    type: 'PasswordHistoryPolicyViolation',
    message: 'Password has previously been used',
    options: { pool: { Policies: { PasswordPolicy: { PasswordHistorySize: 2 } } } },
    async provoke(world) {
      await world.addUser('alex');
      const { AccessToken } = await world.tokens();
      return world.send(
        new ChangePasswordCommand({ AccessToken, PreviousPassword: password, ProposedPassword: password }),
      );
    },
  },
  {
    situation: 'a password that breaks the policy',
    type: 'InvalidPassword',
    message: 'Password did not conform with policy: Password not long enough',
    async provoke(world) {
      await world.addUser('alex');
      const { UserPoolId } = world;
      return world.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: 'alex', Password: 'a' }));
    },
  },
  {
    situation: 'an unknown device',
    type: 'ResourceNotFound',
    message: 'Device does not exist.',
    options: { pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true } } },
    async provoke(world) {
      await world.addUser('alex');
      const DeviceKey = 'us-east-1_11111111-2222-3333-4444-555555555555';
      return world.send(
        new AdminGetDeviceCommand({ UserPoolId: world.UserPoolId, Username: 'alex', DeviceKey }),
      );
    },
  },
  {
    situation: 'an unknown group',
    type: 'ResourceNotFound',
    message: 'Group not found.',
    provoke: ({ send, UserPoolId }) => send(new GetGroupCommand({ UserPoolId, GroupName: 'admins' })),
  },
  {
    situation: 'a group that exists',
    type: 'GroupExists',
    message: 'A group with the name already exists.',
    async provoke({ send, UserPoolId }) {
      const create = () => send(new CreateGroupCommand({ UserPoolId, GroupName: 'admins' }));
      await create();
      return create();
    },
  },
  {
    situation: 'a link to a profile that exists',
    type: 'InvalidParameter',
    message: /^Merging is not currently supported, provide a SourceUser without an existing/,
    async provoke(world) {
      const { UserPoolId } = world;
      await world.send(
        new CreateIdentityProviderCommand({
          UserPoolId,
          ProviderName: 'Google',
          ProviderType: 'Google',
          ProviderDetails: { client_id: 'c', client_secret: 's', authorize_scopes: 'openid' },
        }),
      );
      for (const name of ['alex', 'Google_1090']) await world.addUser(name);
      return world.send(
        new AdminLinkProviderForUserCommand({
          UserPoolId,
          DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'alex' },
          SourceUser: {
            ProviderName: 'Google',
            ProviderAttributeName: 'Cognito_Subject',
            ProviderAttributeValue: '1090',
          },
        }),
      );
    },
  },
];

const configuration: ErrorRow[] = [
  {
    situation: 'an unknown pool',
    type: 'ResourceNotFound',
    message: 'User pool us-east-1_Nowhere00 does not exist.',
    provoke: ({ send }) => send(new DescribeUserPoolCommand({ UserPoolId: 'us-east-1_Nowhere00' })),
  },
  {
    situation: 'an unknown client',
    type: 'ResourceNotFound',
    message: 'User pool client nothing does not exist.',
    provoke: ({ send, UserPoolId }) =>
      send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: 'nothing' })),
  },
  {
    situation: 'a protected pool',
    type: 'InvalidParameter',
    message:
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    options: { pool: { DeletionProtection: 'ACTIVE' } },
    provoke: ({ send, UserPoolId }) => send(new DeleteUserPoolCommand({ UserPoolId })),
  },
  {
    situation: 'a pool with a domain',
    type: 'InvalidParameter',
    message: 'User pool cannot be deleted. It has a domain configured that should be deleted first.',
    async provoke({ send, UserPoolId }) {
      await send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme' }));
      return send(new DeleteUserPoolCommand({ UserPoolId }));
    },
  },
  {
    situation: 'a domain that is taken',
    type: 'InvalidParameter',
    message: 'Domain already associated with another user pool.',
    async provoke({ send, UserPoolId }) {
      const create = () => send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme' }));
      await create();
      return create();
    },
  },
  {
    situation: 'a custom domain more than the quota',
    type: 'LimitExceeded',
    message: 'Quota exceeded: 0 custom domains are allowed.',
    options: { quotas: { resources: { customDomainsPerRegion: 0 } } },
    provoke: ({ send, UserPoolId }) =>
      send(
        new CreateUserPoolDomainCommand({
          UserPoolId,
          Domain: 'login.acme.example',
          CustomDomainConfig: { CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/one' },
        }),
      ),
  },
  {
    situation: 'an event that the user does not have',
    type: 'ResourceNotFound',
    message: 'Authentication event event-1 does not exist.',
    options: { pool: { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } } },
    async provoke({ send, addUser, UserPoolId }) {
      await addUser('alex');
      const event = { EventId: 'event-1', FeedbackValue: 'Valid' } as const;
      return send(new AdminUpdateAuthEventFeedbackCommand({ UserPoolId, Username: 'alex', ...event }));
    },
  },
  {
    situation: 'OAuth flows without scopes',
    type: 'InvalidOAuthFlow',
    message:
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    provoke: (world) =>
      createClient(world, { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'] }),
  },
  {
    situation: 'an unknown scope',
    type: 'ScopeDoesNotExist',
    message: 'Invalid scope requested: orders/read',
    provoke: (world) => createClient(world, { AllowedOAuthScopes: ['orders/read'] }),
  },
  {
    situation: 'an unknown provider',
    type: 'InvalidParameter',
    message: ({ UserPoolId }) => `The provider Nowhere does not exist for User Pool ${UserPoolId}`,
    provoke: (world) => createClient(world, { SupportedIdentityProviders: ['Nowhere'] }),
  },
  {
    situation: 'a value out of its range',
    type: 'InvalidParameter',
    message:
      "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    provoke: ({ send, UserPoolId }) => send(new ListUsersCommand({ UserPoolId, Limit: 61 })),
  },
];

describe('error texts of user administration', () => answersErrors(users));
describe('error texts of configuration', () => answersErrors(configuration));
