import { json } from '../answer.ts';
import { poolDocument } from '../pool-transfer/pool-document.ts';
import type { PoolTransfer } from '../pool-transfer/pool-transfer.ts';
import { CognitoError } from '../wire/errors.ts';
import type { Route } from './local-api.ts';
import { readJson } from './read-json.ts';

const maxDocumentBytes = 512 * 1024 * 1024;

/** `GET` exports a pool, `PUT` imports one in its place. `?secrets=true` exports what opens accounts too. */
export function poolRoute(transfer: PoolTransfer, poolId: string): Route {
  return {
    async GET(_request, url) {
      const secrets = url.searchParams.get('secrets') === 'true';
      try {
        return json(200, await transfer.exportPool(poolId, { secrets }));
      } catch (error) {
        if (error instanceof CognitoError) return json(404, { message: error.message });
        throw error;
      }
    },
    async PUT(request) {
      const read = await readJson(request, poolDocument, maxDocumentBytes);
      if ('refusal' in read) return read.refusal;
      if (read.value.pool.id !== poolId) {
        const message = `pool.id: expected ${poolId}, as in the address; the document is of ${read.value.pool.id}.`;
        return json(400, { message });
      }
      transfer.importPool(read.value, { replace: true });
      return json(200, { poolId });
    },
  };
}
