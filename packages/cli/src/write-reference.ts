// Writes docs/reference/cli.md: `npm run reference --workspace cohabit`.
import { writeFileSync } from 'node:fs';
import { createProgram } from './program.ts';
import { renderReference } from './reference.ts';

writeFileSync(new URL('../../../docs/reference/cli.md', import.meta.url), renderReference(createProgram()));
