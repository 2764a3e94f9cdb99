export { type Database, type DatabaseOptions, openDatabase } from './database/database.ts';
export type { SeedTenant } from './database/seed.ts';
export type { RouteEntry } from './http/route-table.ts';
export { createTaskboard, type Taskboard, type TaskboardOptions } from './taskboard.ts';
