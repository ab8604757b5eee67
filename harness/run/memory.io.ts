// Keeps the process small, and quick; imported before anything that allocates.
// V8 lets its nursery grow to three times 32 MiB on a machine with much memory and never gives it
// back. Rows pass through here as short-lived buffers: on a dump of 1 GB a nursery that stays small
// took 120 MiB less at the peak, and no longer ("make bench ROWS=whole-run" shows it). But one that
// stays as it begins, at 1 MiB, is swept so often that it takes a third of a short run's time: it is
// made to grow once, and then told to stay so.
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves of it. */
const WANTED_BYTES = 16 * 1024 * 1024;
const MOST_PIECES = 200;

// By now it may have grown by itself: all modules are loaded before the first of them runs.
setFlagsFromString('--semi-space-growth-factor=2');
const held: number[][][] = [];
// It grows where what was allocated lives on; all of this is let go right after.
while (nurseryBytes() < WANTED_BYTES && held.length < MOST_PIECES) {
  held.push(Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => 0)));
}
setFlagsFromString('--semi-space-growth-factor=1');

function nurseryBytes(): number {
  const spaces = getHeapSpaceStatistics();
  return spaces.find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}
