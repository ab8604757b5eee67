// What stands beside tables, against the spec: database, schemas, extensions, enums, views, ...
import { columnOutcomes } from './check-columns.ts';
import { kindWords } from './check-tables.ts';
import type { Catalog, FunctionDemand, SequenceDemand, Surface, ViewDemand } from './contract.ts';
import { labelOf, nameOf, nearest, splitName } from './names.ts';
import { compare, HELD, missing, type Outcome, type Place } from './outcome.ts';
import { functionLabel, functionSignature } from './signature.ts';
import { canonicalType } from './types.ts';

export function databaseOutcomes(surface: Surface, { database }: Catalog): Outcome[] {
  const { database: name, encoding } = surface;
  const at = (path: string): Place => ({ path, where: 'database', subject: path });
  const letters = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const outcomes: Outcome[] = [];
  if (name !== undefined) {
    outcomes.push(compare('SCHEMA_DATABASE_DIFFERS', at('database'), database.name, name));
  }
  if (encoding !== undefined) {
    const isSame = letters(database.encoding) === letters(encoding);
    const expected = isSame ? database.encoding : encoding;
    outcomes.push(compare('SCHEMA_DATABASE_DIFFERS', at('encoding'), database.encoding, expected));
  }
  return outcomes;
}

export function schemaOutcomes({ schemas = [] }: Surface, catalog: Catalog): Outcome[] {
  const names = catalog.schemas.map(({ name }) => name);
  return schemas.map((name) => {
    if (names.includes(name)) return HELD;
    const at = { path: `schemas.${name}`, where: name, subject: `schema "${name}"` };
    return missing('SCHEMA_SCHEMA_MISSING', at, nearest(name, names));
  });
}

export function extensionOutcomes({ extensions = {} }: Surface, catalog: Catalog): Outcome[] {
  return Object.entries(extensions).flatMap(([name, demand]) => {
    const at = { path: `extensions.${name}`, where: name, subject: `extension "${name}"` };
    const found = catalog.extensions.find((each) => each.name === name);
    if (found === undefined) return [missing('SCHEMA_EXTENSION_MISSING', at)];
    return [
      HELD,
      ...aspects('SCHEMA_EXTENSION_DIFFERS', at, [
        ['version', found.version, demand.version],
        ['schema', found.schema, demand.schema],
      ]),
    ];
  });
}

export function enumOutcomes({ enums = {} }: Surface, catalog: Catalog): Outcome[] {
  return Object.entries(enums).map(([name, labels]) => {
    const { found, at, near } = lookUp('enums', 'enum', name, catalog.enums);
    if (found === undefined) return missing('SCHEMA_ENUM_MISSING', at, near);
    return compare('SCHEMA_ENUM_DIFFERS', at, labelList(found.labels), labelList(labels));
  });
}

export function viewOutcomes({ views = {} }: Surface, catalog: Catalog): Outcome[] {
  const all = catalog.relations.filter(({ kind }) => kind === 'view' || kind === 'materialized');
  return Object.entries(views).flatMap(([name, demand]) => {
    const { found, at, near, label } = lookUp('views', 'view', name, all);
    if (found === undefined) return [missing('SCHEMA_VIEW_MISSING', at, near)];
    const owner = { path: at.path, label };
    return [
      HELD,
      ...aspects('SCHEMA_VIEW_DIFFERS', at, [
        [
          'kind',
          kindWords(found.kind),
          demand.kind === undefined ? undefined : kindWords(demand.kind),
        ],
        ['owner', found.owner, demand.owner],
      ]),
      ...viewColumns(owner, demand, found.columns),
    ];
  });
}

function viewColumns(
  owner: { readonly path: string; readonly label: string },
  { columns, extraColumns }: ViewDemand,
  found: Catalog['relations'][number]['columns'],
): Outcome[] {
  return columnOutcomes(owner, columns ?? {}, found, extraColumns ?? 'allow');
}

