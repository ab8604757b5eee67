// Before the suite: plants decoys where an engine will be used, for the whole of it.
import { plantDecoys, type Decoys } from './decoys.ts';

let planted: Decoys | null = null;

/** For whoever looks at them after the suite, in the same process. */
export function plantedDecoys(): Decoys | null {
  return planted;
}

/** Only where it is asked for: a developer's single unit test needs no engine. */
export default async function setup(): Promise<void> {
  if (process.env['BESIDE_DECOYS'] === 'yes') planted = await plantDecoys();
}
