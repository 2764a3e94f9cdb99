import type { Clock } from '@cohabit/core';
import type { Authorizer, Meter, Verifier } from '@cohabit/sdk';
import type { ManagedLogin } from '@cohabit/sdk/sign-in';
import type { ControlPlaneClient } from '../control-plane/client.ts';
import type { InTenant } from '../services/scope.ts';
import type { CognitoSignIn } from '../sign-in/cognito.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { TenantAccessor } from '../sign-in/tenant-access.ts';

/** What pages and API are made of. `taskboard.ts` puts it together. */
export interface Parts {
  inTenant: InTenant;
  authorizer: Authorizer;
  verifier: Verifier;
  meter: Meter;
  sessions: Sessions;
  tenantAccess: TenantAccessor;
  cognito: CognitoSignIn;
  managedLogin: ManagedLogin;
  /** Such as `http://localhost:4100`: what Cognito sends browsers back to begins with it. */
  publicUrl(): string;
  controlPlane: ControlPlaneClient;
  clock: Clock;
  /** Resolves when Postgres answers. */
  checkDatabase(): Promise<void>;
  /** Receives errors that are ours to mend. */
  report(error: unknown): void;
}
