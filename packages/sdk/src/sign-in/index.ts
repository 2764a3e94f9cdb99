export {
  type BeginOptions,
  createManagedLogin,
  type ManagedLogin,
  type ManagedLoginClient,
  type ManagedLoginTokens,
  type PendingManagedLogin,
} from './managed-login.ts';
export { ManagedLoginError, type ManagedLoginProblem } from './managed-login-error.ts';
