import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clients, machines } from './every-operation/clients.ts';
import { federation, pages, terms } from './every-operation/managed-login.ts';
import { administration, groups, selfService, userImport } from './every-operation/people.ts';
import { capacity, end, operations, settings } from './every-operation/pool.ts';
import {
  authEvents,
  devices,
  passkeys,
  secondFactors,
  tokensAndSessions,
} from './every-operation/sign-in.ts';
import { type Story, startStory } from './every-operation/story.ts';

/** Needs a token out of a notification, and none is sent: it can only be refused. */
const neverAnswered = ['UpdateAuthEventFeedback'];

let story: Story;

beforeAll(async () => {
  story = await startStory();
});

afterAll(() => story?.[Symbol.asyncDispose]());

describe('the life of one pool, told by the AWS SDK', () => {
  it.each([
    ['has settings, attributes and tags', settings],
    ['has MFA, risks, logs, sessions and a certificate set up', operations],
    ['has replicas and request rates', capacity],
    ['has app clients with secrets', clients],
    ['has machines that call resource servers', machines],
    ['has a domain with a look of its own', pages],
    ['has terms documents', terms],
    ['has identity providers that users are linked with', federation],
    ['has users who sign up, recover and leave', selfService],
    ['has users under administration', administration],
    ['has groups', groups],
    ['has users imported', userImport],
    ['has sign-ins that are refreshed, listed and revoked', tokensAndSessions],
    ['has second factors', secondFactors],
    ['has passkeys', passkeys],
    ['has devices', devices],
    ['has events of sign-ins', authEvents],
    ['ends', end],
  ])('%s', (_what, tell) => tell(story));

  it('leaves no operation of the SDK out', () => {
    const operationsOfSdk = Object.keys(sdk)
      .filter((name) => /^[A-Z]\w*Command$/.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    expect(operationsOfSdk.length).toBeGreaterThanOrEqual(140);
    expect(operationsOfSdk.filter((name) => !story.answered.has(name))).toEqual(neverAnswered);
  });
});
