// Compares the catalog of a clone with that of its schema, dumped and restored once more: pure.
import { finding, type Finding, type Judgement } from '../kernel/index.ts';
import { RESTORER } from '../restore/contract.ts';
import { SUPERUSER } from '../sandbox/contract.ts';
import type { SectionPrint } from './contract.ts';
import { sectionPrint } from './fingerprint.ts';

/** Of the cluster or of the database itself, or rows: no dump of a schema brings them. */
const NOT_IN_A_SCHEMA = new Set(['database', 'roles', 'settings', 'tablespaces', 'large objects']);

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

function firstDifference(one: readonly string[], two: readonly string[]): string {
  const isIn = (lines: readonly string[]): ((line: string) => boolean) => {
    const all = new Set(lines);
    return (line) => all.has(line);
  };
  const gone = one.find((line) => !isIn(two)(line));
  const came = two.find((line) => !isIn(one)(line));
  const quoted = (line: string | undefined): string =>
    line === undefined ? 'no such line' : `'${line.slice(0, 300)}'`;
  return `the clone says ${quoted(gone)}, its schema restored once more says ${quoted(came)}`;
}
