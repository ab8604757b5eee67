// Reads and writes bench/results.json: row by row, and never two machines in one file.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { SIZES } from './data/shapes.ts';
import { RESULTS } from './places.ts';
import { resultsSchema, type Machine, type Measured, type Results } from './results-contract.ts';

/** null where there is none yet. */
export async function readResults(): Promise<Results | null> {
  const text = await readFile(RESULTS, 'utf8').catch(() => null);
  return text === null ? null : resultsSchema.parse(JSON.parse(text));
}

/** Takes the place of what was there of the same row, shape and size. */
export async function keepMeasured(machine: Machine, measured: Measured): Promise<void> {
  const before = await readResults();
  const isSame = before !== null && isDeepStrictEqual(before.machine, machine);
  const others = (isSame ? before.measured : []).filter((each) => keyOf(each) !== keyOf(measured));
  const all = [...others, measured].sort(inOrder);
  const results: Results = resultsSchema.parse({ version: 1, machine, measured: all });
  await writeFile(`${RESULTS}.new`, `${JSON.stringify(results, null, 2)}\n`);
  await rename(`${RESULTS}.new`, RESULTS);
}

/** Small before large, so that a table of them shows what grows. */
function inOrder(left: Measured, right: Measured): number {
  const [one, other] = [`${left.row} ${left.shape}`, `${right.row} ${right.shape}`];
  if (one !== other) return one < other ? -1 : 1;
  return SIZES[left.size] - SIZES[right.size];
}

function keyOf({ row, shape, size }: Measured): string {
  return `${row} ${shape} ${size}`;
}
