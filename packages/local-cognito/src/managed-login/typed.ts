/** The name that was typed, without the blanks that phones add. */
export const typedName = (form: URLSearchParams) => form.get('username')?.trim() ?? '';

/** The code that was typed: mails and apps show codes in groups. */
export const typedCode = (form: URLSearchParams) => (form.get('code') ?? '').replace(/\s/g, '');
