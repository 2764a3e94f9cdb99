// Writes docs/reference/local-cognito-coverage.md: `npm run coverage --workspace @cohabit/local-cognito`.
import { writeFileSync } from 'node:fs';
import { renderCoverage } from './coverage-table.ts';
import { readCoverage } from './read-coverage.ts';

const page = new URL('../../../../docs/reference/local-cognito-coverage.md', import.meta.url);
writeFileSync(page, renderCoverage(await readCoverage()));
