export type { LocalSeed } from './seed-document.ts';
export { type Cohabit, type StartOptions, startCohabit } from './start.ts';
