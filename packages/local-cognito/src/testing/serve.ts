/** A server in a process of its own, for tests that kill it: `serve.ts <database file>` prints its endpoint. */
import { startLocalCognito } from '../start.ts';

const [, , data = 'memory'] = process.argv;
const { endpoint } = await startLocalCognito({ data });
console.log(endpoint);
