// A clone against the spec: what fits is accepted, and every single thing that does not is named.
import { describe, expect, test } from '@jest/globals';
import { checkSchema } from '../../../harness/schema/check.ts';
import type { Catalog, SchemaSpec } from '../../../harness/schema/contract.ts';
import {
  answersFor,
  CLONE,
  column,
  key,
  SPEC,
  SPEC_TEXT,
  specOf,
  table,
  withColumn,
  withKey,
  withoutKey,
  withTable,
} from './clones.ts';

const birthsOf = (): NonNullable<(typeof CLONE.tables)[0]> => {
  const [births] = CLONE.tables;
  if (births === undefined) throw new Error('the clone of these tests has its table');
  return births;
};

/** Every difference as `code path: what`, and what the row of the table says. */
function told(catalog: Catalog, spec: SchemaSpec = SPEC): string[] {
  const { findings, table: made } = checkSchema(spec, catalog, answersFor(spec));
  const differences = made.surfaces.flatMap((each) => each.differences);
  expect(findings.map(({ what }) => what)).toEqual(differences.map(({ what }) => what));
  return findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);
}

describe('a clone that has all of it', () => {
  test('fits', () => {
    const { table: made, findings } = checkSchema(SPEC, CLONE, answersFor(SPEC));
    expect(findings).toEqual([]);
    expect(made).toEqual({
      version: 1,
      spec: 'test surface',
      judgement: 'HELD',
      surfaces: [
        {
          id: 'births',
          title: 'births have their shape',
          clone_has: 'YES',
          judgement: 'HELD',
          classified: 'COMPATIBLE',
          differences: [],
        },
        {
          id: 'issues',
          title: 'issues, where they are modelled',
          clone_has: 'NO',
          judgement: 'HELD',
          classified: 'NOT_MODELLED',
          differences: [],
        },
      ],
      findings: [],
    });
  });

  test('fits too with what nobody asked about', () => {
    const more: Catalog = {
      ...CLONE,
      tables: [...CLONE.tables, table('public.other')],
      sequences: [...CLONE.sequences, 'public.other'],
      extensions: [...CLONE.extensions, 'hstore'],
    };
    expect(told(more)).toEqual([]);
    const extra = [...(CLONE.tables[1]?.columns ?? []), column('note', 'text')];
    expect(told(withTable('public.rows', { columns: extra }))).toEqual([]);
  });
});

const without = (what: 'indexes' | 'triggers' | 'policies'): Catalog =>
  withTable('public.births', { [what]: [] });

const MISSING = 'SCHEMA_OBJECT_MISSING births: ';
const DIFFERS = 'SCHEMA_DIFFERS births: ';
const T = 'public.births';

