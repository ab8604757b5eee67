// A print without what varies: where a change is not deterministic, only the rest can be compared.
import { sha256, type Sha256 } from '../kernel/index.ts';
import type { Fingerprint, SectionPrint, TablePrint } from './contract.ts';
import { fingerprintOf } from './fingerprint.ts';

/**
 * The print with the parts named (as `changedParts` names them) marked: a mark hides a part's
 * content and its rows, and is the hash of no content. A table that is named and not there stands
 * in it too, marked, so that two prints that differ in nothing else get one hash.
 */
export function masked(print: Fingerprint, varies: readonly string[]): Fingerprint {
  const names = new Set(varies);
  if (names.size === 0) return print;
  const section = (each: SectionPrint, name: string): SectionPrint =>
    names.has(name) ? { ...each, lines: [], sha256: markOf(name) } : each;
  const tables = print.tables.map((each): TablePrint =>
    names.has(each.table) ? { ...each, rows: 0, sha256: markOf(each.table) } : each,
  );
  const there = new Set([
    ...print.tables.map(({ table }) => table),
    ...print.sections.map((each) => `catalog: ${each.section}`),
    'sequence values',
  ]);
  const gone = [...names]
    .filter((name) => !there.has(name))
    .map((table): TablePrint => ({ table, root: table, rows: 0, sha256: markOf(table) }));
  return fingerprintOf(
    [...tables, ...gone],
    print.sections.map((each) => section(each, `catalog: ${each.section}`)),
    section(print.sequences, 'sequence values'),
  );
}

function markOf(name: string): Sha256 {
  return sha256(`varies ${name}`);
}
