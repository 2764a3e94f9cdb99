import * as z from 'zod';
import { json } from '../answer.ts';
import type { SettableClock } from '../clock.ts';
import type { Route } from './local-api.ts';
import { readJson } from './read-json.ts';

const movement = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceMs: z.int() }),
]);

/** `GET` shows the server's time, `PUT` sets it (`now`) or moves it (`advanceMs`). */
export function clockRoute(clock: SettableClock): Route {
  const show = () => json(200, { now: new Date(clock.now()).toISOString() });
  return {
    GET: show,
    async PUT(request) {
      const read = await readJson(request, movement);
      if ('refusal' in read) return read.refusal;
      try {
        if ('now' in read.value) clock.set(read.value.now);
        else clock.advance(read.value.advanceMs);
      } catch (error) {
        if (error instanceof RangeError) return json(400, { message: error.message });
        throw error;
      }
      return show();
    },
  };
}
