import type { IncomingMessage } from 'node:http';

/** Whether the caller asks for JSON instead of a page. */
export const wantsJson = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers.accept?.includes('application/json') === true;
