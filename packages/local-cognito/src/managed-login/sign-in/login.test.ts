import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { callback } from '../../testing/domain.ts';
import { claimsOf, password } from '../../testing/tenant-pool.ts';
import { codeOf, signInWithPassword, startJourney, startPages } from '../testing/journey.ts';

describe('the sign-in page', () => {
  it('signs a user in and sends the browser back to the app, with the state and a code that is good', async () => {
    await using domain = await startPages();
    const { page } = await signInWithPassword(domain);
    expect(page.url.href).toMatch(`${callback}?`);
    expect(page.url.searchParams.get('state')).toBe('st');
    const { body } = await domain.redeem(codeOf(page));
    expect(claimsOf(body.id_token)).toMatchObject({ sub: domain.sub, 'cognito:username': 'alex' });
  });

  it('says that name or password is wrong, and keeps the name', async () => {
    await using domain = await startPages();
    const { page, browser } = await signInWithPassword(domain, {
      Username: 'alex',
      Password: 'Wrong-horse-1',
    });
    expect(page.status).toBe(200);
    expect(page.alert).toBe('Incorrect username or password.');
    expect(page.field('Username').value).toBe('alex');
    expect(page.field('Password').value).toBe('');
    const again = await browser.press(page, 'Sign in', { Password: password });
    expect(codeOf(again)).not.toBe('');
  });

  it('asks for what is missing', async () => {
    await using domain = await startPages();
    const { page } = await signInWithPassword(domain, { Username: 'alex' });
    expect(page.alert).toBe('Fill in this field.');
    const nobody = await signInWithPassword(domain, { Username: ' ', Password: password });
    expect(nobody.page.alert).toBe('Fill in this field.');
  });
});
