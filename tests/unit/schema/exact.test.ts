// How far "exact" reaches, what is refused as absent, and what assertions come to.
import { describe, expect, test } from '@jest/globals';
import type { Answer, Catalog, SchemaSpec } from '../../../harness/schema/index.ts';
import { assertionId, questionsOf, wordingId } from '../../../harness/schema/questions.ts';
import { specOf, specWith } from './clones.ts';
import { columnOf, everything, everythingSpec, goodAnswers, judged, the } from './everything.ts';

const one = (demands: string, head = ''): SchemaSpec =>
  specOf(`version: 1\n${head}surfaces:\n- { id: s, title: t, required: true, ${demands} }\n`);
const base = (catalog: Catalog): Catalog['relations'][number] => the(catalog.relations, 'base');

describe('a spec that is not exact', () => {
  test('lets everything be that it does not name', () => {
    expect(judged(one('tables: { base: { columns: { id: int } } }'), everything())).toEqual([
      'HELD',
    ]);
  });
});

describe('exact tables', () => {
  const spec = one('tables: { base: { exact: [columns, indexes], columns: { id: int } } }');

  test('hold where there is nothing else', () => {
    expect(judged(spec, everything())).toEqual(['HELD']);
  });

  test('refuse what they list, and nothing that they do not list', () => {
    const changed = everything((catalog) => {
      base(catalog).columns.push({ ...columnOf(catalog, 'base', 'id'), name: 'more' });
      base(catalog).comment = 'a comment';
      columnOf(catalog, 'base', 'id').default = '0';
    });
    expect(judged(spec, changed)).toEqual([
      'NOT_HELD',
      'SCHEMA_COLUMN_EXTRA: column "base.more" is there, spec does not know it',
    ]);
  });

  test('are the same where they are exact in all, and what another surface names is known', () => {
    const both = specOf(`version: 1
surfaces:
- { id: a, title: t, required: true, tables: { base: { exact: true, columns: { id: int }, owner: shop_owner } } }
- { id: b, title: t, required: true, tables: { base: { columns: { more: int }, comment: mine } } }
`);
    const changed = everything((catalog) => {
      base(catalog).columns.push({ ...columnOf(catalog, 'base', 'id'), name: 'more' });
      base(catalog).comment = 'mine';
    });
    expect(judged(both, changed)).toEqual(['HELD']);
    expect(judged(both, everything())[0]).toBe('NOT_HELD');
  });
});

describe('exact parts', () => {
  test('do not count what comes from the partitioned table', () => {
    const spec = one(
      'tables: { parts_2024: { exact: true, columns: { at: date not null, n: int }, partitionOf: parts } }',
    );
    expect(judged(spec, everything())).toEqual(['HELD']);
    const changed = everything(({ indexes }) => {
      the(indexes, 'parts_2024_n_idx').isInherited = false;
    });
    expect(judged(spec, changed)).toEqual([
      'NOT_HELD',
      'SCHEMA_OBJECT_EXTRA: index "parts_2024_n_idx" of table "parts_2024" is there, spec does not know it',
    ]);
  });

  test('want an identity to count as Postgres would, where nothing else is said', () => {
    const changed = everything(({ sequences }) => (the(sequences, 'orders_id_seq').maximum = '99'));
    expect(judged(everythingSpec(), changed)).toEqual([
      'NOT_HELD',
      'SCHEMA_COLUMN_DIFFERS: maximum of identity of column "orders.id" is 99, spec says 9223372036854775807',
    ]);
  });
});

describe('the body of a function', () => {
  test('is the same with other line ends, and another with other words', () => {
    const spec = one('functions: { touch(): { body: "a\\nb" } }');
    const withBody = (body: string): Catalog =>
      everything(({ functions }) => (the(functions, 'touch').body = body));
    expect(judged(spec, withBody('\na\r\nb '))).toEqual(['HELD']);
    expect(judged(spec, withBody('a b'))[0]).toBe('NOT_HELD');
  });
});

