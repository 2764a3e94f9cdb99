/*
 * What may stand in a trace: enough to see what went wrong, nothing to sign in with and nobody's whole address.
 */
const longest = 300;
const longestRead = 10_000;
const email = /([^\s@"'<>(),;:=&]{1,64})@([\w-]+(?:\.[\w-]+)+)/g;
/** A JWT, or anything that is longer than an id and has no words in it: tokens, codes, assertions. */
const token = /eyJ[\w-]{5,}\.[\w.-]+|[\w+-]{43,}={0,2}|[\w+/]{100,}={0,2}/g;
const secretFact =
  /secret|password|verifier|cookie|private|^(?:nonce|state|assertion)$|(?:^|_)(?:token|code)$/i;

/** `a***@globex.example`; tokens as `[hidden]`; what is very long, shortened. */
export function redact(text: string): string {
  const shown = text
    .slice(0, longestRead)
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
