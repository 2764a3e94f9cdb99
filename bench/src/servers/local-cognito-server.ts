import { startLocalCognito } from '@cohabit/local-cognito';

const local = await startLocalCognito({ port: 0, data: process.env.BENCH_DATA ?? 'memory' });
process.stdout.write(`ready ${local.endpoint}\n`);
