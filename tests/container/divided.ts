// A rehearsal in two parts, as two machines would do them, and what merging them comes to.
import path from 'node:path';
import { cli } from './cli-in.ts';
import type { CliResult } from './cli.ts';

export interface Divided {
  readonly one: string;
  readonly two: string;
  readonly runs: readonly CliResult[];
}

/** Both parts side by side, in folders below `place`. */
export async function inTwoParts(place: string, asked: readonly string[]): Promise<Divided> {
  const [one, two] = [path.join(place, 'part 1'), path.join(place, 'part 2')];
  const runs = await Promise.all(
    [one, two].map((out, index) =>
      cli(['run', ...asked, '--shard', `${index + 1}/2`, '--out', out]),
    ),
  );
  return { one, two, runs };
}
