// Is each entry of an archive where and what pg_dump makes it? Rows come as data and not out of a
// definition, large objects are made by their own entries, and nothing that could change rows stands
// before them: what a definition writes nobody would count or scan.
import type { Code } from '../kernel/index.ts';
import type { EntryStatements } from './archive.ts';
import { property, type ParsedStatement } from './contents.ts';
import type { TocEntry } from './contract.ts';
import { pathOf } from './hostile-nodes.ts';

export type Refuse = (code: Code, what: string) => void;

/** pg_restore drops no such comment: it names the table whose COPY or INSERTs follow. */
const ROOT_COMMENT = /^-- load via partition root [^\r\n]+$/;
const FORM = 'it does not have the form in which pg_dump writes such an entry';

export function judgeShape({ entry, hasDumper, hasPlace }: EntryStatements, refuse: Refuse): void {
  const { description, definition, tag } = entry;
  const isData = description === 'TABLE DATA' || description === 'BLOBS';
  if (hasDumper !== isData || hasPlace !== isData) {
    refuse('INTAKE_UNPARSABLE', 'its data are announced otherwise than pg_dump announces data');
  }
  const mayComment = description === 'TABLE DATA' && ROOT_COMMENT.test(definition);
  if (isData && definition !== '' && !mayComment) refuse('INTAKE_UNPARSABLE', FORM);
  if (description === 'BLOB') {
    // pg_restore puts the number into statements of its own, as it stands.
    const isNumber = /^[1-9]\d*$/.test(tag);
    if (!isNumber || definition !== `SELECT pg_catalog.lo_create('${tag}');\n`)
      refuse('INTAKE_UNPARSABLE', FORM);
  }
  if (AFTER_DATA.has(description) && entry.section !== 'post-data') refuse(...EARLY);
}

/** What may not stand in a definition although pg_dump writes it elsewhere. */
export function judgeDefinition(
  { kind, node }: ParsedStatement,
  { description, section }: TocEntry,
  refuse: Refuse,
): void {
  // An INSERT is refused wherever it is met as a statement.
  if (kind === 'CopyStmt') refuse('HOSTILE_STATEMENT', 'rows in a definition');
  if (kind === 'SelectStmt' && description !== 'BLOB' && callsLargeObjects(node)) {
    refuse('HOSTILE_STATEMENT', 'a large object in a definition');
  }
  if (STATEMENTS_AFTER_DATA.has(kind) && section !== 'post-data') refuse(...EARLY);
}

const EARLY: Parameters<Refuse> = [
  'HOSTILE_STATEMENT',
  'it stands before the data, which it could change on their way in',
];

/** pg_dump makes these when all data are there. */
const AFTER_DATA: ReadonlySet<string> = new Set([
  'CONSTRAINT',
  'EVENT TRIGGER',
  'FK CONSTRAINT',
  'INDEX',
  'POLICY',
  'ROW SECURITY',
  'RULE',
  'TRIGGER',
]);
const STATEMENTS_AFTER_DATA: ReadonlySet<string> = new Set([
  'CreateEventTrigStmt',
  'CreatePolicyStmt',
  'CreateTrigStmt',
  'IndexStmt',
  'RuleStmt',
]);

function callsLargeObjects(node: unknown): boolean {
  const open: unknown[] = [node];
  while (open.length > 0) {
    const here = open.pop();
    if (typeof here !== 'object' || here === null) continue;
    if (/^lo(?:_|read|write)/.test(pathOf(property(here, 'funcname')).at(-1) ?? '')) return true;
    for (const child of Object.values(here)) open.push(child);
  }
  return false;
}

const ORDER = { 'pre-data': 0, data: 1, 'post-data': 2 };

/** pg_restore goes by the order of the entries, not by their sections. */
export class SectionOrder {
  #latest = 0;

  judge({ section }: TocEntry, refuse: Refuse): void {
    if (section === 'none') return;
    const place = ORDER[section];
    if (place < this.#latest) {
      refuse('INTAKE_UNPARSABLE', 'it stands behind entries that pg_dump writes after it');
    }
    this.#latest = Math.max(this.#latest, place);
  }
}
