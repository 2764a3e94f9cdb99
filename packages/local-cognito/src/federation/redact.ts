/*
 * What may stand in a trace: enough to see what went wrong, nothing to sign in with and nobody's whole address.
 */
const longest = 300;
const email = /([^\s@"'<>(),;:=&]{1,64})@([\w-]+(?:\.[\w-]+)+)/g;
/** Anything like a JWT, or base64 that is longer than an id: tokens, codes, assertions. */
const token = /[\w-]{8,}\.[\w-]{8,}\.[\w-]*|[\w+/-]{48,}={0,2}/g;
const secretFact = /secret|token|password|(^|_)code$|verifier|nonce|^state$|assertion|cookie|private/i;

/** `a***@globex.example`; tokens as `[hidden]`; what is very long, shortened. */
export function redact(text: string): string {
  const shown = text
    .replace(email, (_, local: string, domain: string) => `${local.slice(0, 1)}***@${domain}`)
    .replace(token, '[hidden]');
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

/** The facts of a step; those whose names say that they are secret keep only their names. */
export function redactFacts(facts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, secretFact.test(name) ? '[hidden]' : redact(value)]),
  );
}
