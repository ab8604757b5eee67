// Reads an archive's table of contents: what it holds, and everything in it that pg_restore would
// run and that is refused, with its entry. pg_restore sends most texts of an entry as they stand.
import { messageOf, type Finding } from '../kernel/index.ts';
import type { EntryStatements } from './archive.ts';
import { judgeDefinition, judgeShape, SectionOrder, type Refuse } from './archive-entries.ts';
import { BoundedFindings } from './bounded-findings.ts';
import { ContentsCollector, parseStatements, property, type ParsedStatement } from './contents.ts';
import type { ListedEntry, TocEntry } from './contract.ts';
import { entryLabel } from './entry-name.ts';
import { isWrittenCopy } from './hostile-forms.ts';
import { isDropping } from './hostile-kinds.ts';
import { objectionsTo } from './hostile.ts';
import { bentSetting } from './plain-settings.ts';
import { couldSwitchSettings } from './setting-switch.ts';

export interface TocReading {
  readonly collector: ContentsCollector;
  /** Notes among them. */
  readonly findings: readonly Finding[];
  /** Whether code that a row may run on its way in could switch how the rest is read. */
  readonly couldSwitch: boolean;
}

/** `where` names the dump in findings. */
export function readToc(statements: readonly EntryStatements[], where: string): TocReading {
  const collector = new ContentsCollector();
  const findings = new BoundedFindings();
  const order = new SectionOrder();
  let couldSwitch = false;
  for (const each of statements) {
    const { entry, copy, drop } = each;
    collector.addRole(entry.owner);
    collector.addListed(listed(entry));
    if (entry.description === 'TABLE DATA' || entry.description === 'BLOBS') collector.addData();
    if (entry.description === 'DATABASE') collector.databaseOwner = entry.owner;
    const refuse: Refuse = (code, what) =>
      findings.add(code, `${where} ${nameOfEntry(entry)}`, what);
    judgeText(entry, [copy, drop, entry.tag], refuse);
    judgeShape(each, refuse);
    order.judge(entry, refuse);
    for (const statement of parsed(entry.definition, entry, refuse)) {
      collector.addStatement(statement);
      couldSwitch ||= couldSwitchSettings(statement, entry.definition);
      if (judge(statement, refuse)) judgeDefinition(statement, entry, refuse);
      if (isDropping(statement.kind, statement.node)) {
        refuse('HOSTILE_STATEMENT', 'a DROP in a definition');
      }
    }
    judgeCopy(copy, entry, refuse);
    judgeDrop(drop, entry, refuse);
  }
  return { collector, findings: findings.all(), couldSwitch };
}

function listed(entry: TocEntry): ListedEntry {
  return { kind: entry.description, name: entryLabel(entry), owner: entry.owner };
}

/** `TOC entry 123 (FUNCTION public.f())`. */
function nameOfEntry(entry: TocEntry): string {
  const name = `${entry.description} ${entryLabel(entry)}`;
  return `TOC entry ${entry.dumpId} (${name.slice(0, LONGEST_NAME)})`;
}

const LONGEST_NAME = 200;

/** pg_restore reads a text up to its first NUL. */
function judgeText(entry: TocEntry, texts: readonly string[], refuse: Refuse): void {
  if ([entry.definition, ...texts].some((text) => text.includes('\0'))) {
    refuse('INTAKE_UNPARSABLE', 'a text of it holds a NUL byte');
  }
}

/** Entries whose definition is one statement that pg_restore itself reads, or obeys at once. */
const OBEYED: Readonly<Record<string, RegExp>> = {
  ENCODING: /^SET client_encoding = '\w+';\s*$/,
  STDSTRINGS: /^SET standard_conforming_strings = 'on';\s*$/,
  SEARCHPATH: /^SELECT pg_catalog\.set_config\('search_path', '', false\);\s*$/,
  'BLOB METADATA': /^(?:[1-9]\d*\n)+$/,
};

function parsed(text: string, entry: TocEntry, refuse: Refuse): readonly ParsedStatement[] {
  const { description } = entry;
  const form = Object.hasOwn(OBEYED, description) ? OBEYED[description] : undefined;
  if (form !== undefined && !form.test(text)) {
    refuse('INTAKE_UNPARSABLE', 'it does not have the form in which pg_dump writes such an entry');
  }
  // Numbers of large objects, one a line, from version 17 on.
  if (description === 'BLOB METADATA' || text.trim() === '') return [];
  try {
    return parseStatements(text);
  } catch (error) {
    refuse('INTAKE_UNPARSABLE', withoutText(error));
    return [];
  }
}

/** The grammar quotes what it stumbled over; that may be anything. */
export function withoutText(error: unknown): string {
  return messageOf(error).replace(/ at or near .*$|[:"].*$/s, '');
}

/** Whether nothing is to be said against it as a statement. */
function judge(statement: ParsedStatement, refuse: Refuse): boolean {
  const objections = objectionsTo(statement);
  for (const { code, what } of objections) refuse(code, what);
  const bent = bentSetting(statement);
  if (bent !== null)
    refuse('INTAKE_UNPARSABLE', `${bent} is set so that its text cannot be followed`);
  return objections.length === 0;
}

/** Exactly one COPY of the entry's own table from the data that follow. */
function judgeCopy(copy: string, entry: TocEntry, refuse: Refuse): void {
  if (copy === '') return;
  let statements: readonly ParsedStatement[];
  try {
    statements = parseStatements(copy);
  } catch (error) {
    refuse('INTAKE_UNPARSABLE', withoutText(error));
    return;
  }
  const [first] = statements;
  const relation = property(first?.node, 'relation');
  const isOwn =
    statements.length === 1 &&
    first?.kind === 'CopyStmt' &&
    isWrittenCopy(first.node) &&
    property(first.node, 'options') === undefined &&
    isTarget(relation, entry);
  if (isOwn) return;
  const found = statements.flatMap((statement) => objectionsTo(statement));
  for (const { code, what } of found) refuse(code, what);
  if (found.length === 0)
    refuse('HOSTILE_STATEMENT', 'its data go elsewhere than into its own table');
}

/** With --load-via-partition-root the rows of a partition go into its root. */
function isTarget(relation: unknown, { namespace, tag, definition }: TocEntry): boolean {
  const isNamed = property(relation, 'schemaname') === (namespace ?? undefined);
  if (isNamed && property(relation, 'relname') === tag) return true;
  return definition.startsWith('-- load via partition root ') && relation !== undefined;
}

/** Only what drops: of it pg_restore also makes ALTER ... OWNER TO. */
function judgeDrop(drop: string, entry: TocEntry, refuse: Refuse): void {
  for (const statement of parsed(drop, { ...entry, description: '' }, refuse)) {
    judge(statement, refuse);
    const isOne = statement.endsAt === Buffer.byteLength(drop.trimEnd()) - 1;
    if (NAMED_BY_DROP.has(entry.description) && (statement.kind !== 'DropStmt' || !isOne)) {
      refuse('HOSTILE_STATEMENT', 'what would drop it does something else');
    }
  }
}

/** Kinds of entries whose name pg_restore takes from the statement that drops them. */
const NAMED_BY_DROP: ReadonlySet<string> = new Set([
  'AGGREGATE',
  'CAST',
  'FUNCTION',
  'OPERATOR',
  'OPERATOR CLASS',
  'OPERATOR FAMILY',
  'PROCEDURE',
  'TRANSFORM',
]);
