// Has every mutant judged, and ends those that do not come to an end.
import { Worker } from 'node:worker_threads';
import type { Failures, Word } from './judge.worker.ts';
import { mutants, type NamedMutant } from './sources.ts';

export interface Judged {
  readonly mutant: NamedMutant;
  readonly failures: Failures;
}

/** A mutant takes milliseconds; one with the largest cases a second, on a busy machine several. */
const MUTANT_MS = 15_000;
const ENDLESS = 'it does not end';

/** All of them in their order; first the validator as it is, which must fail nowhere. */
export async function judgeMutants(): Promise<{ readonly real: Failures; readonly all: Judged[] }> {
  const failures = new Map<number, Failures>();
  const list = mutants();
  for (let from = -1; from < list.length;) {
    const stuck = await judgeFrom(from, failures);
    if (stuck === null) break;
    failures.set(stuck, { selftest: ENDLESS, cases: ENDLESS, property: ENDLESS });
    from = stuck + 1;
  }
  const of = (index: number): Failures => {
    const found = failures.get(index);
    if (found === undefined) throw new Error(`mutant ${index} was not judged`);
    return found;
  };
  return { real: of(-1), all: list.map((mutant, index) => ({ mutant, failures: of(index) })) };
}

/** The index of a mutant that did not end; null where all did. */
async function judgeFrom(from: number, failures: Map<number, Failures>): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const worker = new Worker(new URL('judge.worker.ts', import.meta.url), { workerData: { from } });
  let watch: NodeJS.Timeout | undefined;
  worker.on('message', (word: Word) => {
    clearTimeout(watch);
    if (word.kind === 'judged') failures.set(word.index, word.failures);
    else watch = setTimeout(() => resolve(word.index), MUTANT_MS);
  });
  worker.on('error', reject);
  worker.on('exit', () => resolve(null));
  try {
    return await promise;
  } finally {
    clearTimeout(watch);
    await worker.terminate();
  }
}
