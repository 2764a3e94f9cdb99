import type { Message, MessageFilter, Store } from './store.ts';

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
    list(filter = {}) {
      const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
      return messages.filter((message) =>
        wanted.every(([member, value]) => message[member as keyof MessageFilter] === value),
      );
    },
  };
}
