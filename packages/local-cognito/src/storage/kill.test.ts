import { it } from 'vitest';
import { killUnderLoad } from '../testing/kill-under-load.ts';

it('keeps every acknowledged write through 5 kills -9', () => killUnderLoad(5), 60_000);
