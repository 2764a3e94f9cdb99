import { json } from '../answer.ts';
import type { Faults } from '../faults/faults.ts';
import { faultSettings } from '../faults/rules.ts';
import type { Route } from './local-api.ts';
import { readJson } from './read-json.ts';

/** `GET` shows the faults that are set, `PUT` replaces them, `DELETE` ends them. */
export function faultsRoute(faults: Faults): Route {
  const show = () => json(200, faults.get());
  return {
    GET: show,
    async PUT(request) {
      const read = await readJson(request, faultSettings);
      if ('refusal' in read) return read.refusal;
      const { rules, seed } = read.value;
      faults.set(rules as Parameters<Faults['set']>[0], { seed });
      return show();
    },
    DELETE() {
      faults.set([]);
      return show();
    },
  };
}
