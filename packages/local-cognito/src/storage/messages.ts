import type { Message, Store } from './store.ts';

const kept = 1000;

/**
 * The last 1,000 messages that AWS would have sent. In memory only: an invitation carries a temporary password, and no
 * password is written to the file as text.
 */
export function createMessages(): Store['messages'] {
  const messages: Message[] = [];
  return {
    add(message) {
      messages.push(message);
      if (messages.length > kept) messages.shift();
    },
    list({ to } = {}) {
      return messages.filter((message) => to === undefined || message.to === to);
    },
  };
}
