// What every part of the check is given: the spec, the clone sorted by table, and what is exact.
import type { Exactness } from './check-owned.ts';
import {
  EXACT_TABLE_KINDS,
  type Answers,
  type Catalog,
  type ConstraintFacts,
  type ExactDemand,
  type ExactKind,
  type ExactTableDemand,
  type ExactTableKind,
  type IndexFacts,
  type PolicyFacts,
  type RelationFacts,
  type RuleFacts,
  type SchemaSpec,
  type SequenceFacts,
  type Surface,
  type TableDemand,
  type TriggerFacts,
  type ViewDemand,
} from './contract.ts';
import { nameOf, splitName } from './names.ts';

/** What hangs on one table or view. */
export interface Parts {
  readonly constraints: ConstraintFacts[];
  readonly indexes: IndexFacts[];
  readonly triggers: TriggerFacts[];
  readonly policies: PolicyFacts[];
  readonly rules: RuleFacts[];
  readonly partitions: RelationFacts[];
  readonly identities: SequenceFacts[];
}

export interface Context {
  readonly spec: SchemaSpec;
  readonly catalog: Catalog;
  readonly answers: Answers;
  readonly relationOf: (schema: string, name: string) => RelationFacts | undefined;
  readonly partsOf: (schema: string, name: string) => Parts;
  /** What all surfaces together say of a table or a view. */
  readonly demandsOf: (schema: string, name: string) => readonly (TableDemand & ViewDemandParts)[];
  readonly allRelationLabels: () => readonly (readonly [schema: string, name: string])[];
}

/** What a view's demand shares with a table's. */
type ViewDemandParts = Pick<
  ViewDemand,
  'columns' | 'indexes' | 'triggers' | 'rules' | 'grants' | 'exact'
>;

export function contextOf(spec: SchemaSpec, catalog: Catalog, answers: Answers): Context {
  const relations = new Map(catalog.relations.map((each) => [keyOf(each.schema, each.name), each]));
  const parts = new Map<string, Parts>();
  const partsOf = (schema: string, name: string): Parts => {
    const key = keyOf(schema, name);
    const there = parts.get(key) ?? noParts();
    parts.set(key, there);
    return there;
  };
  for (const each of catalog.constraints) partsOf(each.schema, each.table).constraints.push(each);
  for (const each of catalog.indexes) partsOf(each.schema, each.table).indexes.push(each);
  for (const each of catalog.triggers) partsOf(each.schema, each.table).triggers.push(each);
  for (const each of catalog.policies) partsOf(each.schema, each.table).policies.push(each);
  for (const each of catalog.rules) partsOf(each.schema, each.table).rules.push(each);
  for (const each of catalog.sequences) {
    if (each.ownedBy === null || !each.isIdentity) continue;
    partsOf(each.ownedBy.schema, each.ownedBy.table).identities.push(each);
  }
  for (const each of catalog.relations) {
    const [parent] = each.parents;
    if (each.isPartition && parent !== undefined)
      partsOf(parent.schema, parent.name).partitions.push(each);
  }
  const demands = demandsByRelation(spec);
  return {
    spec,
    catalog,
    answers,
    relationOf: (schema, name) => relations.get(keyOf(schema, name)),
    partsOf,
    demandsOf: (schema, name) => demands.get(keyOf(schema, name)) ?? [],
    allRelationLabels: () => catalog.relations.map(({ schema, name }) => [schema, name]),
  };
}

export function keyOf(schema: string, name: string): string {
  return JSON.stringify([schema, name]);
}

function noParts(): Parts {
  return {
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
    rules: [],
    partitions: [],
    identities: [],
  };
}

function demandsByRelation(spec: SchemaSpec): Map<string, (TableDemand & ViewDemandParts)[]> {
  const demands = new Map<string, (TableDemand & ViewDemandParts)[]>();
  for (const { tables = {}, views = {} } of spec.surfaces) {
    for (const [name, demand] of Object.entries(tables)) add(name, demand);
    for (const [name, { columns, indexes, triggers, rules, grants }] of Object.entries(views))
      add(name, { columns, indexes, triggers, rules, grants });
  }
  return demands;

  function add(name: string, demand: TableDemand): void {
    const { schema, name: bare } = nameOf(name);
    const key = keyOf(schema, bare);
    const there = demands.get(key);
    if (there === undefined) demands.set(key, [demand]);
    else there.push(demand);
  }
}

/** Kinds that do not live in a schema: a surface is exact about them only where it lists them. */
const DATABASE_WIDE: ReadonlySet<ExactKind> = new Set([
  'schemas',
  'extensions',
  'languages',
  'casts',
  'publications',
  'defaultPrivileges',
  'roles',
]);

/** Whether things of that kind, in that schema (null: in none), have to be named by the spec. */
export type Scope = (kind: ExactKind, schema: string | null) => boolean;

export function specScope({ exact }: SchemaSpec): Scope {
  return (kind) => covers(exact, kind);
}

export function surfaceScope(surface: Surface): Scope {
  const schemas = schemasOf(surface);
  const { exact } = surface;
  return (kind, schema) => {
    if (DATABASE_WIDE.has(kind) || schema === null) {
      return Array.isArray(exact) && exact.includes(kind);
    }
    return covers(exact, kind) && schemas.has(schema);
  };
}

function covers(exact: ExactDemand | undefined, kind: ExactKind): boolean {
  return exact === true || (exact?.includes(kind) ?? false);
}

/** Schemas that a surface names, by themselves or as where its objects are. */
export function schemasOf(surface: Surface): ReadonlySet<string> {
  const { schemas = [], enums, domains, composites, ranges, tables, views, sequences } = surface;
  const named = [enums, domains, composites, ranges, tables, views, sequences].flatMap((kind) =>
    Object.keys(kind ?? {}).map((text) => nameOf(text).schema),
  );
  const called = [surface.functions, surface.operators, surface.operatorClasses].flatMap((kind) =>
    Object.keys(kind ?? {}).map((text) => {
      const [first, ...rest] = splitName(/^[^(\s]+/.exec(text)?.[0] ?? '') ?? [];
      return first === undefined || rest.length === 0 ? 'public' : first;
    }),
  );
  return new Set([
    ...(Array.isArray(schemas) ? schemas : Object.keys(schemas)),
    ...named,
    ...called,
  ]);
}

/** What is exact about an object that the spec names. */
export function exactnessIn(
  spec: SchemaSpec,
  surface: Surface,
): (schema: string | null) => Exactness {
  const [whole, part] = [specScope(spec), surfaceScope(surface)];
  const schemas = schemasOf(surface);
  return (schema) => ({
    properties:
      spec.exact === true || (surface.exact === true && schema !== null && schemas.has(schema)),
    grants: whole('grants', schema) || part('grants', schema),
  });
}

/** What is exact about a table or a view that the spec names. */
export function exactPartsOf(
  exact: ExactTableDemand | undefined,
  around: Exactness,
): ReadonlySet<ExactTableKind> {
  if (exact === true || around.properties) return new Set(EXACT_TABLE_KINDS);
  return new Set([...(exact ?? []), ...(around.grants ? (['grants'] as const) : [])]);
}
