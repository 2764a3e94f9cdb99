import { describe, it } from 'vitest';
import { expectSeedSurvivesKill } from './setup/kill-while-seeding.ts';

const delays = Array.from({ length: 40 }, (_, step) => step * 60);

describe('cohabit up, killed all along its seeding', () => {
  it.each(delays)('finishes its seed after %i ms', expectSeedSurvivesKill);
});
