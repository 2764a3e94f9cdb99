import { parseArgs } from 'node:util';
import { benchSignIn } from './sign-in.ts';
import { benchTokenEndpoint } from './token-endpoint.ts';
import { benchUserPoolApi } from './user-pool-api.ts';
import { benchVerify } from './verify.ts';

const benches: Record<string, (seconds: number) => Promise<void>> = {
  'sign-in': benchSignIn,
  'token-endpoint': benchTokenEndpoint,
  'user-pool-api': benchUserPoolApi,
  verify: benchVerify,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '9' } },
});
const unknown = positionals.find((name) => !(name in benches));
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}". Use: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}
for (const [name, run] of Object.entries(benches)) {
  if (positionals.length === 0 || positionals.includes(name)) await run(Number(values.seconds));
}
