// What a suite is told of its clone: fingerprints in parts that can be compared, and changes.
import type { ChangeObserved, Fingerprint, ResidueState } from '../witness/index.ts';
import type * as Told from './index.cjs';
import { LOCK_MODES } from '../witness/index.ts';

export function stateTold(print: Fingerprint, residue: ResidueState | null): Told.Fingerprint {
  return {
    kind: 'clone-rehearsal fingerprint',
    hash: print.hash,
    rowCount: print.rowCount,
    tables: Object.fromEntries(
      print.tables.map(({ table, rows, sha256 }) => [table, { rows, sha256 }]),
    ),
    catalog: Object.fromEntries(print.sections.map(({ section, lines }) => [section, lines])),
    sequences: print.sequences.lines,
    residue:
      residue === null
        ? null
        : Object.fromEntries(
            residue.kinds
              .filter(({ section }) => section !== 'sequence') // stands by itself
              .map(({ section, lines }) => [section, lines]),
          ),
  };
}

export function changeTold(change: ChangeObserved, ms: number): Told.Change {
  const { locks, rewritten, rows, walBytes } = change;
  const strongest = LOCK_MODES.findLast((mode) => locks.some((lock) => lock.mode === mode));
  return { strongestLock: strongest ?? null, locks, rewritten, rows, walBytes, ms };
}
