// Judges the image that a sandbox would be started from, and what earlier runs have left.
import { broken, held, untold, waitsFor } from './check.ts';
import type { CheckId, DoctorCheck } from './contract.ts';

/** `old`: of an earlier recipe. A base image is what the sandbox image is built on. */
export interface ImageState {
  readonly major: number;
  readonly state: 'current' | 'old' | 'absent';
  readonly hasBase: boolean;
  /** Where the base comes from; null where it was not asked for by the configuration. */
  readonly ownBase: string | null;
}

/** `wanted`: major of the dump; null where there is none. `images`: null where no engine answers. */
export function judgeImage(
  wanted: number | null,
  images: readonly ImageState[] | null,
): DoctorCheck {
  if (images === null) return waitsFor('image', 'engine');
  const ready = images.filter(({ state }) => state === 'current').map(({ major }) => major);
  const there = ready.length === 0 ? 'no current one' : `Postgres ${ready.join(', ')}`;
  const own = images.find(({ major }) => major === wanted);
  if (own === undefined) {
    // Without a dump any will do: the first rehearsal builds what its dump asks for.
    return ready.length > 0 ? held('image', there) : untold('image', there, FIRST_RUN);
  }
  if (own.state === 'current')
    return held('image', `Postgres ${own.major}, of today\u2019s recipe`);
  const what = `Postgres ${own.major}: ${own.state === 'old' ? 'of an older recipe' : 'absent'}`;
  if (own.hasBase) return untold('image', `${what}, and its base is there`, NEXT_RUN);
  if (own.ownBase === null) return broken('image', `${what}, and so is its base`, FIRST_RUN);
  const remedy = `pull ${own.ownBase}, which "images" in rehearsal.config.yaml names.`;
  return broken('image', `${what}, and its base ${own.ownBase} is not there`, remedy);
}

const NEXT_RUN =
  'the next rehearsal builds it, without a network, in some seconds; run "make demo", then this again.';
const FIRST_RUN =
  'run "make demo" where a registry or a Debian mirror answers: it builds it, once, from ' +
  'postgres:<major> or from packages (then as root, or with mmdebstrap).';

export interface LeftBehind {
  /** Runs of which something stands on the engine and nobody lives. */
  readonly ended: number;
  /** Folders in the temporary folder whose process is gone. */
  readonly folders: number;
  readonly live: number;
}

/** `left`: null where nobody could look, because of `missing`. */
export function judgeLeftovers(left: LeftBehind | null, missing: CheckId): DoctorCheck {
  if (left === null) return waitsFor('leftovers', missing);
  const live = left.live === 0 ? '' : `; ${left.live} live runs, which nothing touches`;
  if (left.ended + left.folders === 0) return held('leftovers', `none${live}`);
  const what = `of ${left.ended} ended runs on the engine, ${left.folders} folders here${live}`;
  return broken('leftovers', what, 'run "make sweep"; the next rehearsal does it as well.');
}
