import { argon2Sync, pbkdf2Sync, scryptSync } from 'node:crypto';
import { join } from 'node:path';
import {
  AddCustomAttributesCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  CreateUserImportJobCommand,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  type PasswordHashingAlgorithmType,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { hashSync } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { signInSteps } from '../testing/respond.ts';
import { startWithSdk } from '../testing/sdk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import {
  createTestClock,
  password,
  startTenantPool,
  type TenantPoolOptions,
} from '../testing/tenant-pool.ts';

type Row = Record<string, string>;

async function startWithImport({ pool, ...options }: TenantPoolOptions = {}) {
  const tenant = await startTenantPool({ pool: { AutoVerifiedAttributes: ['email'], ...pool }, ...options });
  const { send, userPoolId: UserPoolId } = tenant;
  const { CSVHeader = [] } = await send(new GetCSVHeaderCommand({ UserPoolId }));
  const createJob = async (PasswordHashingAlgorithm?: PasswordHashingAlgorithmType) => {
    const { UserImportJob } = await send(
      new CreateUserImportJobCommand({
        UserPoolId,
        JobName: 'move',
        CloudWatchLogsRoleArn: 'arn:aws:iam::000000000000:role/import-logs',
        PasswordHashingAlgorithm,
      }),
    );
    const { JobId = '', PreSignedUrl = '' } = UserImportJob ?? {};
    return { JobId, PreSignedUrl };
  };
  const upload = (url: string, rows: Row[], header = CSVHeader) => {
    const lines = [
      header,
      ...rows.map((row) => header.map((name) => (row[name] ?? '').replaceAll(',', '\\,'))),
    ];
    return fetch(url, { method: 'PUT', body: lines.map((line) => line.join(',')).join('\n') });
  };
  const start = async (JobId: string) =>
    (await send(new StartUserImportJobCommand({ UserPoolId, JobId }))).UserImportJob;
  const described = async (JobId: string) =>
    (await send(new DescribeUserImportJobCommand({ UserPoolId, JobId }))).UserImportJob;
  const ended = async (JobId: string) => {
    await expect.poll(() => described(JobId), { timeout: 5000 }).toHaveProperty('CompletionDate');
    return described(JobId);
  };
  const importRows = async (rows: Row[], algorithm?: PasswordHashingAlgorithmType) => {
    const { JobId, PreSignedUrl } = await createJob(algorithm);
    const header = algorithm ? [...CSVHeader, 'cognito:password_hash'] : CSVHeader;
    expect((await upload(PreSignedUrl, rows, header)).status).toBe(200);
    await start(JobId);
    return ended(JobId);
  };
  const getUser = (Username: string) => send(new AdminGetUserCommand({ UserPoolId, Username }));
  return {
    ...tenant,
    UserPoolId,
    CSVHeader,
    createJob,
    upload,
    start,
    described,
    ended,
    importRows,
    getUser,
  };
}

const row = (name: string, more: Row = {}): Row => ({
  'cognito:username': name,
  'cognito:mfa_enabled': 'FALSE',
  email: `${name}@acme.example`,
  email_verified: 'TRUE',
  ...more,
});

const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
const salt = Buffer.from('a salt of 16 by.');
const hashes: [PasswordHashingAlgorithmType, string][] = [
  ['BCRYPT', hashSync(password, 4)],
  [
    'ARGON2ID',
    `$argon2id$v=19$m=64,t=1,p=1$${base64(salt)}$${base64(
      argon2Sync('argon2id', {
        message: password,
        nonce: salt,
        parallelism: 1,
        tagLength: 32,
        memory: 64,
        passes: 1,
      }),
    )}`,
  ],
  ['SCRYPT', `$scrypt$ln=10,r=8,p=1$${base64(salt)}$${base64(scryptSync(password, salt, 32, { N: 1024 }))}`],
  [
    'PBKDF2_SHA256',
    `$pbkdf2-sha256$i=1000$${base64(salt)}$${base64(pbkdf2Sync(password, salt, 1000, 32, 'sha256'))}`,
  ],
];

