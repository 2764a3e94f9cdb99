export type { RouteEntry } from './http/registrar.ts';
export type { SeedDocument } from './http/routes/local-seed.ts';
export { createLogger } from './logger.ts';
export type { TriggerArns } from './reconcile/user-pool.ts';
export type { Services } from './services.ts';
export type { NewTenant } from './tenants/create-tenant.ts';
export type { Actor } from './tenants/history-entry.ts';
export type { TriggerEvent, TriggerHandler } from './triggers/event.ts';
export { type ControlPlane, type ControlPlaneOptions, createControlPlane } from './wiring.ts';
