// Keeps the process small, and quick; imported before anything that allocates.
// V8 lets its nursery grow to three times 32 MiB on a machine with much memory and never gives it
// back. Rows pass through here as short-lived buffers: on a dump of 1 GB a nursery that stays small
// took 120 MiB less at the peak, and no longer ("make bench ROWS=whole-run" shows it). But one that
// stays as it begins, at 1 MiB, is swept so often that it takes a third of a short run's time: it is
// made to grow once, and then told to stay so.
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Both halves of it. */
const WANTED_BYTES = 16 * 1024 * 1024;
const MOST_PIECES = 200;
/** What came outside of the heap since it was swept the last time. */
const SWEPT_BYTES = 16 * 1024 * 1024;
const EVERY_MS = 20;

// By now it may have grown by itself: all modules are loaded before the first of them runs.
setFlagsFromString('--semi-space-growth-factor=2');
const held: number[][][] = [];
// It grows where what was allocated lives on; all of this is let go right after.
while (nurseryBytes() < WANTED_BYTES && held.length < MOST_PIECES) {
  held.push(Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => 0)));
}
setFlagsFromString('--semi-space-growth-factor=1');

// Bytes that a socket brings stand outside of the heap, in pieces that live for a moment. V8 hears of
// them, and where many have come it goes through all that lives to find what does not: that took a third
// of all time of a run on 1 GB. Its nursery alone, where they are, is swept here in time.
setFlagsFromString('--expose-gc');
type Sweep = (how: { readonly type: 'minor' }) => void;
const sweep = runInNewContext('gc') as Sweep; // V8's own, by the flag above
setFlagsFromString('--no-expose-gc');
let left = 0;

// Left to itself V8 lets a heap of some size grow by half, and by more, before it looks for what is dead:
// where the catalog is large that came to most of what the process held. Small heaps may grow as ever.
const SMALL_HEAP_BYTES = 96 * 1024 * 1024;
let isSmall = true;

setInterval(() => {
  const { arrayBuffers, heapTotal } = process.memoryUsage();
  if (isSmall && heapTotal > SMALL_HEAP_BYTES) {
    isSmall = false;
    setFlagsFromString('--heap-growing-percent=15');
  }
  left = Math.min(left, arrayBuffers);
  if (arrayBuffers - left < SWEPT_BYTES) return;
  sweep({ type: 'minor' });
  left = process.memoryUsage().arrayBuffers;
}, EVERY_MS).unref();

function nurseryBytes(): number {
  const spaces = getHeapSpaceStatistics();
  return spaces.find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}
