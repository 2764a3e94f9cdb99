/** Something about a provider that does not work, or may not. */
export interface Finding {
  level: 'error' | 'warning';
  code: string;
  /** What is wrong, what was expected, what to do; for the tenant's IT. */
  message: string;
}

export const wrong = (code: string, message: string): Finding => ({ level: 'error', code, message });
export const doubtful = (code: string, message: string): Finding => ({ level: 'warning', code, message });