describe('exact surfaces', () => {
  const audit = `exact: true, schemas: { audit: { comment: what happened, grants: { clerk: [usage with grant option] } } },
    domains: { audit.hex: { type: char(4), nullable: false, default: "'00ff'", checks: ["VALUE ~ '^[0-9a-f]{4}$'"] } },
    composites: { audit.span: {} }, sequences: { audit.ticket: { type: int, start: 5, increment: 2, minimum: 1, maximum: 999, cache: 4, cycle: true, grants: { clerk: [usage] } } },
    functions: { 'audit.total(int)': {}, 'audit.since(timestamptz, int)': { language: sql, volatility: stable, strict: true, parallel: safe } }`;

  test('reach as far as the schemas that they name', () => {
    expect(judged(one(audit), everything())).toEqual(['HELD']);
    const changed = everything(({ relations }) => {
      relations.push({ ...the(relations, 'base'), schema: 'audit', name: 'more' });
      relations.push({ ...the(relations, 'base'), name: 'more' });
    });
    expect(judged(one(audit), changed)).toEqual([
      'NOT_HELD',
      'SCHEMA_OBJECT_EXTRA: table "audit.more" is there, spec does not know it',
    ]);
  });

  test('reach over the whole database for what lives in no schema, where they list it', () => {
    const changed = everything(({ roles }) => roles.push('mallory'));
    expect(judged(one('exact: [roles], roles: [clerk, shop_owner]'), changed)).toEqual([
      'NOT_HELD',
      'SCHEMA_OBJECT_EXTRA: role "mallory" is there, spec does not know it',
    ]);
    expect(judged(one('exact: true, roles: [clerk, shop_owner]'), changed)).toEqual(['HELD']);
  });
});

describe('exact specs', () => {
  test('never count what an extension brings', () => {
    const changed = everything(({ functions, relations, others }) => {
      functions.push({ ...the(functions, 'touch'), name: 'brought', isOfExtension: true });
      relations.push({ ...the(relations, 'base'), name: 'spatial_ref_sys', isOfExtension: true });
      others.forEach((each) => (each.isOfExtension = true));
    });
    expect(judged(everythingSpec(), changed)).toEqual(['HELD']);
  });

  test('have a row of their own, without a clone too', () => {
    const spec = one('roles: [clerk]', 'exact: [roles]\n');
    expect(judged(spec, everything())).toEqual([
      'NOT_HELD',
      'SCHEMA_OBJECT_EXTRA: role "shop_owner" is there, spec does not know it',
    ]);
  });
});

describe('what has to be absent', () => {
  test.each([
    ['schemas', 'audit', 'schema "audit"'],
    ['extensions', 'plpgsql', 'extension "plpgsql"'],
    ['types', 'audit.hex', 'type "audit.hex"'],
    ['tables', 'base', 'table "base"'],
    ['views', 'states', 'view "states"'],
    ['sequences', 'audit.ticket', 'sequence "audit.ticket"'],
    ['functions', 'touch()', 'function "touch()"'],
    ['functions', 'audit.since', 'function "audit.since"'],
    ['languages', 'plpgsql', 'language "plpgsql"'],
    ['casts', 'audit.span as text', 'cast "audit.span as text"'],
    ['operators', '===(audit.hex, audit.hex)', 'operator "===(audit.hex, audit.hex)"'],
    ['operatorClasses', 'text_odd_ops using btree', 'operator class "text_odd_ops using btree"'],
    ['publications', 'shop_out', 'publication "shop_out"'],
    ['roles', 'clerk', 'role "clerk"'],
    ['columns', 'orders.net', 'column "orders.net"'],
    ['constraints', 'orders.young', 'constraint "orders.young"'],
    ['indexes', 'public.orders.orders_print', 'index "orders.orders_print"'],
    ['triggers', 'orders.orders_touch', 'trigger "orders.orders_touch"'],
    ['rules', 'scratch.keep', 'rule "scratch.keep"'],
    ['policies', 'orders.nobody', 'policy "orders.nobody"'],
  ])('is refused where it is there: %s %s', (kind, name, subject) => {
    expect(judged(one(`absent: { ${kind}: ['${name}'] }`), everything())).toEqual([
      'NOT_HELD',
      `SCHEMA_OBJECT_UNWANTED: ${subject} is there, spec says it is not`,
    ]);
    const other = name.replace('audit', 'other').replace(/^(\w)/, 'x$1');
    expect(judged(one(`absent: { ${kind}: ['${other}'] }`), everything())).toEqual(['HELD']);
  });
});

