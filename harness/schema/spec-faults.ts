// What is wrong with a spec beyond its form: parts that cannot fail, contradict, or say nothing.
import type { Code } from '../kernel/index.ts';
import { columnDemand } from './check-columns.ts';
import type {
  ColumnsDemand,
  Expectation,
  RowCountDemand,
  SchemaSpec,
  Surface,
  TableDemand,
} from './contract.ts';
import { canonicalExpression, checkBody } from './expression.ts';
import { parseName, splitName } from './names.ts';
import { functionSignature } from './signature.ts';
import { isPseudoType } from './types.ts';

export interface SpecFault {
  readonly code: Extract<Code, 'SCHEMA_SPEC_INVALID' | 'SCHEMA_SPEC_EMPTY'>;
  readonly path: readonly PropertyKey[];
  readonly what: string;
}

type Path = readonly PropertyKey[];

/** Every fault, in the order of the file. */
export function specFaults({ surfaces }: SchemaSpec): SpecFault[] {
  const ids = surfaces.map(({ id }) => id);
  const faults = surfaces.flatMap((surface, index) =>
    surfaceFaults(surface, ['surfaces', index], ids, index),
  );
  if (!surfaces.some(({ required }) => required === true)) {
    faults.push(
      empty(['surfaces'], 'no surface is required whatever the clone holds: one has to be'),
    );
  }
  return faults;
}

function surfaceFaults(
  surface: Surface,
  path: Path,
  ids: readonly string[],
  index: number,
): SpecFault[] {
  const { id, title: _, required, ...demands } = surface;
  const faults: SpecFault[] = [];
  if (ids.indexOf(id) !== index)
    faults.push(invalid([...path, 'id'], `the id "${id}" is taken by a surface above`));
  if (required !== true && !ids.includes(required.when)) {
    faults.push(invalid([...path, 'required'], `there is no surface "${required.when}"`));
  }
  if (Object.values(demands).every((demand) => demand === undefined || isEmptyRecord(demand))) {
    faults.push(empty(path, `surface "${id}" demands nothing`));
  }
  faults.push(
    ...badNames(surface, path),
    ...Object.entries(surface.tables ?? {}).flatMap(([name, table]) =>
      tableFaults(table, [...path, 'tables', name]),
    ),
    ...Object.entries(surface.views ?? {}).flatMap(([name, view]) =>
      columnFaults(view.columns ?? {}, [...path, 'views', name, 'columns']),
    ),
  );
  for (const [name, { ownedBy }] of Object.entries(surface.sequences ?? {})) {
    if (ownedBy !== undefined && ![2, 3].includes(splitName(ownedBy)?.length ?? 0)) {
      faults.push(
        invalid([...path, 'sequences', name, 'ownedBy'], `"${ownedBy}" is no table.column`),
      );
    }
  }
  return faults;
}

function isEmptyRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function badNames(surface: Surface, path: Path): SpecFault[] {
  const kinds = ['tables', 'views', 'enums', 'sequences'] as const;
  const faults = kinds.flatMap((kind) =>
    Object.keys(surface[kind] ?? {})
      .filter((name) => parseName(name) === null)
      .map((name) => invalid([...path, kind, name], `"${name}" is no name or schema.name`)),
  );
  const functions = Object.keys(surface.functions ?? {})
    .filter((signature) => functionSignature(signature) === null)
    .map((name) =>
      invalid([...path, 'functions', name], `"${name}" is not written name(type, ...)`),
    );
  return [...faults, ...functions];
}

