import type { RequestListener } from 'node:http';

/**
 * Holds requests back until the server has what its seed says. Fake providers answer at once: the seed registers them by
 * their addresses.
 */
export function createStartGate(listener: RequestListener): { listener: RequestListener; open(): void } {
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  let isOpen = false;
  return {
    listener(request, response) {
      if (isOpen || request.url?.startsWith('/_local/providers/')) return listener(request, response);
      return opened.then(() => listener(request, response));
    },
    open() {
      isOpen = true;
      resolve();
    },
  };
}
