// How much a dump may unpack to, and what one would need that does not fit.

const MIB = 1024 * 1024;

/** Bytes that were unpacked so far are beyond what may be; `what` says what would be needed. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

/**
 * What a dump needs of which only a part was unpacked, as a sentence: that much for certain, and
 * more if the rest is packed as tightly as what was read.
 */
export function neededBytes(
  unpackedSoFar: number,
  packedSoFar: number,
  packedTotal: number,
): string {
  const atLeast = `it needs at least ${inMiB(unpackedSoFar)} MiB`;
  if (packedSoFar <= 0 || packedTotal <= packedSoFar) return atLeast;
  const about = inMiB((unpackedSoFar / packedSoFar) * packedTotal);
  return `${atLeast}; about ${about} MiB if the rest is packed as tightly`;
}

function inMiB(bytes: number): number {
  return Math.ceil(bytes / MIB);
}

/** Where a stream of a dump stands. */
export interface Budget {
  readonly unpackedBytes: number;
  readonly packedBytesRead: () => number;
  readonly packedBytes: number;
  /** Heeded before each piece. */
  readonly signal?: AbortSignal | undefined;
}

/** The same chunks, up to the budget. @throws BudgetError, and the reason of an aborted signal */
export async function* withinBudget<Item>(
  items: AsyncIterable<Item>,
  bytesOf: (item: Item) => number,
  { unpackedBytes, packedBytesRead, packedBytes, signal }: Budget,
): AsyncGenerator<Item> {
  let sum = 0;
  for await (const item of items) {
    signal?.throwIfAborted();
    sum += bytesOf(item);
    if (sum > unpackedBytes)
      throw new BudgetError(neededBytes(sum, packedBytesRead(), packedBytes));
    yield item;
  }
}