describe('user import', () => {
  it('makes users who reset their password, and counts the rows that make none', async () => {
    await using pool = await startWithImport();
    expect(pool.CSVHeader.slice(-2)).toEqual(['cognito:mfa_enabled', 'cognito:username']);
    await pool.addUser('alex');
    const job = await pool.importRows([
      row('ada', { name: 'Lovelace, Ada' }),
      row('alex'),
      row('unverified', { email_verified: 'FALSE' }),
      row('nobody', { 'cognito:mfa_enabled': '' }),
      row('', {}),
    ]);
    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1, SkippedUsers: 1, FailedUsers: 3 });
    const ada = await pool.getUser('ada');
    expect(ada).toMatchObject({ UserStatus: 'RESET_REQUIRED' });
    expect(ada.UserAttributes).toContainEqual({ Name: 'name', Value: 'Lovelace, Ada' });
    await expect(pool.signIn('ada')).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
  });

  it('names users by their sub where e-mail is the sign-in name', async () => {
    await using pool = await startWithImport({ pool: { UsernameAttributes: ['email'] } });
    const job = await pool.importRows([
      row('ada@acme.example', { email: 'ada@acme.example' }),
      row('ada@acme.example', { email: 'ada@acme.example' }),
    ]);
    expect(job).toMatchObject({ ImportedUsers: 1, SkippedUsers: 1 });
    expect((await pool.getUser('ada@acme.example')).Username).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('imports more rows than one transaction takes', async () => {
    await using pool = await startWithImport();
    const rows = Array.from({ length: 250 }, (_, index) => row(`user-${index}`));
    expect(await pool.importRows(rows)).toMatchObject({ ImportedUsers: 250, FailedUsers: 0 });
    await pool.getUser('user-249');
  });

  it.each(hashes)('keeps a %s hash until the first sign-in, then a verifier', async (algorithm, hash) => {
    await using pool = await startWithImport();
    const job = await pool.importRows([row('ada', { 'cognito:password_hash': hash })], algorithm);
    expect(job).toMatchObject({ ImportedUsers: 1, PasswordHashingAlgorithm: algorithm });
    expect(await pool.getUser('ada')).toMatchObject({ UserStatus: 'CONFIRMED' });
    const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(pool.signIn('ada', 'Wrong-horse-1')).rejects.toMatchObject(wrong);
    const atOnce = await Promise.all([pool.signIn('ada'), pool.signIn('ada')]);
    for (const { AuthenticationResult } of [...atOnce, await pool.signIn('ada')]) {
      expect(AuthenticationResult?.AccessToken).toBeDefined();
    }
    await expect(pool.signIn('ada', 'Wrong-horse-1')).rejects.toMatchObject(wrong);
  });

  it('forgets the hash when the user gets another password', async () => {
    await using pool = await startWithImport();
    const [algorithm, hash] = hashes[0] ?? [];
    await pool.importRows([row('ada', { 'cognito:password_hash': hash ?? '' })], algorithm);
    await pool.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: pool.UserPoolId,
        Username: 'ada',
        Password: 'Battery-staple-2',
        Permanent: true,
      }),
    );
    await expect(pool.signIn('ada')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await pool.signIn('ada', 'Battery-staple-2');
  });

  it.each([
    '$argon2id$v=19$m=99999999,t=1,p=1$YWJjZGVmZ2g$YWJjZGVmZ2hpamtsbW5vcA',
    '$2b$12$abcdefghijklmnopqrstuv',
    '',
  ])('fails a row whose hash is %j, or leaves the user without one', async (hash) => {
    await using pool = await startWithImport();
    const job = await pool.importRows([row('ada', { 'cognito:password_hash': hash })], 'ARGON2ID');
    expect(job).toMatchObject({ ImportedUsers: hash === '' ? 1 : 0, FailedUsers: hash === '' ? 0 : 1 });
  });

  it('ends a job whose header does not fit, without users', async () => {
    await using pool = await startWithImport();
    const { JobId, PreSignedUrl } = await pool.createJob();
    await pool.upload(PreSignedUrl, [row('ada')], ['cognito:username', 'email']);
    await pool.start(JobId);
    expect(await pool.ended(JobId)).toMatchObject({
      Status: 'Failed',
      ImportedUsers: 0,
      CompletionMessage: expect.stringContaining('The header lacks the columns'),
    });
    await expect(pool.start(JobId)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    expect((await pool.upload(PreSignedUrl, [row('ada')])).status).toBe(403);
  });

  it('needs a file, and an attribute that the pool verifies', async () => {
    await using pool = await startWithImport();
    const { JobId } = await pool.createJob();
    await expect(pool.start(JobId)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    await using unverifying = await startWithImport({ pool: { AutoVerifiedAttributes: [] } });
    await expect(unverifying.importRows([row('ada')])).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
    });
  });

  it('is described, listed, stopped before it starts, and expires', async () => {
    const { clock, advance } = createTestClock();
    await using pool = await startWithImport({ clock });
    const { UserPoolId } = pool;
    const { JobId } = await pool.createJob();
    const { JobId: forgotten } = await pool.createJob();
    const stopped = await pool.send(new StopUserImportJobCommand({ UserPoolId, JobId }));
    expect(stopped.UserImportJob).toMatchObject({ Status: 'Stopped' });
    advance(25 * 3600 * 1000);
    const described = await pool.send(new DescribeUserImportJobCommand({ UserPoolId, JobId: forgotten }));
    expect(described.UserImportJob).toMatchObject({ Status: 'Expired', JobName: 'move' });
    const first = await pool.send(new ListUserImportJobsCommand({ UserPoolId, MaxResults: 1 }));
    const rest = await pool.send(
      new ListUserImportJobsCommand({ UserPoolId, MaxResults: 1, PaginationToken: first.PaginationToken }),
    );
    const ids = [...(first.UserImportJobs ?? []), ...(rest.UserImportJobs ?? [])].map((job) => job.JobId);
    expect(ids.sort()).toEqual([JobId, forgotten].sort());
    expect(rest.PaginationToken).toBeUndefined();
  });

  it('answers at once, shows how far it has come, and counts up to the end', async () => {
    await using pool = await startWithImport();
    const { JobId, PreSignedUrl } = await pool.createJob();
    await pool.upload(
      PreSignedUrl,
      Array.from({ length: 2000 }, (_, index) => row(`user-${index}`)),
    );
    expect((await pool.start(JobId))?.StartDate).toBeInstanceOf(Date);
    const seen: number[] = [];
    let job = await pool.described(JobId);
    for (; job?.Status !== 'Succeeded'; job = await pool.described(JobId)) {
      expect(['Pending', 'InProgress']).toContain(job?.Status);
      seen.push(job?.ImportedUsers ?? 0);
    }
    expect(job.ImportedUsers).toBe(2000);
    expect(seen.some((count) => count > 0 && count < 2000)).toBe(true);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  });

  it('goes on from the beginning when the server was stopped meanwhile', async () => {
    using folder = temporaryFolder();
    const options = { data: join(folder.path, 'cognito.db') };
    await using pool = await startWithImport(options);
    const { UserPoolId } = pool;
    const { JobId, PreSignedUrl } = await pool.createJob();
    await pool.upload(
      PreSignedUrl,
      Array.from({ length: 2000 }, (_, index) => row(`user-${index}`)),
    );
    await pool.start(JobId);
    await pool.server.close();

    await using again = await startWithSdk(options);
    const describe = async () =>
      (await again.send(new DescribeUserImportJobCommand({ UserPoolId, JobId }))).UserImportJob;
    expect(['Pending', 'InProgress']).toContain((await describe())?.Status);
    await again.send(new StartUserImportJobCommand({ UserPoolId, JobId }));
    await expect.poll(describe, { timeout: 10_000 }).toMatchObject({ Status: 'Succeeded', FailedUsers: 0 });
    const job = await describe();
    expect((job?.ImportedUsers ?? 0) + (job?.SkippedUsers ?? 0)).toBe(2000);
  });

  it('stops between rows, and keeps the pool as it is meanwhile', async () => {
    await using pool = await startWithImport();
    const { UserPoolId } = pool;
    const { JobId, PreSignedUrl } = await pool.createJob();
    const rows = Array.from({ length: 10_000 }, (_, index) => row(`user-${index}`));
    await pool.upload(PreSignedUrl, rows);
    expect(await pool.start(JobId)).toMatchObject({ Status: 'Pending', ImportedUsers: 0 });
    const status = async () => (await pool.described(JobId))?.Status;
    await expect.poll(status, { interval: 1 }).toBe('InProgress');
    await expect(pool.start(JobId)).rejects.toMatchObject({ name: 'UserImportInProgressException' });
    const change = pool.send(
      new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [{ Name: 'colour' }] }),
    );
    await expect(change).rejects.toMatchObject({ name: 'UserImportInProgressException' });
    await pool.send(new StopUserImportJobCommand({ UserPoolId, JobId }));
    const stopped = await pool.ended(JobId);
    expect(stopped).toMatchObject({ Status: 'Stopped' });
    expect(stopped?.ImportedUsers).toBeLessThan(10_000);
    expect(await status()).toBe('Stopped');
  });

  it('asks for the imported password before it is changed, also after a sign-in without it', async () => {
    await using pool = await startWithImport({
      pool: {
        EmailConfiguration: {
          EmailSendingAccount: 'DEVELOPER',
          SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/acme.example',
        },
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
      appClient: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
    });
    const [algorithm, hash] = hashes[0] ?? [];
    await pool.importRows([row('ada', { 'cognito:password_hash': hash ?? '' })], algorithm);
    const ada = signInSteps(pool, 'ada');
    const { Session } = await ada.begin('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    const code = { EMAIL_OTP_CODE: await ada.lastCode('ada@acme.example') };
    const { AuthenticationResult } = await ada.respond('EMAIL_OTP', Session, code);
    const change = (PreviousPassword?: string) =>
      pool.send(
        new ChangePasswordCommand({
          AccessToken: AuthenticationResult?.AccessToken,
          ProposedPassword: 'Another-Horse-1!',
          PreviousPassword,
        }),
      );
    await expect(change()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(change('Not-It-1!')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(change(password)).resolves.toBeDefined();
  });
});
