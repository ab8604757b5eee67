// What a part of a table holds more or less than it held: rows as hashes, counted, in no order.
import { canonicalJsonLine, sha256, type Sha256 } from '../kernel/index.ts';

/**
 * A table whose rows are the ones it had, but for this, holds the same rows as any other of which the
 * same is true: rows are told apart by the text that COPY makes of them, so that tables with the same
 * rows have the same ordered text.
 */
export class RowDelta {
  readonly #counts = new Map<Sha256, number>();

  /** By row: of one table, equal rows stand in one range. */
  readonly #ranges = new Map<Sha256, number>();

  /** `by`: 1 for a row that is there now, -1 for one that was. `range`: of the table, in which it stands. */
  count(row: Sha256, by: 1 | -1, range = 0): void {
    this.#ranges.set(row, range);
    const count = (this.#counts.get(row) ?? 0) + by;
    if (count === 0) this.#counts.delete(row);
    else this.#counts.set(row, count);
  }

  get isNothing(): boolean {
    return this.#counts.size === 0;
  }

  /** Those in which something differs. */
  ranges(): ReadonlySet<number> {
    return new Set([...this.#counts.keys()].map((row) => this.#ranges.get(row) ?? 0));
  }

  /** The same for the same difference, and for no other. */
  name(): Sha256 {
    const rows = [...this.#counts].sort(([left], [right]) => (left < right ? -1 : 1));
    return sha256(canonicalJsonLine(rows));
  }
}
