// The baseline's hashes and sums, computed again from the parts that stand beside them.
import {
  canonicalJsonLine,
  defuseTokens,
  finding,
  sha256,
  type Finding,
} from '../../kernel/index.ts';
import { CATALOG_ORDER, SEQUENCE_SECTION } from '../../witness/index.ts';
import { differences } from './differences.ts';
import { EXECUTION, type TreeDocuments } from './documents.ts';

export interface BaselineHashes {
  /** Sequence values included. */
  readonly whole: string;
  readonly transactional: string;
}

type Baseline = NonNullable<TreeDocuments[typeof EXECUTION]['baseline']>;

/** As the witness builds a fingerprint, from what is told of its parts; see docs/recompute.md. */
export function baselineHashes(baseline: Baseline): BaselineHashes {
  const all = namings(baseline).map(hashesOf);
  const [first] = all;
  const fitting = all.find(({ whole }) => whole === baseline.entry_hash) ?? first;
  if (fitting === undefined) throw new TypeError('a baseline has one naming at least');
  return fitting;
}

/**
 * Where scenarios begin. Of a baseline whose hash cannot be taken again, as a name of a table was
 * broken or withheld, only the hash that is told; null of one that has another hash.
 */
export function beginningOf(
  baseline: Baseline,
): { readonly whole: string; readonly transactional: string | null } | null {
  const hashes = baselineHashes(baseline);
  if (hashes.whole === baseline.entry_hash) return hashes;
  return isGuarded(baseline) ? { whole: baseline.entry_hash, transactional: null } : null;
}

/** No letter is known for a dot where one of several low lines stood, or nothing but a dot. */
function isGuarded({ tables }: Baseline): boolean {
  return tables.some(({ table }) => /\u00b7|\[withheld/.test(table));
}

function isInOrder({ tables }: Baseline): boolean {
  const names = tables.map(({ table }) => table);
  return names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);
}

function hashesOf({ tables, catalog }: Baseline): BaselineHashes {
  const sections = CATALOG_ORDER.map((section) => ({
    section,
    sha256: partOf(catalog, section),
  }));
  const transactional = sha256(
    canonicalJsonLine({
      tables: tables.map(({ table, rows, sha256: hash }) => ({ table, rows, sha256: hash })),
      sections,
    }),
  );
  const sequences = partOf(catalog, SEQUENCE_SECTION);
  return { transactional, whole: sha256(canonicalJsonLine({ transactional, sequences })) };
}

/**
 * A table whose name reads like a seal stands in a packet with that word broken; its hash was taken
 * over the name itself. Both are tried where the word could have been broken.
 */
function namings(baseline: Baseline): Baseline[] {
  const tables = baseline.tables.map((each) => ({ ...each, table: unbroken(each.table) }));
  const isOther = tables.some(({ table }, index) => table !== baseline.tables[index]?.table);
  return isOther ? [baseline, { ...baseline, tables }] : [baseline];
}

function unbroken(name: string): string {
  const whole = name.replaceAll('\u00b7', '_');
  return defuseTokens(whole) === name ? whole : name;
}

export function baselineFindings(tree: TreeDocuments): Finding[] {
  const { baseline } = tree[EXECUTION];
  if (baseline === null) return [];
  const wrong = (key: string, what: string): Finding =>
    finding('PACKET_STORY_BASELINE', `${EXECUTION} baseline.${key}`, what);
  const { tables, catalog } = baseline;
  const findings: Finding[] = [];
  const parts = [...CATALOG_ORDER, SEQUENCE_SECTION].sort();
  if (differences(Object.keys(catalog).sort(), parts).length > 0) {
    findings.push(wrong('catalog', 'its sections are not those of this build'));
  }
  if (!isGuarded(baseline) && !namings(baseline).some(isInOrder)) {
    findings.push(wrong('tables', 'they are not in order, or one stands twice'));
  }
  if (tables.reduce((sum, { rows }) => sum + rows, 0) !== baseline.row_count) {
    findings.push(wrong('row_count', 'the tables hold another number of rows'));
  }
  if (findings.length === 0 && beginningOf(baseline) === null) {
    findings.push(wrong('entry_hash', 'it is not the hash of the tables and the catalog'));
  }
  return findings;
}

function partOf(catalog: Baseline['catalog'], section: string): string {
  return Object.hasOwn(catalog, section) ? (catalog[section] ?? '') : '';
}
