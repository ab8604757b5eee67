// Tables that a change touched although the scenario does not declare them.
import { finding, type Finding } from '../kernel/index.ts';
import type { Fingerprint, SectionPrint } from '../witness/contract.ts';
import type { Scenario } from './contract.ts';
import type { SeenChange } from './expectations.ts';

/** By content, by rows that were written (even as they were), by new storage, by their definition. */
export function touchedTables({ change, before, applied }: SeenChange): string[] {
  const was = new Map(before.tables.map((each) => [each.table, `${each.rows} ${each.sha256}`]));
  const is = new Map(applied.tables.map((each) => [each.table, `${each.rows} ${each.sha256}`]));
  const known = new Set([...was.keys(), ...is.keys(), ...roots(before), ...roots(applied)]);
  const content = [...known].filter((table) => was.get(table) !== is.get(table));
  const written = change.rows
    .filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0)
    .map(({ table }) => table);
  const stored = change.rewritten.filter((name) => known.has(name));
  const earlier = new Map(before.sections.map((each) => [each.section, each]));
  const defined = applied.sections.flatMap((later) => {
    const section = earlier.get(later.section);
    return section === undefined ? [] : tablesDefined(section, later, known);
  });
  return [...new Set([...content, ...written, ...stored, ...defined])].sort();
}

export function undeclaredFindings(scenario: Scenario, seen: SeenChange | null): Finding[] {
  if (scenario.tables === null || seen === null) return [];
  const declared = new Set(scenario.tables);
  const rootOf = new Map(
    [...seen.before.tables, ...seen.applied.tables].map(({ table, root }) => [table, root]),
  );
  return touchedTables(seen)
    .filter((table) => !declared.has(table) && !declared.has(rootOf.get(table) ?? table))
    .map((table) =>
      finding('SCENARIO_TOUCHED_OTHER', scenario.id, `"${table}" was touched and is not declared`),
    );
}

function roots(print: Fingerprint): string[] {
  return print.tables.map(({ root }) => root);
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
  const keys = TABLE_KEYS[applied.section];
  if (keys === undefined || before.sha256 === applied.sha256) return [];
  const was = new Set(before.lines);
  const is = new Set(applied.lines);
  const changed = [
    ...before.lines.filter((line) => !is.has(line)),
    ...applied.lines.filter((line) => !was.has(line)),
  ];
  return changed.flatMap((line) => {
    const value: unknown = JSON.parse(line);
    return keys
      .map((key): unknown =>
        typeof value === 'object' && value !== null ? Reflect.get(value, key) : null,
      )
      .filter((name): name is string => typeof name === 'string' && known.has(name));
  });
}
