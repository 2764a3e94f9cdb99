import type { Medium } from './purpose.ts';

/** An address as `CodeDeliveryDetails` shows it: `a***@e***`, `+*******1234`. */
export function maskDestination(medium: Medium, address: string): string {
  if (medium === 'SMS') return `+*******${address.slice(-4)}`;
  const [user = '', domain = ''] = address.split('@');
  return `${first(user)}***@${first(domain)}***`;
}

const first = (text: string) => [...text][0] ?? '';