describe('an assertion', () => {
  const spec = specWith('assertions: [{ title: it is so, sql: SELECT true, timeoutSeconds: 7 }]');
  const [assertion] = spec.surfaces[0]?.assertions ?? [];
  const answered = (answer: Answer | null): string[] =>
    judged(
      spec,
      everything(),
      new Map(answer === null || assertion === undefined ? [] : [[assertionId(assertion), answer]]),
    );
  const asserted = (rows: number, value: 'true' | 'false' | 'null' | 'other'): string[] =>
    answered({ kind: 'asserted', rows, value });

  test('holds for one row with one true', () => {
    expect(asserted(1, 'true')).toEqual(['HELD']);
  });

  test.each([
    [1, 'false', 'false'],
    [1, 'null', 'null'],
    [0, 'null', 'no row'],
    [2, 'true', 'more than one row'],
  ] as const)('does not hold for %d rows with %s', (rows, value, said) => {
    expect(asserted(rows, value)).toEqual([
      'NOT_HELD',
      `SCHEMA_ASSERTION_FAILED: assertion "it is so" returned ${said}, spec says true`,
    ]);
  });

  test('is not decided for anything but a boolean, for an error, or without an answer', () => {
    const undecided = (why: string): string[] => [
      'NOT_DECIDED',
      `SCHEMA_NOT_DECIDED: assertion "it is so": ${why}`,
    ];
    expect(asserted(1, 'other')).toEqual(
      undecided('it does not return one column of type boolean'),
    );
    expect(answered({ kind: 'failed', why: 'it took longer than 7 seconds' })).toEqual(
      undecided('it took longer than 7 seconds'),
    );
    expect(answered(null)).toEqual(undecided('it was not asked'));
    expect(answered({ kind: 'counted', checked: 1, failing: 0 })).toEqual(
      undecided('it was not asked'),
    );
  });

  test('is asked with its own time, or with thirty seconds', () => {
    const short = specWith('assertions: [{ title: t, sql: SELECT true }]');
    const seconds = (each: SchemaSpec): unknown[] =>
      questionsOf(each, everything()).map((question) =>
        question.kind === 'assertion' ? question.timeoutSeconds : null,
      );
    expect(seconds(spec)).toEqual([7]);
    expect(seconds(short)).toEqual([30]);
  });
});

describe('the query of a view', () => {
  const said = 'SELECT id, state FROM public.orders';
  const spec = specWith(
    `views: { open_orders: { definition: ${said} } }`.replace(said, `'${said}'`),
  );

  test('is not decided where the server was not asked, or could not say', () => {
    expect(judged(spec, everything(), new Map())).toEqual([
      'NOT_DECIDED',
      'SCHEMA_NOT_DECIDED: definition of view "open_orders": the server was not asked how it words it',
    ]);
    const why = 'the server refused it (SQLSTATE 42P01)';
    const answers = new Map<string, Answer>([[wordingId(said), { kind: 'failed', why }]]);
    expect(judged(spec, everything(), answers)).toEqual([
      'NOT_DECIDED',
      `SCHEMA_NOT_DECIDED: definition of view "open_orders": ${why}`,
    ]);
  });

  test('needs no asking where the grammar says that it is the same', () => {
    const catalog = everything(({ relations }) => {
      the(relations, 'open_orders').definition = ' SELECT id,\n state\n FROM orders;';
    });
    expect(questionsOf(spec, catalog)).toEqual([]);
    expect(judged(spec, catalog, goodAnswers(spec, catalog))).toEqual(['HELD']);
  });
});