function tableFaults(table: TableDemand, path: Path): SpecFault[] {
  const faults = columnFaults(table.columns ?? {}, [...path, 'columns']);
  const needsName = (key: string, name: string | undefined, at: Path): void => {
    if (name !== undefined && parseName(name) === null)
      faults.push(invalid([...at, key], `"${name}" is no name or schema.name`));
  };
  const needsExpression = (text: string | false | undefined, at: Path): void => {
    if (typeof text === 'string' && canonicalExpression(checkBody(text)) === null) {
      faults.push(invalid(at, 'this is no SQL expression'));
    }
  };
  table.checks?.forEach((text, index) => needsExpression(text, [...path, 'checks', index]));
  table.indexes?.forEach(({ columns, where }, index) => {
    needsExpression(where, [...path, 'indexes', index, 'where']);
    columns.forEach((text, position) => {
      if (!/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text))
        needsExpression(text, [...path, 'indexes', index, 'columns', position]);
    });
  });
  table.foreignKeys?.forEach(({ columns, references, to }, index) => {
    const at = [...path, 'foreignKeys', index];
    needsName('references', references, at);
    if (to !== undefined && to.length !== columns.length)
      faults.push(invalid([...at, 'to'], 'it has to name as many columns as the key has'));
  });
  for (const [name, policy] of Object.entries(table.policies ?? {})) {
    needsExpression(policy.using, [...path, 'policies', name, 'using']);
    needsExpression(policy.check, [...path, 'policies', name, 'check']);
  }
  for (const [name, trigger] of Object.entries(table.triggers ?? {})) {
    needsName('function', trigger.function, [...path, 'triggers', name]);
  }
  if (table.extraColumns === 'refuse' && table.columns === undefined) {
    faults.push(
      invalid(
        [...path, 'extraColumns'],
        'other columns can only be refused where "columns" lists those that may be',
      ),
    );
  }
  if (table.rowCount !== undefined)
    faults.push(...boundFaults(table.rowCount, [...path, 'rowCount']));
  table.expect?.forEach((rule, index) =>
    faults.push(...ruleFaults(rule, [...path, 'expect', index])),
  );
  return faults;
}

function columnFaults(columns: ColumnsDemand, path: Path): SpecFault[] {
  return Object.entries(columns).flatMap(([name, written]) => {
    const { type, default: expected, generated } = columnDemand(written);
    const faults: SpecFault[] = [];
    if (type !== undefined && isPseudoType(type)) {
      faults.push(
        invalid(
          [...path, name],
          `"${type}" is no type of a column: write integer or bigint, and its default`,
        ),
      );
    }
    for (const [key, text] of [
      ['default', expected],
      ['generated', generated],
    ] as const) {
      if (typeof text === 'string' && canonicalExpression(text) === null) {
        faults.push(invalid([...path, name, key], 'this is no SQL expression'));
      }
    }
    return faults;
  });
}

/** One subject, and of it at least one demand; no demand that its subject cannot bear. */
function ruleFaults(rule: Expectation, path: Path): SpecFault[] {
  const subjects = (['column', 'unique', 'where'] as const).filter(
    (key) => rule[key] !== undefined,
  );
  const [subject] = subjects;
  if (subject === undefined || subjects.length > 1) {
    return [
      invalid(
        path,
        'a rule speaks of "column", of "unique" columns, or of rows "where"; exactly one of them',
      ),
    ];
  }
  const allowed = {
    column: ['in', 'matches', 'notNull', 'atLeast', 'atMost'],
    unique: [],
    where: ['atLeast', 'atMost', 'equals'],
  } as const;
  const given = Object.entries(rule)
    .filter(([key, value]) => key !== subject && value !== undefined)
    .map(([key]) => key);
  const stray = given.filter((key) => !allowed[subject].some((each) => each === key));
  const faults = stray.map((key) =>
    invalid([...path, key], `"${key}" says nothing beside "${subject}"`),
  );
  if (subject === 'where') {
    if (isEmptyRecord(rule.where)) faults.push(empty([...path, 'where'], 'it names no column'));
    return [...faults, ...boundFaults(rule, path)];
  }
  if (subject === 'column' && given.length === 0)
    faults.push(empty(path, 'the rule demands nothing of the column'));
  if ((rule.atLeast ?? -Infinity) > (rule.atMost ?? Infinity))
    faults.push(invalid(path, '"atLeast" is more than "atMost"'));
  return faults;
}

function boundFaults(bounds: RowCountDemand | Expectation, path: Path): SpecFault[] {
  const { atLeast, atMost, equals } = bounds;
  const given = [atLeast, atMost, equals].filter((each) => each !== undefined);
  if (given.length === 0) return [empty(path, 'it needs "atLeast", "atMost" or "equals"')];
  if (given.some((each) => !Number.isSafeInteger(each) || each < 0))
    return [invalid(path, 'rows are counted in whole numbers')];
  if (equals !== undefined && given.length > 1)
    return [invalid(path, '"equals" leaves no room for another bound')];
  if (atLeast === 0 && atMost === undefined)
    return [empty(path, 'any number of rows is at least 0')];
  return (atLeast ?? 0) > (atMost ?? Infinity)
    ? [invalid(path, '"atLeast" is more than "atMost"')]
    : [];
}

function invalid(path: Path, what: string): SpecFault {
  return { code: 'SCHEMA_SPEC_INVALID', path, what };
}

function empty(path: Path, what: string): SpecFault {
  return { code: 'SCHEMA_SPEC_EMPTY', path, what };
}
