// Where the measurements find the project and keep what is made once.
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');
/** Dumps and unfinished rows. `BENCH_CACHE`: a folder that several checkouts share. */
export const CACHE = path.resolve(process.env['BENCH_CACHE'] ?? path.join(ROOT, '.cache/bench'));
export const RESULTS = path.join(ROOT, 'bench/results.json');
