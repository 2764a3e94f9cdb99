import * as z from 'zod';
import type { ClientRecord } from '../storage/records.ts';

/** `UserContextDataType`, of public operations. */
export const userContextData = z.object({
  IpAddress: z.string().optional(),
  EncodedData: z.string().optional(),
});

/** `ContextDataType`, of Admin operations. */
export const contextData = z.object({
  IpAddress: z.string(),
  ServerName: z.string(),
  ServerPath: z.string(),
  HttpHeaders: z.array(z.object({ headerName: z.string().optional(), headerValue: z.string().optional() })),
  EncodedData: z.string().optional(),
});

/** What a call says of the device it comes from. */
export interface CallContext {
  UserContextData?: z.output<typeof userContextData> | undefined;
  ContextData?: z.output<typeof contextData> | undefined;
}

/**
 * The user's address as the app passes it on: an Admin operation always may, a public one where the client propagates
 * such data (`EnablePropagateAdditionalUserContextData`).
 */
export function ipAddressOf({ client }: ClientRecord, context: CallContext): string | undefined {
  const isPropagated = client.EnablePropagateAdditionalUserContextData === true;
  return context.ContextData?.IpAddress ?? (isPropagated ? context.UserContextData?.IpAddress : undefined);
}
