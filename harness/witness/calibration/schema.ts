// Compares the catalog of a clone with that of its schema, dumped and restored once more: pure.
import { finding, type Finding, type Judgement } from '../../kernel/index.ts';
import { RESTORER } from '../../restore/contract.ts';
import { SUPERUSER } from '../../sandbox/contract.ts';
import type { SectionPrint } from '../contract.ts';
import { sectionPrint } from '../fingerprint.ts';

/**
 * Of the cluster, of the database itself, or rows; and what the server brought, of which a dump only
 * tells the grants (a section of their own): no dump of a schema brings these.
 */
const NOT_IN_A_SCHEMA = new Set([
  'database',
  'roles',
  'settings',
  'tablespaces',
  'large objects',
  'built-in',
]);

/** Every section that differs, with the first line that stands on one side only. */
export function compareSchemas(
  clone: readonly SectionPrint[],
  again: readonly SectionPrint[],
): { readonly judgement: Judgement; readonly findings: readonly Finding[] } {
  const sections = clone.filter(({ section }) => !NOT_IN_A_SCHEMA.has(section));
  if (sections.length === 0) {
    const what = 'no section of the catalog was compared';
    return {
      judgement: 'NOT_DECIDED',
      findings: [finding('CALIBRATION_NOT_TRIED', 'calibration: the schema, restored twice', what)],
    };
  }
  const findings = sections.flatMap((section) => {
    const other = again.find((each) => each.section === section.section);
    const one = schemaOnly(section);
    const two = schemaOnly(other ?? { ...section, lines: [] });
    if (other !== undefined && one.sha256 === two.sha256) return [];
    const where = `calibration: catalog section "${section.section}"`;
    return [finding('CALIBRATION_SCHEMA_DIFFERS', where, firstDifference(one.lines, two.lines))];
  });
  return { judgement: findings.length === 0 ? 'HELD' : 'NOT_HELD', findings };
}

/**
 * Whether a materialized view holds rows is content, and so is a comment on a large object. What a
 * dump names no owner for (a multirange type before 17) belongs to whoever restores it.
 */
function schemaOnly({ section, lines }: SectionPrint): SectionPrint {
  const kept = lines
    .filter((line) => section !== 'comments' || !line.includes('["large object", '))
    .map((line) => line.replace(/"relispopulated": (?:true|false)/, '"relispopulated": "content"'))
    .map((line) => line.replaceAll(RESTORER, SUPERUSER));
  return sectionPrint(section, kept);
}

/** The first line that one side has more often than the other. */
function firstDifference(one: readonly string[], two: readonly string[]): string {
  const quoted = (line: string | undefined): string =>
    line === undefined ? 'no such line' : `'${line.slice(0, 300)}'`;
  const gone = quoted(firstExcess(one, two));
  const came = quoted(firstExcess(two, one));
  return `the clone says ${gone}, its schema restored once more says ${came}`;
}

function firstExcess(lines: readonly string[], others: readonly string[]): string | undefined {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.find((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
