import type { Message } from '../storage/store.ts';

export function mailboxPage(_: { messages: Message[]; to: string | undefined }): string {
  return '';
}
