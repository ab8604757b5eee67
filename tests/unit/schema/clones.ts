// A clone that has all that the birth surface demands, as data; tests change one fact of it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {
  Answers,
  Catalog,
  CatalogColumn,
  CatalogKey,
  CatalogTable,
  SchemaSpec,
} from '../../../harness/schema/contract.ts';
import { parseSpec } from '../../../harness/schema/parse.ts';
import { questionsOf } from '../../../harness/schema/questions.ts';

/** A spec that holds every kind of demand once. */
export const SPEC_TEXT = `version: 1
title: test surface
surfaces:
  - id: births
    title: births have their shape
    database: { name: directus, encoding: UTF8 }
    schemas: [public, audit]
    extensions: [pgcrypto]
    sequences: [public.births_id_seq]
    functions: [public.touch]
    enums:
      birth_status: [proposed, born]
      audit.kind: [a]
    tables:
      public.births:
        extraColumns: refuse
        columns:
          id: { type: int8, nullable: false, identity: always }
          status: { type: birth_status, nullable: false, default: "'proposed'::birth_status" }
          stage: { type: 'decimal(4, 1)', default: null }
          twice: { type: numeric, generated: stored }
        primaryKey: [id]
        unique: [[status, stage]]
        checks: [births_stage_check]
        indexes: [births_status_idx]
        triggers: [births_touch]
        policies: [births_read]
        rowSecurity: true
        rows: { atLeast: 1, atMost: 9 }
        expect:
          - { column: status, in: [proposed, born] }
          - { column: stage, matches: '^[0-9.]+$', orNull: true }
          - { column: id, notNull: true }
          - { unique: [status, stage] }
      public.rows:
        columns:
          birth_id: { type: bigint }
        foreignKeys:
          - columns: [birth_id]
            references: public.births
            to: [id]
            onDelete: restrict
            onUpdate: cascade
  - id: issues
    title: issues, where they are modelled
    required: { whenTable: public.issues }
    tables:
      public.issues:
        columns:
          id: { type: bigint }
`;

export function specOf(text: string): SchemaSpec {
  const { spec, findings } = parseSpec(text, 'spec.yaml');
  if (spec === null) throw new Error(JSON.stringify(findings));
  return spec;
}

export const SPEC = specOf(SPEC_TEXT);

export const BIRTH_SURFACE_TEXT = readFileSync(
  path.resolve(import.meta.dirname, '../../../schema-spec/birth-surface.yaml'),
  'utf8',
);

export function column(name: string, type: string, change: Partial<CatalogColumn> = {}) {
  const plain = { nullable: true, default: null, identity: 'none', generated: 'none' } as const;
  return { name, type, ...plain, ...change };
}

export function key(
  kind: CatalogKey['kind'],
  name: string,
  columns: readonly string[],
  change: Partial<CatalogKey> = {},
): CatalogKey {
  const plain = { references: null, to: [], onDelete: null, onUpdate: null };
  return { name, kind, columns, ...plain, ...change };
}

export function table(name: string, change: Partial<CatalogTable> = {}): CatalogTable {
  const plain = { columns: [], keys: [], indexes: [], triggers: [], policies: [] };
  return { name, kind: 'table', rowSecurity: false, ...plain, ...change };
}

const BIRTHS = table('public.births', {
  rowSecurity: true,
  columns: [
    column('id', 'bigint', { nullable: false, identity: 'always' }),
    column('status', 'public.birth_status', {
      nullable: false,
      default: "'proposed'::public.birth_status",
    }),
    column('stage', 'numeric(4,1)'),
    column('twice', 'numeric', { generated: 'stored' }),
  ],
  keys: [
    key('primary', 'births_pkey', ['id']),
    key('unique', 'births_key', ['status', 'stage']),
    key('check', 'births_stage_check', ['stage']),
  ],
  indexes: ['births_pkey', 'births_status_idx'],
  triggers: ['births_touch'],
  policies: ['births_read'],
});

const ROWS = table('public.rows', {
  columns: [column('birth_id', 'bigint')],
  keys: [
    key('foreign', 'rows_fk', ['birth_id'], {
      references: 'public.births',
      to: ['id'],
      onDelete: 'restrict',
      onUpdate: 'cascade',
    }),
  ],
});

export const CLONE: Catalog = {
  database: 'directus',
  encoding: 'UTF8',
  schemas: ['audit', 'public'],
  tables: [BIRTHS, ROWS],
  enums: { 'public.birth_status': ['proposed', 'born'], 'audit.kind': ['a'] },
  sequences: ['public.births_id_seq'],
  functions: ['public.touch'],
  extensions: ['pgcrypto'],
};

/** The clone with one table changed. */
export function withTable(name: string, change: Partial<CatalogTable>): Catalog {
  return {
    ...CLONE,
    tables: CLONE.tables.map((each) => (each.name === name ? { ...each, ...change } : each)),
  };
}

/** The clone with one column of `public.births` changed. */
export function withColumn(name: string, change: Partial<CatalogColumn>): Catalog {
  return withTable('public.births', {
    columns: BIRTHS.columns.map((each) => (each.name === name ? { ...each, ...change } : each)),
  });
}

export function withoutKey(owner: 'public.births' | 'public.rows', name: string): Catalog {
  const { keys } = owner === 'public.births' ? BIRTHS : ROWS;
  return withTable(owner, { keys: keys.filter((each) => each.name !== name) });
}

export function withKey(
  owner: 'public.births' | 'public.rows',
  name: string,
  change: Partial<CatalogKey>,
): Catalog {
  const { keys } = owner === 'public.births' ? BIRTHS : ROWS;
  return withTable(owner, {
    keys: keys.map((each) => (each.name === name ? { ...each, ...change } : each)),
  });
}

/** Answers that hold: one row for counts of rows, none that breaks a rule; with some changed. */
export function answersFor(
  spec: SchemaSpec,
  change: Readonly<Record<string, number | null | undefined>> = {},
): Answers {
  const all = spec.surfaces
    .flatMap(questionsOf)
    .map(({ id }) => [id, id.endsWith(' rows') ? 1 : 0] as const);
  const changed = all.map(([id, count]) => [id, id in change ? change[id] : count] as const);
  return new Map(changed.flatMap(([id, count]) => (count === undefined ? [] : [[id, count]])));
}
