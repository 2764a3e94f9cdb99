import { describe, expect, it } from 'vitest';
import { createSessions } from './sessions.ts';

const secret = 'a secret of more than thirty-two characters';

describe('the sessions', () => {
  it('are gone after eight hours without a request', () => {
    let now = 0;
    const sessions = createSessions({ secret, clock: () => now });
    const id = sessions.newId();
    sessions.save(id, { signIns: [] });
    now = 7 * 3_600_000;
    expect(sessions.find(id)).toBeDefined();
    now += 8 * 3_600_000;
    expect(sessions.find(id)).toBeUndefined();
  });

  it('give up the one not used for longest when there are too many', () => {
    const sessions = createSessions({ secret, clock: () => 0, maxSessions: 2 });
    const [first, second, third] = [sessions.newId(), sessions.newId(), sessions.newId()];
    sessions.save(first, { signIns: [] });
    sessions.save(second, { signIns: [] });
    sessions.find(first);
    sessions.save(third, { signIns: [] });
    expect(sessions.find(second)).toBeUndefined();
    expect(sessions.find(first)).toBeDefined();
    expect(sessions.find(third)).toBeDefined();
  });

  it('accept a form token of the same browser and secret only', () => {
    const sessions = createSessions({ secret, clock: () => 0 });
    const [mine, other] = [sessions.newId(), sessions.newId()];
    expect(sessions.isFormToken(mine, sessions.formToken(mine))).toBe(true);
    expect(sessions.isFormToken(mine, sessions.formToken(other))).toBe(false);
    expect(sessions.isFormToken(mine, '')).toBe(false);
    const elsewhere = createSessions({ secret: `${secret}!`, clock: () => 0 });
    expect(sessions.isFormToken(mine, elsewhere.formToken(mine))).toBe(false);
  });
});
