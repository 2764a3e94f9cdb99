export type { Clock } from './clock.ts';
export type { RequestLogEntry } from './request-log.ts';
export { type LocalCognito, type LocalCognitoOptions, startLocalCognito } from './start.ts';
export { LocalCognitoStartError, type LocalCognitoStartErrorCode } from './start-error.ts';
export type { TriggerEvent, TriggerHandler } from './triggers/invoke.ts';
