import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { password, type Story } from './story.ts';

const valueIn = (attributes: AttributeType[] | undefined, name: string) =>
  attributes?.find(({ Name }) => Name === name)?.Value;

/** What somebody does who signs up by themselves, until they leave. */
export async function selfService({ api, ClientId, codeFor, signIn }: Story) {
  const email = 'ada@example.com';
  const Username = 'ada';
  const signedUp = await api.signUp({
    ClientId,
    Username,
    Password: password,
    UserAttributes: [{ Name: 'email', Value: email }],
  });
  expect(signedUp).toMatchObject({ UserConfirmed: false, CodeDeliveryDetails: { Destination: 'a***@e***' } });
  await api.resendConfirmationCode({ ClientId, Username });
  await api.confirmSignUp({ ClientId, Username, ConfirmationCode: codeFor(email) });
  const { AccessToken } = await signIn(Username);
  await api.updateUserAttributes({ AccessToken, UserAttributes: [{ Name: 'name', Value: 'Ada' }] });
  expect(valueIn((await api.getUser({ AccessToken })).UserAttributes, 'name')).toBe('Ada');
  await api.deleteUserAttributes({ AccessToken, UserAttributeNames: ['name'] });
  await api.getUserAttributeVerificationCode({ AccessToken, AttributeName: 'email' });
  await api.verifyUserAttribute({ AccessToken, AttributeName: 'email', Code: codeFor(email) });
  const { UserAttributes } = await api.getUser({ AccessToken });
  expect(valueIn(UserAttributes, 'name')).toBeUndefined();
  expect(valueIn(UserAttributes, 'email_verified')).toBe('true');

  const changed = 'Changed-horse-2';
  await api.changePassword({ AccessToken, PreviousPassword: password, ProposedPassword: changed });
  await signIn(Username, changed);
  await api.forgotPassword({ ClientId, Username });
  const Password = 'Forgotten-horse-3';
  await api.confirmForgotPassword({ ClientId, Username, Password, ConfirmationCode: codeFor(email) });
  const again = await signIn(Username, Password);
  await api.globalSignOut({ AccessToken: again.AccessToken });
  await expect(api.getUser({ AccessToken: again.AccessToken })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
  const last = await signIn(Username, Password);
  await api.deleteUser({ AccessToken: last.AccessToken });
  await expect(signIn(Username, Password)).rejects.toMatchObject({ name: 'UserNotFoundException' });
}

/** What administrators do with users. */
export async function administration({ api, UserPoolId, ClientId, addUser, signIn }: Story) {
  const bo = await addUser('bo');
  await api.signUp({ ClientId, Username: 'cy', Password: password });
  await api.adminConfirmSignUp({ UserPoolId, Username: 'cy' });
  const { AccessToken } = await signIn('cy');
  await api.adminUserGlobalSignOut({ UserPoolId, Username: 'cy' });
  await expect(api.getUser({ AccessToken })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await api.adminUpdateUserAttributes({ ...bo, UserAttributes: [{ Name: 'nickname', Value: 'B' }] });
  expect(valueIn((await api.adminGetUser(bo)).UserAttributes, 'nickname')).toBe('B');
  await api.adminDeleteUserAttributes({ ...bo, UserAttributeNames: ['nickname'] });
  expect(valueIn((await api.adminGetUser(bo)).UserAttributes, 'nickname')).toBeUndefined();
  await api.adminDisableUser(bo);
  await expect(signIn('bo')).rejects.toMatchObject({ message: 'User is disabled.' });
  await api.adminEnableUser(bo);
  await api.adminResetUserPassword(bo);
  await expect(signIn('bo')).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
  const { Users } = await api.listUsers({ UserPoolId, Filter: 'username = "bo"' });
  expect(Users).toMatchObject([{ Username: 'bo', UserStatus: 'RESET_REQUIRED', Enabled: true }]);
  for (const Username of ['bo', 'cy']) await api.adminDeleteUser({ UserPoolId, Username });
  await expect(api.adminGetUser(bo)).rejects.toMatchObject({ name: 'UserNotFoundException' });
}

/** Groups and who is in them. */
export async function groups({ api, UserPoolId, addUser }: Story) {
  const key = { UserPoolId, GroupName: 'admins' };
  const user = await addUser('gus');
  await api.createGroup({ ...key, Precedence: 2 });
  await api.updateGroup({ ...key, Precedence: 1 });
  expect((await api.getGroup(key)).Group).toMatchObject({ GroupName: 'admins', Precedence: 1 });
  expect((await api.listGroups({ UserPoolId })).Groups).toHaveLength(1);
  await api.adminAddUserToGroup({ ...user, GroupName: 'admins' });
  expect((await api.listUsersInGroup(key)).Users).toMatchObject([{ Username: 'gus' }]);
  expect((await api.adminListGroupsForUser(user)).Groups).toMatchObject([{ GroupName: 'admins' }]);
  await api.adminRemoveUserFromGroup({ ...user, GroupName: 'admins' });
  expect((await api.listUsersInGroup(key)).Users).toEqual([]);
  await api.deleteGroup(key);
  await expect(api.getGroup(key)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
}

/** Users out of a file. */
export async function userImport({ api, UserPoolId }: Story) {
  const { CSVHeader = [] } = await api.getCSVHeader({ UserPoolId });
  const create = async (JobName: string) => {
    const { UserImportJob } = await api.createUserImportJob({
      UserPoolId,
      JobName,
      CloudWatchLogsRoleArn: 'arn:aws:iam::000000000000:role/import-logs',
    });
    return { key: { UserPoolId, JobId: UserImportJob?.JobId }, url: UserImportJob?.PreSignedUrl ?? '' };
  };
  const job = await create('move');
  const values: Record<string, string> = {
    'cognito:username': 'imogen',
    'cognito:mfa_enabled': 'FALSE',
    email: 'imogen@example.com',
    email_verified: 'TRUE',
  };
  const rows = [CSVHeader, CSVHeader.map((name) => values[name] ?? '')];
  await fetch(job.url, { method: 'PUT', body: rows.map((row) => row.join(',')).join('\n') });
  await api.startUserImportJob(job.key);
  await expect
    .poll(async () => (await api.describeUserImportJob(job.key)).UserImportJob)
    .toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
  expect(await api.adminGetUser({ UserPoolId, Username: 'imogen' })).toMatchObject({
    UserStatus: 'RESET_REQUIRED',
  });
  const stopped = await api.stopUserImportJob((await create('never')).key);
  expect(stopped.UserImportJob?.Status).toBe('Stopped');
  const { UserImportJobs } = await api.listUserImportJobs({ UserPoolId, MaxResults: 10 });
  expect(UserImportJobs?.map(({ JobName }) => JobName).sort()).toEqual(['move', 'never']);
}
