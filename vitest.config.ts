import { defineConfig } from 'vitest/config';

/**
 * Workspace packages are tested from their sources: the `source` export condition skips the build. `import` and `module`
 * must not stand here, since these conditions reach the `require` of packages too.
 */
const conditions = ['source', 'node'];

/** Where to leave the results as JSON too, beside what people read. */
const report = process.env.COHABIT_TEST_REPORT;

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'examples/*/src/**/*.test.ts',
      'e2e/**/*.test.ts',
      'bench/src/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/*.soak.test.ts'],
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    execArgv: ['--conditions=source'],
  },
});
