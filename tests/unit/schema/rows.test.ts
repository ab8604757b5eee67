// Rules about rows: held, broken, and undecided whenever nothing or nobody answers for them.
import { describe, expect, test } from '@jest/globals';
import { checkSchema, type Answer, type SchemaSpec } from '../../../harness/schema/index.ts';
import { questionsOf } from '../../../harness/schema/questions.ts';
import { answersOf, clone, column, orders, specWith } from './clones.ts';

const counted = (checked: number, failing = 0): Answer => ({ kind: 'counted', checked, failing });

function verdict(spec: SchemaSpec, answer: Answer | null): string[] {
  const catalog = clone();
  const answers = answer === null ? new Map<string, Answer>() : answersOf(spec, catalog, answer);
  const { table, findings } = checkSchema(spec, catalog, answers);
  return [table.judgement, ...findings.map(({ code, what }) => `${code}: ${what}`)];
}

const rule = (text: string, beside = ''): SchemaSpec =>
  specWith(`tables: { orders: { ${beside}expect: [{ ${text} }] } }`);

describe('a rule about a column', () => {
  const spec = rule("column: net, notNull: true, in: [1, 2], matches: '^1', atLeast: 1, atMost: 2");

  test('holds where values were checked and none breaks it', () => {
    expect(verdict(spec, counted(9))).toEqual(['HELD']);
  });

  test('is broken by a single value, which is not shown', () => {
    expect(verdict(spec, counted(9, 1))).toEqual([
      'NOT_HELD',
      'SCHEMA_VALUES_DIFFER: column "orders.net": 1 of 9 break the rule, spec says not null and one of 1, 2 and matches ^1 and at least 1 and at most 2',
    ]);
  });

  test('is undecided where there was no value to check', () => {
    expect(verdict(spec, counted(0))).toEqual([
      'NOT_DECIDED',
      'SCHEMA_NOTHING_TO_CHECK: column "orders.net" has no value that the rule could be held against',
    ]);
  });

  test('holds over nothing where the spec lets the table be empty', () => {
    const lax = rule('column: net, atLeast: 0', 'mayBeEmpty: true, ');
    expect(verdict(lax, counted(0))).toEqual(['HELD']);
    expect(verdict(lax, counted(1, 1))[0]).toBe('NOT_HELD');
  });
});

describe('a rule about doubles', () => {
  test('holds, and is broken', () => {
    expect(verdict(rule('unique: [customer, net]'), counted(5))).toEqual(['HELD']);
    expect(verdict(rule('unique: [customer, net]'), counted(5, 2))).toEqual([
      'NOT_HELD',
      'SCHEMA_VALUES_DIFFER: columns "orders (customer, net)": 2 of 5 break the rule, spec says no two rows alike',
    ]);
  });
});

describe('a number of rows', () => {
  test.each([
    ['{ atLeast: 2 }', 1, 'at least 2'],
    ['{ atMost: 2 }', 3, 'at most 2'],
    ['{ equals: 2 }', 3, 'exactly 2'],
    ['{ equals: 0 }', 1, 'exactly 0'],
    ['{ atLeast: 2, atMost: 4 }', 5, 'at least 2 and at most 4'],
  ])('%s is broken by %i rows', (bounds, rows, words) => {
    expect(verdict(specWith(`tables: { orders: { rowCount: ${bounds} } }`), counted(rows))).toEqual(
      ['NOT_HELD', `SCHEMA_ROWS_DIFFER: table "orders" has ${rows} rows, spec says ${words}`],
    );
  });

  test.each([
    ['{ atLeast: 2 }', 2],
    ['{ atMost: 2 }', 2],
    ['{ atMost: 2 }', 0],
    ['{ equals: 0 }', 0],
    ['{ atLeast: 2, atMost: 4 }', 3],
  ])('%s holds with %i rows', (bounds, rows) => {
    expect(verdict(specWith(`tables: { orders: { rowCount: ${bounds} } }`), counted(rows))).toEqual(
      ['HELD'],
    );
  });

  test('may be of the rows that are so', () => {
    const spec = rule('where: { state: open, customer: 7 }, atLeast: 1');
    expect(verdict(spec, counted(1))).toEqual(['HELD']);
    expect(verdict(spec, counted(0))).toEqual([
      'NOT_HELD',
      'SCHEMA_ROWS_DIFFER: table "orders" has 0 rows with state = open and customer = 7, spec says at least 1',
    ]);
  });
});

