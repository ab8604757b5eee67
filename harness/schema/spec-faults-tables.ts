// What is wrong with a table of a spec beyond its form.
import { columnDemand } from './check-columns.ts';
import { checkDemand } from './check-constraints.ts';
import type { ColumnsDemand, IndexDemand, TableDemand } from './contract.ts';
import { canonicalExpression, checkBody } from './expression.ts';
import { exclusionOf, indexKey, partitioningOf } from './expression-index.ts';
import { statementOf } from './expression-statement.ts';
import { parseName } from './names.ts';
import { empty, invalid, type Path, type SpecFault } from './spec-fault.ts';
import { boundFaults, ruleFaults } from './spec-faults-rules.ts';
import { isPseudoType } from './types.ts';

/** A name may be a word that SQL keeps for itself. */
const NAME = /^[\p{L}_][\p{L}\p{N}_$]*$/u;

export function tableFaults(table: TableDemand, path: Path): SpecFault[] {
  return [
    ...columnFaults(table.columns ?? {}, [...path, 'columns']),
    ...constraintFaults(table, path),
    ...(table.indexes ?? []).flatMap((index, place) =>
      indexFaults(index, [...path, 'indexes', place]),
    ),
    ...partitionFaults(table, path),
    ...partFaults(table, path),
    ...rowFaults(table, path),
  ];
}

export function expressionFaults(text: string | false | undefined, path: Path): SpecFault[] {
  return typeof text !== 'string' || canonicalExpression(checkBody(text)) !== null
    ? []
    : [invalid(path, 'this is no SQL expression')];
}

function nameFaults(names: readonly string[], path: Path): SpecFault[] {
  return names
    .filter((name) => parseName(name) === null)
    .map((name) => invalid(path, `"${name}" is no name or schema.name`));
}

export function columnFaults(columns: ColumnsDemand, path: Path): SpecFault[] {
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
    return [
      ...faults,
      ...expressionFaults(expected, [...path, name, 'default']),
      ...expressionFaults(generated, [...path, name, 'generated']),
    ];
  });
}

function constraintFaults(table: TableDemand, path: Path): SpecFault[] {
  const { checks = [], foreignKeys = [], exclusions = [] } = table;
  const faults = checks.flatMap((written, index) =>
    expressionFaults(checkDemand(written).expression, [...path, 'checks', index]),
  );
  foreignKeys.forEach(({ columns, references, to, onDelete, onDeleteColumns }, index) => {
    const at = [...path, 'foreignKeys', index];
    faults.push(...nameFaults([references], [...at, 'references']));
    if (to !== undefined && to.length !== columns.length)
      faults.push(invalid([...at, 'to'], 'it has to name as many columns as the key has'));
    if (onDeleteColumns !== undefined && onDeleteColumns.length > 0 && !onDelete?.startsWith('set'))
      faults.push(
        invalid([...at, 'onDeleteColumns'], 'only "set null" and "set default" have any'),
      );
  });
  exclusions.forEach(({ elements, where }, index) => {
    const at = [...path, 'exclusions', index];
    if (exclusionOf(`EXCLUDE USING gist (${elements.join(', ')})`) === null) {
      const what = 'they are not written as EXCLUDE takes them: "room with ="';
      faults.push(invalid([...at, 'elements'], what));
    }
    faults.push(...expressionFaults(where, [...at, 'where']));
  });
  return faults;
}

export function indexFaults(index: IndexDemand, path: Path): SpecFault[] {
  const { columns, name, where, definition } = index;
  const faults = expressionFaults(where, [...path, 'where']);
  columns?.forEach((text, position) => {
    if (!NAME.test(text) && indexKey(text, []) === null)
      faults.push(invalid([...path, 'columns', position], 'this is no SQL expression'));
  });
  if (definition !== undefined && statementOf(definition)?.kind !== 'IndexStmt')
    faults.push(invalid([...path, 'definition'], 'it has to be one CREATE INDEX'));
  if (columns === undefined && name === undefined && definition === undefined)
    faults.push(empty(path, 'an index needs "columns", a "name" or a "definition"'));
  return faults;
}

function partitionFaults(table: TableDemand, path: Path): SpecFault[] {
  const { inherits = [], partitionOf, partitioning, partitions = {} } = table;
  const faults = [
    ...nameFaults(inherits, [...path, 'inherits']),
    ...nameFaults(typeof partitionOf === 'string' ? [partitionOf] : [], [...path, 'partitionOf']),
    ...Object.keys(partitions).flatMap((name) => nameFaults([name], [...path, 'partitions', name])),
  ];
  for (const [name, bound] of Object.entries(partitions)) {
    if (statementOf(`CREATE TABLE part PARTITION OF whole ${bound}`)?.kind !== 'CreateStmt') {
      const what = 'this is no bound of a partition: FOR VALUES ..., or DEFAULT';
      faults.push(invalid([...path, 'partitions', name], what));
    }
  }
  const { key, by } = partitioning ?? {};
  if (partitioning !== undefined && key === undefined && by === undefined)
    faults.push(empty([...path, 'partitioning'], 'it needs "by" or "key"'));
  key?.forEach((text, position) => {
    const isKey = partitioningOf(`RANGE (${text})`) !== null || indexKey(text, []) !== null;
    if (!isKey && !NAME.test(text))
      faults.push(invalid([...path, 'partitioning', 'key', position], 'this is no SQL expression'));
  });
  return faults;
}

function partFaults(table: TableDemand, path: Path): SpecFault[] {
  const faults: SpecFault[] = [];
  for (const [name, policy] of Object.entries(table.policies ?? {})) {
    faults.push(
      ...expressionFaults(policy.using, [...path, 'policies', name, 'using']),
      ...expressionFaults(policy.check, [...path, 'policies', name, 'check']),
    );
  }
  for (const [name, trigger] of Object.entries(table.triggers ?? {})) {
    const at = [...path, 'triggers', name];
    const { function: called, when, enabled, fires } = trigger;
    faults.push(
      ...nameFaults(called === undefined ? [] : [called], [...at, 'function']),
      ...expressionFaults(when, [...at, 'when']),
    );
    if (enabled !== undefined && fires !== undefined)
      faults.push(invalid([...at, 'enabled'], '"fires" says it already'));
  }
  for (const [name, { definition }] of Object.entries(table.rules ?? {})) {
    if (definition !== undefined && statementOf(definition)?.kind !== 'RuleStmt')
      faults.push(invalid([...path, 'rules', name, 'definition'], 'it has to be one CREATE RULE'));
  }
  if (table.extraColumns === 'refuse' && table.columns === undefined) {
    faults.push(
      invalid(
        [...path, 'extraColumns'],
        'other columns can only be refused where "columns" lists those that may be',
      ),
    );
  }
  return faults;
}

function rowFaults(table: TableDemand, path: Path): SpecFault[] {
  const bounds =
    table.rowCount === undefined ? [] : boundFaults(table.rowCount, [...path, 'rowCount']);
  const rules = (table.expect ?? []).flatMap((rule, index) =>
    ruleFaults(rule, [...path, 'expect', index]),
  );
  return [...bounds, ...rules];
}
