import * as z from 'zod';

const clientData = z.object({ type: z.string(), challenge: z.string(), origin: z.string() });

/** What the browser says about a ceremony (WebAuthn §5.8.1); `undefined` when it is not readable. */
export function readClientData(base64url: string): z.output<typeof clientData> | undefined {
  try {
    return clientData.safeParse(JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** A base64url text of the JSON forms of WebAuthn. */
export const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