describe('an answer that is none', () => {
  const specs = [
    rule('column: net, notNull: true'),
    rule('unique: [net]'),
    rule('where: { state: open }, atLeast: 1'),
    specWith('tables: { orders: { rowCount: { atMost: 5 } } }'),
  ];
  const answers: readonly [string, Answer | null][] = [
    ['nobody answered', null],
    [
      'the query failed',
      { kind: 'failed', why: 'the server refused the question (SQLSTATE 2201B)' },
    ],
    ['a number is missing', counted(Number.NaN)],
    ['a number is below zero', counted(-1)],
    ['a number is past counting', counted(2 ** 60)],
    ['more failed than were checked', counted(1, 2)],
  ];

  test.each(answers)('leaves the rule undecided and refuses: %s', (_what, answer) => {
    for (const spec of specs) {
      const [judgement, finding, ...others] = verdict(spec, answer);
      expect([judgement, others]).toEqual(['NOT_DECIDED', []]);
      expect(finding).toMatch(/^SCHEMA_NOT_DECIDED: /);
    }
  });

  test('is named with the server\u2019s code', () => {
    const [, finding] = verdict(rule('unique: [net]'), {
      kind: 'failed',
      why: 'it failed (SQLSTATE 42883)',
    });
    expect(finding).toBe('SCHEMA_NOT_DECIDED: columns "orders (net)": it failed (SQLSTATE 42883)');
  });
});

describe('questions', () => {
  const texts = (spec: SchemaSpec, change?: Parameters<typeof clone>[0]): string[] =>
    questionsOf(spec, clone(change)).map((question) => {
      if (question.kind === 'duplicates') return `doubles of ${question.columns.join(', ')}`;
      if (question.kind !== 'rows') return question.kind;
      const { checked, failing } = question.conditions((value) => `<${String(value)}>`);
      return `${checked} / ${failing}`;
    });

  test('are asked of rows, never of a view, which is code of the dump', () => {
    const spec = rule('unique: [net]');
    expect(texts(spec)).toEqual(['doubles of net']);
    for (const kind of ['view', 'foreign', 'materialized'] as const) {
      expect(texts(spec, (catalog) => void (orders(catalog).kind = kind))).toEqual([]);
    }
  });

  test('go over a type\u2019s own output, and cast only Postgres\u2019 own numbers', () => {
    const [onEnum = '', onNumber = ''] = texts(
      specWith(
        'tables: { orders: { expect: [{ column: state, in: [open] }, { column: net, in: [1] }] } }',
      ),
    );
    expect(onEnum).toContain(`pg_catalog.format('%s', "state")`);
    expect(onEnum).not.toContain('"state"::');
    expect(onNumber).toContain('("net"::pg_catalog.numeric)');
  });

  test('hand values over as parameters, and quote every name', () => {
    const spec = specWith(
      `tables: { orders: { expect: [{ where: { 'a"b': "x'; DROP TABLE y" }, atLeast: 1 }] } }`,
    );
    const [text = ''] = texts(spec, (catalog) => {
      orders(catalog).columns.push(column('a"b', 'text'));
    });
    expect(text).toContain('"a""b"');
    expect(text.replaceAll("<x'; DROP TABLE y>", '')).not.toContain('DROP');
  });

  test('are asked once, however often the spec says them', () => {
    const spec = specWith(
      'tables: { orders: { expect: [{ unique: [net] }], rowCount: { atLeast: 1 } } }',
    );
    const again = spec.surfaces.map((surface) => ({ ...surface, id: 'again' }));
    expect(questionsOf({ ...spec, surfaces: [...spec.surfaces, ...again] }, clone())).toHaveLength(
      2,
    );
  });
});
