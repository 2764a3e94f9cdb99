import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { startLocalCognito } from '../start.ts';
import type { Message } from '../storage/store.ts';
import { startTenantPool } from '../testing/tenant-pool.ts';
import { mailboxPage } from './mailbox-page.ts';

const message = (more: Partial<Message>): Message => ({
  at: Date.UTC(2026, 10, 3, 9, 8, 7),
  poolId: 'us-east-1_abc',
  username: 'alice',
  medium: 'EMAIL',
  to: 'alice@example.com',
  subject: 'Your code',
  body: 'Your code is 123456.',
  code: '123456',
  ...more,
});

it('shows whatever a message holds as text, never as markup', () => {
  const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
  const page = mailboxPage({
    messages: [
      message({
        to: hostile,
        subject: hostile,
        username: hostile,
        poolId: hostile,
        purpose: hostile,
        code: hostile,
      }),
      message({ body: hostile }),
      message({ body: `&lt;script&gt;${hostile}`, code: '<b>' }),
    ],
    to: undefined,
  });
  expect(page).not.toMatch(/<script|<img|<b>/i);
  expect(page).not.toMatch(/value="[^"]*'>/);
  expect(mailboxPage({ messages: [], to: hostile })).not.toMatch(/<script|<img/i);
});

it('lists the newest message first and marks its code', () => {
  const page = mailboxPage({
    messages: [
      message({ subject: 'First' }),
      message({ subject: 'Second', medium: 'SMS', to: '+491701234567' }),
    ],
    to: undefined,
  });
  expect(page.indexOf('Second')).toBeLessThan(page.indexOf('First'));
  expect(page).toContain('<mark>123456</mark>');
  expect(page).toMatch(/<code[^>]*>123456<\/code>/);
  expect(page).toContain('2 messages');
});

it('shows only the messages of the recipient asked for', () => {
  const messages = [
    message({ subject: 'For Alice' }),
    message({ subject: 'For Bob', to: 'bob@example.com' }),
  ];
  const page = mailboxPage({ messages, to: 'bob@example.com' });
  expect(page).toContain('For Bob');
  expect(page).not.toContain('For Alice');
  expect(mailboxPage({ messages, to: 'carol@example.com' })).toContain('No messages to carol@example.com');
});

it('reads HTML mail as text with the addresses of its links', () => {
  const body =
    '<style>p{}</style><p>Hi &amp; welcome,</p>click <a href="https://x.example/confirm?c=1">here</a><br>Bye';
  const page = mailboxPage({ messages: [message({ body })], to: undefined });
  expect(page).toContain('Hi &amp; welcome,\nclick here (https://x.example/confirm?c=1)\nBye');
});

it('serves invitations as a page that runs no scripts, and nothing when switched off', async () => {
  await using tenant = await startTenantPool();
  await tenant.send(
    new AdminCreateUserCommand({
      UserPoolId: tenant.userPoolId,
      Username: 'alice',
      UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
      DesiredDeliveryMediums: ['EMAIL'],
    }),
  );
  const response = await fetch(`${tenant.server.endpoint}/_local/mailbox?to=alice%40example.com`);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  expect(await response.text()).toContain('1 message to alice@example.com');
  expect(tenant.server.messages({ to: 'alice@example.com' })).toHaveLength(1);

  await using silent = await startLocalCognito({ mailbox: false });
  for (const path of ['/_local/mailbox', '/_local/messages']) {
    expect((await fetch(silent.endpoint + path)).status).toBe(404);
  }
});
