// Counts what is found by rule and place, and keeps of it no more than one shape.
import type { Found } from './rule.ts';
import { shapeOf } from './shape.ts';
import type { ScanHit } from './contract.ts';

interface Count {
  readonly hit: Omit<ScanHit, 'count'>;
  count: number;
  /** Where it was last counted: one row counts once. */
  lastRow: number;
}

/** Places told one by one; beyond them each rule has one line for the rest. */
export const HITS_LISTED = 500;

export class Tally {
  readonly #counts = new Map<string, Count>();
  #listed = 0;

  /** `row`: the same number for all that stands in one row; -1 where every find counts. */
  add(found: Found, where: string, row: number): void {
    const { code, rule } = found;
    let key = `${code}\n${rule}\n${where}`;
    let place = where;
    if (!this.#counts.has(key) && this.#listed >= HITS_LISTED) {
      place = 'further places';
      key = `${code}\n${rule}\n\n${place}`;
    }
    const known = this.#counts.get(key);
    if (known === undefined) {
      const hit = { code, rule, where: place, shape: shapeOf(found.value) };
      this.#counts.set(key, { hit, count: 1, lastRow: row });
      this.#listed += 1;
    } else if (row === -1 || known.lastRow !== row) {
      known.count += 1;
      known.lastRow = row;
    }
  }

  /** Counts the same once more where it was found before; false where it was not. */
  again(code: Found['code'], rule: string, where: string, row: number): boolean {
    const known = this.#counts.get(`${code}\n${rule}\n${where}`);
    if (known !== undefined && known.lastRow !== row) {
      known.count += 1;
      known.lastRow = row;
    }
    return known !== undefined;
  }

  /** In an order that does not hang on where they stood. */
  hits(): ScanHit[] {
    const counts = [...this.#counts.values()];
    const told = new Set(
      counts.filter(({ hit }) => hit.code !== 'DATA_SUSPECT').map(({ hit }) => hit.where),
    );
    // A guess adds nothing where something is known.
    return counts
      .filter(({ hit }) => hit.code !== 'DATA_SUSPECT' || !told.has(hit.where))
      .map(({ hit, count }) => ({ ...hit, count }))
      .sort((left, right) => compare(keyOf(left), keyOf(right)));
  }
}

const keyOf = ({ where, code, rule }: ScanHit): string => `${where}\n${code}\n${rule}`;
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