describe('one thing that does not fit', () => {
  const birthColumns = birthsOf().columns;
  const cases: readonly (readonly [string, Catalog, string])[] = [
    [
      'another database',
      { ...CLONE, database: 'other' },
      `${DIFFERS}database: database is other, spec says directus`,
    ],
    [
      'another encoding',
      { ...CLONE, encoding: 'LATIN1' },
      `${DIFFERS}encoding: encoding is LATIN1, spec says UTF8`,
    ],
    ['no schema', { ...CLONE, schemas: ['public'] }, `${MISSING}audit: schema audit is missing`],
    [
      'no extension',
      { ...CLONE, extensions: [] },
      `${MISSING}pgcrypto: extension pgcrypto is missing`,
    ],
    [
      'no sequence',
      { ...CLONE, sequences: ['audit.births_id_seq'] },
      `${MISSING}public.births_id_seq: sequence public.births_id_seq is missing`,
    ],
    [
      'no function',
      { ...CLONE, functions: ['audit.touch'] },
      `${MISSING}public.touch: function public.touch is missing`,
    ],
    [
      'no enum',
      { ...CLONE, enums: { ...CLONE.enums, 'public.birth_status': undefined } as never },
      `${MISSING}birth_status: enum birth_status is missing`,
    ],
    [
      'the enum in another schema only',
      { ...CLONE, enums: { 'x.birth_status': ['proposed', 'born'], 'audit.kind': ['a'] } },
      `${MISSING}birth_status: enum birth_status is missing`,
    ],
    [
      'no enum label',
      { ...CLONE, enums: { ...CLONE.enums, 'public.birth_status': ['proposed'] } },
      `${DIFFERS}birth_status: enum birth_status is proposed, spec says proposed, born`,
    ],
    [
      'one enum label more',
      { ...CLONE, enums: { ...CLONE.enums, 'audit.kind': ['a', 'b'] } },
      `${DIFFERS}audit.kind: enum audit.kind is a, b, spec says a`,
    ],
    [
      'enum labels in another order',
      { ...CLONE, enums: { ...CLONE.enums, 'public.birth_status': ['born', 'proposed'] } },
      `${DIFFERS}birth_status: enum birth_status is born, proposed, spec says proposed, born`,
    ],
    [
      'no table',
      { ...CLONE, tables: CLONE.tables.slice(1) },
      `${MISSING}${T}: table public.births is missing`,
    ],
    [
      'the table in another schema',
      withTable(T, { name: 'audit.births' }),
      `${MISSING}${T}: table public.births is missing`,
    ],
    [
      'a view in its place',
      withTable(T, { kind: 'view' }),
      `${DIFFERS}${T}: public.births is a view, spec says a table`,
    ],
    [
      'a partitioned table in its place',
      withTable(T, { kind: 'partitioned' }),
      `${DIFFERS}${T}: public.births is a partitioned, spec says a table`,
    ],
    [
      'a foreign table in its place',
      withTable(T, { kind: 'foreign table' }),
      `${DIFFERS}${T}: public.births is a foreign table, spec says a table`,
    ],
    [
      'no column',
      withTable(T, { columns: birthColumns.filter(({ name }) => name !== 'stage') }),
      `${MISSING}${T}.stage: column stage is missing`,
    ],
    [
      'a column of another type',
      withColumn('status', { type: 'text' }),
      `${DIFFERS}${T}.status: column status is text, spec says birth_status`,
    ],
    [
      'a column of another precision',
      withColumn('stage', { type: 'numeric(5,1)' }),
      `${DIFFERS}${T}.stage: column stage is numeric(5,1), spec says decimal(4, 1)`,
    ],
    [
      'a type of the same name in another schema',
      withColumn('status', { type: 'audit.birth_status' }),
      `${DIFFERS}${T}.status: column status is audit.birth_status, spec says birth_status`,
    ],
    [
      'a type of the dump called like a built-in one',
      withColumn('twice', { type: 'public."numeric"' }),
      `${DIFFERS}${T}.twice: column twice is public."numeric", spec says numeric`,
    ],
    [
      'a column that takes nulls',
      withColumn('status', { nullable: true }),
      `${DIFFERS}${T}.status: column status is nullable, spec says not null`,
    ],
    [
      'no default',
      withColumn('status', { default: null }),
      `${DIFFERS}${T}.status: column status default is none, spec says 'proposed'::birth_status`,
    ],
    [
      'another default',
      withColumn('status', { default: "'born'::public.birth_status" }),
      `${DIFFERS}${T}.status: column status default is 'born'::birth_status, spec says 'proposed'::birth_status`,
    ],
    [
      'a default where none may be',
      withColumn('stage', { default: '0' }),
      `${DIFFERS}${T}.stage: column stage default is 0, spec says none`,
    ],
    [
      'no identity',
      withColumn('id', { identity: 'none' }),
      `${DIFFERS}${T}.id: column id identity is none, spec says always`,
    ],
    [
      'another identity',
      withColumn('id', { identity: 'by default' }),
      `${DIFFERS}${T}.id: column id identity is by default, spec says always`,
    ],
    [
      'a column that is not generated',
      withColumn('twice', { generated: 'none' }),
      `${DIFFERS}${T}.twice: column twice generation is none, spec says stored`,
    ],
    [
      'a column generated on reading',
      withColumn('twice', { generated: 'virtual' }),
      `${DIFFERS}${T}.twice: column twice generation is virtual, spec says stored`,
    ],
    [
      'one column more',
      withTable(T, { columns: [...birthColumns, column('extra', 'text')] }),
      `${DIFFERS}${T}.extra: column extra is there, spec says no such column`,
    ],
    [
      'a column more that is called like an object\u2019s own',
      withTable(T, { columns: [...birthColumns, column('constructor', 'text')] }),
      `${DIFFERS}${T}.constructor: column constructor is there, spec says no such column`,
    ],
    ['no primary key', withoutKey(T, 'births_pkey'), `${MISSING}${T}: primary key is missing`],
    [
      'another primary key',
      withKey(T, 'births_pkey', { columns: ['id', 'stage'] }),
      `${DIFFERS}${T}: primary key is id, stage, spec says id`,
    ],
    [
      'a unique constraint in the place of the primary key',
      withKey(T, 'births_pkey', { kind: 'unique' }),
      `${MISSING}${T}: primary key is missing`,
    ],
    [
      'no unique constraint',
      withoutKey(T, 'births_key'),
      `${MISSING}${T}(status, stage): unique constraint on status, stage is missing`,
    ],
    [
      'a unique constraint on fewer columns',
      withKey(T, 'births_key', { columns: ['status'] }),
      `${MISSING}${T}(status, stage): unique constraint on status, stage is missing`,
    ],
    [
      'a unique constraint on one column whose name reads like two',
      withKey(T, 'births_key', { columns: ['status, stage'] }),
      `${MISSING}${T}(status, stage): unique constraint on status, stage is missing`,
    ],
    [
      'a check on the columns of the unique constraint',
      withKey(T, 'births_key', { kind: 'exclusion' }),
      `${MISSING}${T}(status, stage): unique constraint on status, stage is missing`,
    ],
    [
      'no check',
      withoutKey(T, 'births_stage_check'),
      `${MISSING}${T}.births_stage_check: check births_stage_check is missing`,
    ],
    [
      'a unique constraint called like the check',
      withKey(T, 'births_stage_check', { kind: 'unique' }),
      `${MISSING}${T}.births_stage_check: check births_stage_check is missing`,
    ],
    [
      'no index',
      without('indexes'),
      `${MISSING}${T}.births_status_idx: index births_status_idx is missing`,
    ],
    [
      'no trigger',
      without('triggers'),
      `${MISSING}${T}.births_touch: trigger births_touch is missing`,
    ],
    ['no policy', without('policies'), `${MISSING}${T}.births_read: policy births_read is missing`],
    [
      'no row security',
      withTable(T, { rowSecurity: false }),
      `${DIFFERS}${T}: row security is off, spec says on`,
    ],
    [
      'no foreign key',
      withoutKey('public.rows', 'rows_fk'),
      `${MISSING}public.rows(birth_id): foreign key on birth_id is missing`,
    ],
    [
      'a foreign key from another column',
      withKey('public.rows', 'rows_fk', { columns: ['other'] }),
      `${MISSING}public.rows(birth_id): foreign key on birth_id is missing`,
    ],
    [
      'a foreign key to another table',
      withKey('public.rows', 'rows_fk', { references: 'audit.births' }),
      `${DIFFERS}public.rows(birth_id): foreign key on birth_id: target is audit.births(id), spec says public.births(id)`,
    ],
    [
      'a foreign key to another column',
      withKey('public.rows', 'rows_fk', { to: ['stage'] }),
      `${DIFFERS}public.rows(birth_id): foreign key on birth_id: target is public.births(stage), spec says public.births(id)`,
    ],
    [
      'a foreign key with another action on delete',
      withKey('public.rows', 'rows_fk', { onDelete: 'cascade' }),
      `${DIFFERS}public.rows(birth_id): foreign key on birth_id: on delete is cascade, spec says restrict`,
    ],
    [
      'a foreign key with no action on update',
      withKey('public.rows', 'rows_fk', { onUpdate: null }),
      `${DIFFERS}public.rows(birth_id): foreign key on birth_id: on update is no action, spec says cascade`,
    ],
  ];

  test.each(cases)('is named, and nothing else: %s', (_what, catalog, expected) => {
    expect(told(catalog)).toEqual([expected]);
    const { table: made } = checkSchema(SPEC, catalog, answersFor(SPEC));
    expect(made.judgement).toBe('NOT_HELD');
    expect(made.surfaces[0]).toMatchObject({
      clone_has: 'NO',
      judgement: 'NOT_HELD',
      classified: 'INCOMPATIBLE',
    });
  });

  test('does not hide another: all are told, in the order of the spec', () => {
    const broken: Catalog = {
      ...withColumn('id', { type: 'integer', nullable: true, identity: 'none' }),
      encoding: 'LATIN1',
      functions: [],
    };
    expect(told(broken)).toEqual([
      `${DIFFERS}encoding: encoding is LATIN1, spec says UTF8`,
      `${MISSING}public.touch: function public.touch is missing`,
      `${DIFFERS}${T}.id: column id is integer, spec says int8`,
      `${DIFFERS}${T}.id: column id is nullable, spec says not null`,
      `${DIFFERS}${T}.id: column id identity is none, spec says always`,
    ]);
  });
});

