// Builds a fingerprint from its parts: a tree of hashes in a fixed order, pure.
import { canonicalJsonLine, digestOf, sha256, sha256Stream } from '../kernel/index.ts';
import type { Fingerprint, SectionPrint, TablePrint } from './contract.ts';

export function sectionPrint(section: string, lines: readonly string[]): SectionPrint {
  const sorted = [...lines].sort();
  const hash = sha256Stream();
  for (let from = 0; from < sorted.length; from += LINES_AT_ONCE) {
    // A length before each line: no two lists of lines share one text.
    const some = sorted.slice(from, from + LINES_AT_ONCE);
    hash.update(some.map((line) => `${line.length}:${line}\n`).join(''));
  }
  return { section, lines: sorted, sha256: digestOf(hash) };
}

/** The text of a large catalog is never held a second time as a whole. */
const LINES_AT_ONCE = 500;

export function fingerprintOf(
  tables: readonly TablePrint[],
  sections: readonly SectionPrint[],
  sequences: SectionPrint,
): Fingerprint {
  const ordered = [...tables].sort((left, right) => (left.table < right.table ? -1 : 1));
  const transactionalHash = sha256(
    canonicalJsonLine({
      tables: ordered.map(({ table, rows, sha256: hash }) => ({ table, rows, sha256: hash })),
      sections: sections.map(({ section, sha256: hash }) => ({ section, sha256: hash })),
    }),
  );
  return {
    hash: sha256(
      canonicalJsonLine({ transactional: transactionalHash, sequences: sequences.sha256 }),
    ),
    transactionalHash,
    tables: ordered,
    sections,
    sequences,
    rowCount: ordered.reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** Names of what differs: tables by name, catalog sections as `catalog: <section>`. */
export function changedParts(before: Fingerprint, after: Fingerprint): string[] {
  const parts = (print: Fingerprint): Map<string, string> =>
    new Map<string, string>([
      ...print.tables.map(({ table, rows, sha256: hash }) => [table, `${rows} ${hash}`] as const),
      ...print.sections.map(({ section, sha256: hash }) => [`catalog: ${section}`, hash] as const),
      ['sequence values', print.sequences.sha256] as const,
    ]);
  const left = parts(before);
  const right = parts(after);
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => left.get(name) !== right.get(name))
    .sort();
}
