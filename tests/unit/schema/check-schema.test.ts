// Table B: what holds, what is not required, and what cannot be decided.
import { describe, expect, test } from '@jest/globals';
import { CODE_NAMES, CODES } from '../../../harness/kernel/index.ts';
import {
  checkSchema,
  schemaCompatibilitySchema,
  undecidedSchema,
  type Catalog,
  type SchemaSpec,
} from '../../../harness/schema/index.ts';
import { answersOf, clone, first, relation, SPEC_YAML, specOf } from './clones.ts';

const SPEC = specOf(SPEC_YAML);

describe('a clone that fits its spec', () => {
  test('holds in every demand, and says how many there were', () => {
    const catalog = clone();
    const { table, findings } = checkSchema(SPEC, catalog, answersOf(SPEC, catalog));
    expect(findings).toEqual([]);
    expect(table.judgement).toBe('HELD');
    expect(table.surfaces).toEqual([
      {
        id: 'shop',
        title: 'the shop is whole',
        required: 'YES',
        clone_has: 'YES',
        judgement: 'HELD',
        demands_checked: 81,
        differences: [],
      },
    ]);
  });

  test('has the same table again, and another for another spec', () => {
    const once = checkSchema(SPEC, null, new Map()).table;
    expect(checkSchema(specOf(SPEC_YAML), null, new Map()).table).toEqual(once);
    const other = specOf(SPEC_YAML.replace('a shop', 'another'));
    expect(checkSchema(other, null, new Map()).table.spec_sha256).not.toBe(once.spec_sha256);
  });
});

describe('a surface that is required on a condition', () => {
  const spec = specOf(`version: 1
surfaces:
  - { id: base, title: t, required: true, tables: { customers: {} } }
  - { id: notes, title: t, required: { when: notes }, tables: { notes: {}, note_kinds: {} } }
  - { id: after-notes, title: t, required: { when: notes }, enums: { order_state: [open, closed] } }
`);
  const rows = (catalog: Catalog): unknown[] =>
    checkSchema(spec, catalog, new Map()).table.surfaces.map(
      ({ required, clone_has, judgement }) => [required, clone_has, judgement],
    );

  test('is not required, and nothing is claimed for it, where nothing of it is there', () => {
    expect(rows(clone())).toEqual([
      ['YES', 'YES', 'HELD'],
      ['NO', 'NO', 'NOT_REQUIRED'],
      ['NO', 'NO', 'NOT_REQUIRED'],
    ]);
    expect(checkSchema(spec, clone(), new Map()).table.judgement).toBe('HELD');
  });

  test('has to be whole where half of it is there', () => {
    const half = clone(({ relations }) => void relations.push(relation('notes')));
    expect(rows(half)).toEqual([
      ['YES', 'YES', 'HELD'],
      ['YES', 'NO', 'NOT_HELD'],
      ['YES', 'YES', 'HELD'],
    ]);
  });

  test.each([
    ['a table', 'tables: { orders: {} }', 'tables: { nowhere: {} }'],
    ['a view', 'views: { open_orders: {} }', 'views: { nowhere: {} }'],
    ['an enum', 'enums: { order_state: [other] }', 'enums: { nowhere: [open] }'],
    ['a sequence', 'sequences: { orders_id_seq: {} }', 'sequences: { nowhere: {} }'],
    ['a function', 'functions: { touch(): {} }', 'functions: { touch(text): {} }'],
    ['an extension', 'extensions: { citext: {} }', 'extensions: { nowhere: {} }'],
    ['a schema of its own', 'schemas: [audit]', 'schemas: [nowhere, public]'],
    ['the database\u2019s name', 'database: shop', 'database: nowhere'],
    [
      'a database\u2019s name decides nothing beside an object',
      'database: nowhere, enums: { order_state: [open] }',
      'database: shop, enums: { nowhere: [open] }',
    ],
  ])('is told to be there by %s', (_what, there, absent) => {
    const requiredWhen = (demands: string): string | undefined => {
      const text = `version: 1
surfaces:
  - { id: base, title: t, required: true, tables: { customers: {} } }
  - { id: x, title: t, required: { when: y }, tables: { customers: {} } }
  - { id: y, title: t, required: { when: y }, ${demands} }`;
      return checkSchema(specOf(text), clone(), new Map()).table.surfaces[1]?.required;
    };
    expect(requiredWhen(there)).toBe('YES');
    expect(requiredWhen(absent)).toBe('NO');
  });
});

describe('what cannot be decided', () => {
  test('without a clone every surface waits for the operator, and nothing is refused', () => {
    const { table, findings } = checkSchema(SPEC, null, new Map());
    expect(findings).toEqual([]);
    expect(table.judgement).toBe('N/A_NO_CLONE');
    expect(first(table.surfaces)).toMatchObject({
      clone_has: 'N/A_NO_CLONE',
      judgement: 'BLOCKER_INPUT_MISSING',
      demands_checked: 0,
    });
    schemaCompatibilitySchema.parse(table);
  });

  test('catalogs that cannot be read leave every surface undecided, and refuse', () => {
    const { table, findings } = undecidedSchema(
      SPEC,
      'the catalogs cannot be read (SQLSTATE 22021)',
    );
    expect(table.judgement).toBe('NOT_DECIDED');
    expect(table.surfaces.map(({ judgement }) => judgement)).toEqual(['NOT_DECIDED']);
    expect(findings).toEqual([
      {
        code: 'SCHEMA_CATALOG_UNREADABLE',
        where: 'catalog',
        what: 'the catalogs cannot be read (SQLSTATE 22021)',
      },
    ]);
    schemaCompatibilitySchema.parse(table);
  });

  test('a spec of which nothing applies holds nothing', () => {
    const when = { when: 's' };
    const spec: SchemaSpec = {
      version: 1,
      surfaces: [{ id: 's', title: 't', required: when, tables: { nowhere: {} } }],
    };
    expect(checkSchema(spec, clone(), new Map()).table.judgement).toBe('NOT_DECIDED');
  });

  test('a condition that names no surface is no way around a demand', () => {
    const spec: SchemaSpec = {
      version: 1,
      surfaces: [{ id: 's', title: 't', required: { when: 'x' }, tables: { nowhere: {} } }],
    };
    expect(checkSchema(spec, clone(), new Map()).table.judgement).toBe('NOT_HELD');
  });
});

test('every code of this stage refuses or stops, and says what to do', () => {
  const mine = CODE_NAMES.filter((code) => code.startsWith('SCHEMA_'));
  expect(mine.length).toBeGreaterThan(30);
  for (const code of mine) {
    const forced = code.startsWith('SCHEMA_SPEC_') ? 'USAGE_ERROR' : 'INPUT_REJECTED';
    expect([code, CODES[code].forces]).toEqual([code, forced]);
    expect(CODES[code].hint).toMatch(/\.$/);
  }
});