describe('an enum', () => {
  test('may be written with its schema', () => {
    expect(
      told(CLONE, specOf(SPEC_TEXT.replace('birth_status: [', 'public.birth_status: ['))),
    ).toEqual([]);
  });

  test('called like an object\u2019s own is missing like any other', () => {
    const spec = specOf(SPEC_TEXT.replace('      audit.kind: [a]', '      constructor: [a]'));
    expect(told(CLONE, spec)).toEqual([`${MISSING}constructor: enum constructor is missing`]);
  });

  test('with a label that holds a line end is not one with two labels', () => {
    const enums = { ...CLONE.enums, 'public.birth_status': ['proposed\nborn'] };
    expect(told({ ...CLONE, enums })).toHaveLength(1);
  });
});

describe('two foreign keys from the same columns', () => {
  const other = key('foreign', 'a_first', ['birth_id'], { references: 'public.x', to: ['id'] });
  const [, rows] = CLONE.tables;

  test('are enough where one of them fits, whatever their order', () => {
    const keys = rows?.keys ?? [];
    expect(told(withTable('public.rows', { keys: [other, ...keys] }))).toEqual([]);
    expect(told(withTable('public.rows', { keys: [...keys, other] }))).toEqual([]);
  });

  test('are refused where neither fits', () => {
    expect(told(withTable('public.rows', { keys: [other, other] }))).toHaveLength(3);
  });
});
