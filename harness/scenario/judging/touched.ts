// Tables that a change touched although the scenario does not declare them.
import { finding, type Finding } from '../../kernel/index.ts';
import type { Fingerprint, SectionPrint } from '../../witness/contract.ts';
import type { Scenario } from '../contract.ts';
import type { SeenChange } from './expectations.ts';

/** By content, by rows that were written (even as they were), by new storage, by their definition. */
export function touchedTables({ change, before, applied }: SeenChange): string[] {
  const was = new Map(before.tables.map((each) => [each.table, `${each.rows} ${each.sha256}`]));
  const is = new Map(applied.tables.map((each) => [each.table, `${each.rows} ${each.sha256}`]));
  const known = new Set([
    ...[...before.tables, ...applied.tables].flatMap(({ table, root }) => [table, root]),
    ...[before, applied].flatMap((print) => partitionsOf(print).map(({ table }) => table)),
  ]);
  const content = [...known].filter((table) => was.get(table) !== is.get(table));
  const written = (change.rows ?? [])
    .filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0)
    .map(({ table }) => table);
  const stored = change.rewritten.flatMap((name) =>
    known.has(name) ? [name] : tablesOfIndex(name, before, known),
  );
  const earlier = new Map(before.sections.map((each) => [each.section, each]));
  const defined = applied.sections.flatMap((later) => {
    const section = earlier.get(later.section);
    return section === undefined ? [] : tablesDefined(section, later, known);
  });
  return [...new Set([...content, ...written, ...stored, ...defined])].sort();
}

/** Of every time the change was seen through: what it touched once, it may touch again. */
export function undeclaredFindings(scenario: Scenario, seen: readonly SeenChange[]): Finding[] {
  if (scenario.tables === null || seen.length === 0) return [];
  const declared = new Set(scenario.tables);
  const above = new Map(
    seen.flatMap(({ before, applied }) =>
      [before, applied].flatMap((print) => [
        ...print.tables.map(({ table, root }) => [table, [root]] as const),
        ...partitionsOf(print).map(({ table, parents }) => [table, parents] as const),
      ]),
    ),
  );
  const isDeclared = (table: string, depth = 0): boolean =>
    declared.has(table) ||
    (depth < DEEPEST &&
      (above.get(table) ?? []).some((parent) => parent !== table && isDeclared(parent, depth + 1)));
  const touched = new Set(seen.flatMap(touchedTables));
  const uncounted = seen.every(({ change }) => change.rows === null)
    ? [
        finding(
          'SCENARIO_EXPECTATION_OPEN',
          scenario.id,
          'no other table touched: rows written as they were could not be counted',
        ),
      ]
    : [];
  return [
    ...[...touched]
      .filter((table) => !isDeclared(table))
      .sort()
      .map((table) =>
        finding(
          'SCENARIO_TOUCHED_OTHER',
          scenario.id,
          `"${table}" was touched and is not declared`,
        ),
      ),
    ...uncounted,
    ...unknownTables(scenario.tables, seen).map((table) =>
      finding('SCENARIO_NAME_UNKNOWN', scenario.id, `"${table}" is no table, before or after`),
    ),
  ];
}

/** Declared, and nowhere there: neither before the change nor after it. */
function unknownTables(declared: readonly string[], seen: readonly SeenChange[]): string[] {
  const names = new Set(
    seen.flatMap(({ before, applied }) =>
      [before, applied].flatMap((print) => [
        ...print.tables.flatMap(({ table, root }) => [table, root]),
        ...relationsOf(print),
      ]),
    ),
  );
  return declared.filter((table) => !names.has(table));
}

/** Names of all relations in the catalog, tables without storage included. */
function relationsOf(print: Fingerprint): string[] {
  const { lines = [] } = print.sections.find(({ section }) => section === 'relations') ?? {};
  return lines.flatMap((line) => {
    const value: unknown = JSON.parse(line);
    const name: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : null;
    return typeof name === 'string' ? [name] : [];
  });
}

/** Partitions of partitions of ...: deeper than anybody builds, and an end to a circle. */
const DEEPEST = 32;

interface Partition {
  readonly table: string;
  readonly parents: readonly string[];
}

/** Partitioned tables and their parts at every level; one in the middle holds no row of its own. */
function partitionsOf(print: Fingerprint): Partition[] {
  const relations = print.sections.find(({ section }) => section === 'relations');
  return (relations?.lines ?? []).flatMap((line) => {
    const of = fieldsOf(line);
    const table = of('name');
    if (typeof table !== 'string') return [];
    // What only inherits is a table of its own; an index may be partitioned too, and is no table.
    if (of('relkind') !== 'p' && !(of('relkind') === 'r' && of('relispartition') === true))
      return [];
    const parents = of('parents');
    return [{ table, parents: Array.isArray(parents) ? parents.filter(isText) : [] }];
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function fieldsOf(line: string): (key: string) => unknown {
  const value: unknown = JSON.parse(line);
  return (key): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;
}

/** Sections whose lines say which table they are about. */
const TABLE_KEYS: Readonly<Record<string, readonly string[]>> = {
  relations: ['name'],
  columns: ['table'],
  constraints: ['on'],
  triggers: ['on'],
  rules: ['on'],
  policies: ['on'],
};

function tablesDefined(
  before: SectionPrint,
  applied: SectionPrint,
  known: ReadonlySet<string>,
): string[] {
  const { section } = applied;
  const keys = TABLE_KEYS[section];
  if ((keys === undefined && section !== 'indexes') || before.sha256 === applied.sha256) return [];
  const was = new Set(before.lines);
  const is = new Set(applied.lines);
  const changed = [
    ...before.lines.filter((line) => !is.has(line)),
    ...applied.lines.filter((line) => !was.has(line)),
  ];
  return changed.flatMap((line) => {
    const of = fieldsOf(line);
    if (keys === undefined) return tablesIndexed(of('is'), known);
    return keys
      .map(of)
      .filter((name) => isText(name))
      .filter((name) => known.has(name));
  });
}

/** Where an index was given new storage, its table's readers waited for it. */
function tablesOfIndex(index: string, before: Fingerprint, known: ReadonlySet<string>): string[] {
  const lines = before.sections.find(({ section }) => section === 'indexes')?.lines ?? [];
  const definitions = lines.map((line) => fieldsOf(line)('is')).filter(isText);
  // The definition has its name without the schema, which is its table's.
  return definitions
    .filter((is) => {
      const name = /^CREATE (?:UNIQUE )?INDEX (.+?) ON (?:ONLY )?/s.exec(is)?.[1];
      return name !== undefined && (index === name || index.endsWith(`.${name}`));
    })
    .flatMap((is) => tablesIndexed(is, known))
    .filter((table) => schemaOf(table) === schemaOf(index));
}

function schemaOf(name: string): string {
  return /^(?:"(?:[^"]|"")*"|[^."]+)/.exec(name)?.[0] ?? name;
}

/** An index's definition says its table in words only. */
function tablesIndexed(definition: unknown, known: ReadonlySet<string>): string[] {
  if (typeof definition !== 'string') return [];
  return [...known].filter(
    (table) =>
      definition.includes(` ON ${table} USING `) || definition.includes(` ON ONLY ${table} USING `),
  );
}
