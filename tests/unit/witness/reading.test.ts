// How tables are read: one query a table, in one order, under settings that nobody can bend.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { CATALOG_SECTIONS, SEQUENCE_NAMES } from '../../../harness/witness/catalog/sections.ts';
import { FIXED_SETTINGS } from '../../../harness/witness/settings.ts';
import { contentQuery, STORED_TABLES, type StoredTable } from '../../../harness/witness/tables.ts';

await loadModule();

const COPY = /^COPY \((SELECT [\s\S]*)\) TO STDOUT$/;

function table(schema: string, name: string, key: StoredTable['key'] = []): StoredTable {
  return {
    schema,
    name,
    label: `${schema}.${name}`,
    root: `${schema}.${name}`,
    isPopulated: true,
    key,
    pages: 1,
    storedPages: 1,
  };
}

/** Every string in a part of the tree, in order: names as the grammar understood them. */
function stringsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    typeof item === 'string' && ['sval', 'relname', 'schemaname', 'aliasname'].includes(key)
      ? [item]
      : stringsIn(item),
  );
}

/** What the query reads from and sorts by, as the real grammar understands it. */
function understood(query: string): {
  readonly from: string[];
  readonly by: string[][];
  readonly only: boolean;
} {
  expect(parseSync(query).stmts).toHaveLength(1);
  const inner = COPY.exec(query)?.[1] ?? '';
  const select = JSON.parse(JSON.stringify(parseSync(inner).stmts?.[0]?.stmt)).SelectStmt;
  expect(Object.keys(select).sort()).toEqual([
    'fromClause',
    'limitOption',
    'op',
    'sortClause',
    'targetList',
  ]);
  const [source] = select.fromClause;
  return {
    from: [source.RangeVar.schemaname, source.RangeVar.relname],
    only: source.RangeVar.inh !== true,
    by: select.sortClause.map(({ SortBy }: { SortBy: { node: unknown } }) =>
      stringsIn(SortBy.node),
    ),
  };
}

const anyName = fc
  .array(fc.constantFrom('a', 'B', '"', "'", '\\', ';', ')', ' ', '.', '\u00b7', '\u00e9'), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

describe('the query for a table\u2019s content', () => {
  test('reads exactly this table, sorted by its key, whatever names it has', () => {
    const key = fc.uniqueArray(
      fc.record({ column: anyName, collatable: fc.boolean(), type: fc.constant(null) }),
      {
        minLength: 1,
        maxLength: 3,
        selector: ({ column }) => column,
      },
    );
    fc.assert(
      fc.property(anyName, anyName, key, (schema, name, columns) => {
        const found = understood(contentQuery(table(schema, name, columns)));
        expect(found.from).toEqual([schema, name]);
        expect(found.only).toBe(true);
        const by = columns.map(({ column, collatable }) => [
          '\u00b7',
          column,
          ...(collatable ? ['C'] : []),
        ]);
        expect(found.by.map((each) => [...each].sort())).toEqual(by.map((each) => each.sort()));
      }),
    );
  });

  test('sorts by the whole row where there is no key', () => {
    const found = understood(contentQuery(table('public', 't')));
    expect(found.by).toHaveLength(1);
    expect([...(found.by[0] ?? [])].sort()).toEqual(['%s', 'C', 'format', 'pg_catalog', '\u00b7']);
  });

  test('is the documented one, so that anybody can recompute a hash', () => {
    expect(
      contentQuery(table('public', 'births', [{ column: 'id', collatable: false, type: 'int8' }])),
    ).toBe(
      'COPY (SELECT "\u00b7".* FROM ONLY "public"."births" AS "\u00b7" ORDER BY "\u00b7"."id") TO STDOUT',
    );
    expect(
      contentQuery(
        table('public', 'births', [
          { column: 'a', collatable: true, type: 'text' },
          { column: 'b', collatable: false, type: 'int4' },
        ]),
      ),
    ).toBe(
      'COPY (SELECT "\u00b7".* FROM ONLY "public"."births" AS "\u00b7" ORDER BY "\u00b7"."a" COLLATE "C", "\u00b7"."b") TO STDOUT',
    );
    expect(contentQuery(table('public', 'log'))).toBe(
      'COPY (SELECT "\u00b7".* FROM ONLY "public"."log" AS "\u00b7" ORDER BY pg_catalog.format(\'%s\', "\u00b7".*) COLLATE "C") TO STDOUT',
    );
  });
});

describe('the fixed settings', () => {
  const settings = (parseSync(FIXED_SETTINGS).stmts ?? []).map(
    ({ stmt }) => JSON.parse(JSON.stringify(stmt)).VariableSetStmt,
  );

  test('hold for the current transaction alone, each set once and to one value', () => {
    expect(settings.length).toBeGreaterThan(0);
    for (const setting of settings) {
      expect(setting).toMatchObject({ kind: 'VAR_SET_VALUE', is_local: true });
    }
    const names = settings.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  // Each of these changes the text of one and the same content, or which rows are seen at all.
  test.each([
    'search_path',
    'timezone',
    'datestyle',
    'intervalstyle',
    'extra_float_digits',
    'bytea_output',
    'lc_monetary',
    'xmloption',
    'quote_all_identifiers',
    'row_security',
    'client_encoding',
    'lock_timeout',
    'statement_timeout',
  ])('name %s', (name) => {
    expect(settings.filter((setting) => setting.name === name)).toHaveLength(1);
  });

  test('look names up where the dump cannot put any', () => {
    const [path] = settings.filter(({ name }) => name === 'search_path');
    expect(stringsIn(path.args)).toEqual(['pg_catalog', 'pg_temp']);
  });

  test('refuse to hide rows, rather than hiding them', () => {
    const [security] = settings.filter(({ name }) => name === 'row_security');
    expect(stringsIn(security.args)).toEqual(['off']);
  });
});

describe('the witness\u2019s own queries', () => {
  test.each([
    ['tables', STORED_TABLES],
    ['sequences', SEQUENCE_NAMES],
    ...Object.entries(CATALOG_SECTIONS),
  ])('are one SELECT each: %s', (_name, query) => {
    const statements = parseSync(query).stmts ?? [];
    expect(statements.map(({ stmt }) => Object.keys(stmt ?? {}))).toEqual([['SelectStmt']]);
  });
});
