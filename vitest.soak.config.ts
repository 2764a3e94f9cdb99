import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The long suites: `x.soak.test.ts` beside the source, one after another. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: ['**/node_modules/**'] } },
  defineConfig({
    test: {
      include: ['{packages,examples}/*/src/**/*.soak.test.ts', '{e2e,bench}/**/*.soak.test.ts'],
      passWithNoTests: true,
      fileParallelism: false,
      testTimeout: 600_000,
      hookTimeout: 120_000,
    },
  }),
);
