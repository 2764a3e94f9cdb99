import { it } from 'vitest';
import { killUnderLoad } from '../testing/kill-under-load.ts';

const kills = Number(process.env.COHABIT_SOAK_KILLS ?? 100);

it(
  `keeps every acknowledged write through ${kills} kills -9`,
  () => killUnderLoad(kills),
  60_000 + kills * 5000,
);
