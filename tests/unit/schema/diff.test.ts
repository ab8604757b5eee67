// Differences by object, as a person reads them: what only one has, what is not alike, what is open.
import { describe, expect, test } from '@jest/globals';
import {
  diffLines,
  diffOf,
  flipped,
  schemaSpecSchema,
  type Diff,
  type SchemaCheck,
} from '../../../harness/schema/index.ts';

type Found = SchemaCheck['table']['surfaces'][number]['differences'][number];

const SPEC = schemaSpecSchema.parse({
  version: 1,
  surfaces: [
    {
      id: 's',
      title: 't',
      required: true,
      tables: { orders: {}, 'audit.log': {}, 'audit.log.old': {} },
      functions: { 'touch(text, integer)': {} },
    },
  ],
});

function diff(
  differences: readonly (Found & { readonly where?: string })[],
  judgement = 'NOT_HELD',
): Diff {
  const table = {
    version: 1,
    judgement,
    spec_sha256: '0'.repeat(64),
    surfaces: [
      {
        id: 's',
        title: 't',
        required: 'YES',
        clone_has: 'NO',
        judgement,
        demands_checked: 1,
        differences,
      },
    ],
    findings: [],
  } as const;
  const findings = differences.map(({ code, what, where = 'orders' }) => ({ code, what, where }));
  // Made by hand: codes are the registry's, as the schema check would have them.
  return diffOf(SPEC, { table, findings } as unknown as SchemaCheck);
}

const MISSING = {
  code: 'SCHEMA_COLUMN_MISSING',
  path: 'tables.orders.columns.tags',
  what: 'column "orders.tags" is missing (there is "tag")',
  found: null,
  expected: null,
};
const EXTRA = {
  code: 'SCHEMA_OBJECT_EXTRA',
  path: 'exact.tables',
  what: 'table "stray" is there, spec does not know it',
  found: 'a table',
  expected: null,
  where: 'stray',
};
const DIFFERS = {
  code: 'SCHEMA_TABLE_DIFFERS',
  path: 'tables.orders.owner',
  what: 'owner of table "orders" is a, spec says b',
  found: 'a',
  expected: 'b',
};
const OPEN = {
  code: 'SCHEMA_NOT_DECIDED',
  path: 'tables.orders.rowCount',
  what: 'table "orders": it was not asked',
  found: null,
  expected: 'at least 1 rows',
};

describe('a difference', () => {
  test.each([
    [MISSING, { sign: '-', object: 'table orders', what: 'column "orders.tags" (there is "tag")' }],
    [EXTRA, { sign: '+', object: 'table stray', what: 'table "stray"' }],
    [
      DIFFERS,
      {
        sign: '~',
        object: 'table orders',
        what: 'owner of table "orders"',
        first: 'b',
        second: 'a',
      },
    ],
    [OPEN, { sign: '?', object: 'table orders', what: 'table "orders": it was not asked' }],
  ])('of the form %j has its sign and its object', (found, change) => {
    expect(diff([found]).changes).toMatchObject([change]);
  });

  test('belongs to the longest name that fits: names may have dots', () => {
    const at = (path: string): Found => ({ ...DIFFERS, path, what: path });
    const paths = [
      'tables.audit.log.owner',
      'tables.audit.log.old.owner',
      'functions.touch(text, integer).kind',
    ];
    expect(diff(paths.map(at)).changes.map(({ object }) => object)).toEqual([
      'table audit.log',
      'table audit.log.old',
      'function touch(text, integer)',
    ]);
  });

  test('of the database itself, or of something without a name, has a place too', () => {
    const database = { ...DIFFERS, path: 'database.owner', where: 'database' };
    const column = { ...OPEN, code: 'SANITIZATION_UNCLASSIFIED', path: 'tables.gone.classes' };
    expect(diff([database, column]).changes.map(({ object, sign }) => [sign, object])).toEqual([
      ['~', 'database'],
      ['?', 'table gone'],
    ]);
  });

  test('is told once, however many surfaces say it', () => {
    expect(diff([MISSING, MISSING]).changes).toHaveLength(1);
  });

  test('looks the other way from the other side', () => {
    const { changes } = flipped(diff([MISSING, EXTRA, DIFFERS, OPEN]));
    expect(changes.map(({ sign }) => sign)).toEqual(['+', '~', '?', '-']);
    expect(changes[1]).toMatchObject({ first: 'a', second: 'b' });
  });
});

describe('for a terminal', () => {
  const names = { first: 'one', second: 'two' };

  test('differences stand under their object, with a count at the end', () => {
    expect(diffLines(diff([MISSING, EXTRA, DIFFERS, OPEN]), names).map(({ text }) => text)).toEqual(
      [
        'A  one',
        'B  two',
        '',
        'table orders',
        '  - column "orders.tags" (there is "tag")',
        '  ~ owner',
        '      A  b',
        '      B  a',
        '  ? table "orders": it was not asked',
        '',
        'table stray',
        '  + table "stray"',
        '',
        '4 differences: 1 only in A, 1 only in B, 1 not alike, 1 not decided',
      ],
    );
  });

  test('every line that has a sign can have its colour, and no other', () => {
    const signs = diffLines(diff([MISSING, DIFFERS]), names).flatMap(({ sign }) => sign ?? []);
    expect(signs).toEqual(['-', '~', '~', '~']);
  });

  test('one difference is one, and none is none', () => {
    expect(diffLines(diff([MISSING]), names).at(-1)?.text).toBe('1 difference: 1 only in A');
    expect(diffLines(diff([], 'HELD'), names)).toEqual([
      { text: 'no difference between one and two', sign: null },
    ]);
  });

  test('nothing said and nothing held is no equality', () => {
    const undecided = diff([], 'NOT_DECIDED');
    expect(undecided.isEqual).toBe(false);
    expect(diffLines(undecided, names)[0]?.text).toBe('nothing was compared between one and two');
  });
});