export function sequenceOutcomes({ sequences = {} }: Surface, catalog: Catalog): Outcome[] {
  return Object.entries(sequences).flatMap(([name, demand]) => {
    const { found, at, near } = lookUp('sequences', 'sequence', name, catalog.sequences);
    if (found === undefined) return [missing('SCHEMA_SEQUENCE_MISSING', at, near)];
    return [HELD, ...aspects('SCHEMA_SEQUENCE_DIFFERS', at, sequenceAspects(demand, found))];
  });
}

function sequenceAspects(demand: SequenceDemand, found: Catalog['sequences'][number]): Aspect[] {
  const { type, increment, cycle, ownedBy } = demand;
  const cycling = (isCycling: boolean): string => (isCycling ? 'on' : 'off');
  const owner =
    found.ownedBy === null
      ? 'none'
      : columnLabel([found.ownedBy.schema, found.ownedBy.table, found.ownedBy.column]);
  return [
    ['type', canonicalType(found.type), type === undefined ? undefined : canonicalType(type)],
    ['increment', found.increment, increment === undefined ? undefined : String(increment)],
    ['cycle', cycling(found.isCycling), cycle === undefined ? undefined : cycling(cycle)],
    [
      'ownedBy',
      owner,
      ownedBy === undefined ? undefined : columnLabel(splitName(ownedBy) ?? [ownedBy]),
    ],
  ];
}

function columnLabel(parts: readonly string[]): string {
  const [schema, table, column] = parts.length === 3 ? parts : ['public', ...parts];
  return `${labelOf(schema ?? '', table ?? '')}.${column ?? ''}`;
}

export function functionOutcomes({ functions = {} }: Surface, catalog: Catalog): Outcome[] {
  const all = catalog.functions.map((facts) => ({ facts, label: functionLabel(facts) }));
  return Object.entries(functions).flatMap(([signature, demand]) => {
    const parsed = functionSignature(signature);
    const label = parsed === null ? signature : functionLabel(parsed);
    const at = { path: `functions.${signature}`, where: label, subject: `function "${label}"` };
    const found = all.find((each) => each.label === label);
    if (found === undefined) {
      return [
        missing(
          'SCHEMA_FUNCTION_MISSING',
          at,
          nearest(
            label,
            all.map((each) => each.label),
          ),
        ),
      ];
    }
    return [HELD, ...aspects('SCHEMA_FUNCTION_DIFFERS', at, functionAspects(demand, found.facts))];
  });
}

function functionAspects(demand: FunctionDemand, found: Catalog['functions'][number]): Aspect[] {
  const { kind, language, securityDefiner, returns } = demand;
  const security = (isDefiner: boolean): string => (isDefiner ? 'definer' : 'invoker');
  const result = found.returns === null ? 'nothing' : canonicalType(found.returns);
  return [
    ['kind', found.kind, kind],
    ['language', found.language, language],
    [
      'security',
      security(found.isSecurityDefiner),
      securityDefiner === undefined ? undefined : security(securityDefiner),
    ],
    ['returns', result, returns === undefined ? undefined : canonicalType(returns)],
  ];
}

/** A property, what the clone has, what the spec says (undefined: nothing). */
type Aspect = readonly [key: string, found: string, expected: string | undefined];

function aspects(
  code: Parameters<typeof compare>[0],
  at: Place,
  all: readonly Aspect[],
): Outcome[] {
  return all.flatMap(([key, found, expected]) => {
    if (expected === undefined) return [];
    const place = { ...at, path: `${at.path}.${key}`, subject: `${key} of ${at.subject}` };
    return [compare(code, place, found, expected)];
  });
}

function lookUp<T extends { readonly schema: string; readonly name: string }>(
  key: string,
  kind: string,
  name: string,
  all: readonly T[],
): {
  readonly found: T | undefined;
  readonly at: Place;
  readonly near: string | null;
  readonly label: string;
} {
  const wanted = nameOf(name);
  const label = labelOf(wanted.schema, wanted.name);
  const labels = all.map((each) => labelOf(each.schema, each.name));
  return {
    found: all.find((each) => each.schema === wanted.schema && each.name === wanted.name),
    at: { path: `${key}.${name}`, where: label, subject: `${kind} "${label}"` },
    near: nearest(label, labels),
    label,
  };
}

function labelList(labels: readonly string[]): string {
  return labels.map((label) => `"${label}"`).join(', ');
}
