// Fingerprints made from a few words, for tests that change one part at a time.
import { sha256 } from '../../../harness/kernel/index.ts';
import type { Fingerprint, SectionPrint, TablePrint } from '../../../harness/witness/contract.ts';
import { fingerprintOf, sectionPrint } from '../../../harness/witness/fingerprint.ts';

export function tablePrint(table: string, rows: number, content: string, root = table): TablePrint {
  return { table, root, rows, sha256: sha256(content) };
}

export interface Parts {
  readonly tables?: readonly TablePrint[];
  readonly columns?: readonly string[];
  readonly sequences?: readonly string[];
}

const TABLES = [tablePrint('public.births', 3, 'births'), tablePrint('public.people', 2, 'people')];
const SEQUENCES = ['public.births_id_seq has given 3'];

/** A fingerprint of two tables, one catalog section and one sequence, but for what is named. */
export function print({
  tables = TABLES,
  columns = ['a'],
  sequences = SEQUENCES,
}: Parts = {}): Fingerprint {
  const sections: readonly SectionPrint[] = [
    sectionPrint('columns', columns),
    sectionPrint('functions', ['f()']),
  ];
  return fingerprintOf(tables, sections, sectionPrint('sequence values', sequences));
}
