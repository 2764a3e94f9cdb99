type Claims = Record<string, string>;

/**
 * Claims as Cognito keeps them: text. Lists become one text in brackets, form-encoded (developer guide, "Mapping IdP
 * attributes to profiles and tokens"); objects become JSON; what is null is not there.
 */
export function claimsAsText(claims: Readonly<Record<string, unknown>>): Claims {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) => {
      const text = asText(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function asText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return formEncoded(`[${value.map((item) => asText(item) ?? '').join(', ')}]`);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const formEncoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
