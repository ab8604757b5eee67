// A spec that is well formed and yet wrong: each fault with its line and its words.
import { describe, expect, test } from '@jest/globals';
import { parseSpec } from '../../../harness/schema/index.ts';
import { byLine } from '../places.ts';

function complaints(demands: string): string[] {
  const text = `version: 1\nsurfaces:\n- id: s\n  title: t\n  required: true\n  ${demands}\n`;
  return parseSpec(text, 'spec.yaml').findings.map(({ code, where, what }) =>
    byLine(`${code} at ${where}: ${what}`),
  );
}

const table = (demands: string): string => `tables: { orders: { ${demands} } }`;
const at = (path: string, what: string, code = 'INVALID'): string[] => [
  `SCHEMA_SPEC_${code} at spec.yaml:6: "surfaces.0${path}": ${what}`,
];

describe('a fault of a spec', () => {
  test.each([
    [
      'a domain with no name',
      "domains: { 'a.b.c': { type: text } }",
      at('.domains.a.b.c', '"a.b.c" is no name or schema.name'),
    ],
    [
      'an operator without its sides',
      "operators: { '===': {} }",
      at('.operators.===', '"===" is not written sign(type, type)'),
    ],
    [
      'a cast that is none',
      'casts: { text: {} }',
      at('.casts.text', '"text" is not written type as type'),
    ],
    [
      'an operator class without its method',
      'operatorClasses: { ops: {} }',
      at('.operatorClasses.ops', '"ops" is not written name using method'),
    ],
    [
      'an object without its kind',
      'others: { german: {} }',
      at('.others.german', '"german" is not written kind name, as "collation public.german"'),
    ],
    [
      'a version that is no range',
      "extensions: { citext: { version: '1.4 - 2' } }",
      at('.extensions.citext.version', '"1.4 - 2" is no version, and no range such as ">=1.4 <2"'),
    ],
    [
      'a privilege that tables do not have',
      table('grants: { clerk: [execute] }'),
      at(
        '.tables.orders.grants.clerk',
        '"execute" is no privilege here; known are delete, insert, references, select, trigger, truncate, update, all, maintain',
      ),
    ],
    [
      'a privilege that columns do not have',
      table('columns: { id: { grants: { clerk: [delete] } } }'),
      at(
        '.tables.orders.columns.id.grants.clerk',
        '"delete" is no privilege here; known are insert, references, select, update, all',
      ),
    ],
    [
      'a privilege that the database does not have',
      'database: { grants: { clerk: [usage] } }',
      at(
        '.database.grants.clerk',
        '"usage" is no privilege here; known are connect, create, temporary, all',
      ),
    ],
    [
      'a default of a domain that is no expression',
      "domains: { d: { default: 'a b c (' } }",
      at('.domains.d.default', 'this is no SQL expression'),
    ],
    [
      'a check of a domain that is no expression',
      "domains: { d: { checks: ['value >'] } }",
      at('.domains.d.checks.0', 'this is no SQL expression'),
    ],
    [
      'an exclusion without operator',
      table('exclusions: [{ elements: [during] }]'),
      at(
        '.tables.orders.exclusions.0.elements',
        'they are not written as EXCLUDE takes them: "room with ="',
      ),
    ],
    [
      'an index that says nothing',
      table('indexes: [{ unique: true }]'),
      at(
        '.tables.orders.indexes.0',
        'an index needs "columns", a "name" or a "definition"',
        'EMPTY',
      ),
    ],
    [
      'a definition that makes no index',
      table('indexes: [{ definition: SELECT 1 }]'),
      at('.tables.orders.indexes.0.definition', 'it has to be one CREATE INDEX'),
    ],
    [
      'a key of an index that is no expression',
      table("indexes: [{ columns: ['lower('] }]"),
      at('.tables.orders.indexes.0.columns.0', 'this is no SQL expression'),
    ],
    [
      'columns to set where nothing is set',
      table(
        'foreignKeys: [{ columns: [a], references: b, onDelete: cascade, onDeleteColumns: [a] }]',
      ),
      at(
        '.tables.orders.foreignKeys.0.onDeleteColumns',
        'only "set null" and "set default" have any',
      ),
    ],
    [
      'a bound that is none',
      table('partitions: { a: FROM 1 TO 2 }'),
      at(
        '.tables.orders.partitions.a',
        'this is no bound of a partition: FOR VALUES ..., or DEFAULT',
      ),
    ],
    [
      'a partitioning of nothing',
      table('partitioning: {}'),
      at('.tables.orders.partitioning', 'it needs "by" or "key"', 'EMPTY'),
    ],
    [
      'a key of a partitioning that is none',
      table("partitioning: { key: ['lower('] }"),
      at('.tables.orders.partitioning.key.0', 'this is no SQL expression'),
    ],
    [
      'a condition of a trigger that is none',
      table("triggers: { t: { when: 'NEW.a >' } }"),
      at('.tables.orders.triggers.t.when', 'this is no SQL expression'),
    ],
    [
      'a trigger whose firing is said twice',
      table('triggers: { t: { enabled: true, fires: always } }'),
      at('.tables.orders.triggers.t.enabled', '"fires" says it already'),
    ],
    [
      'a definition that makes no rule',
      table('rules: { r: { definition: SELECT 1 } }'),
      at('.tables.orders.rules.r.definition', 'it has to be one CREATE RULE'),
    ],
    [
      'a view that is no query',
      "views: { v: { definition: 'DELETE FROM orders' } }",
      at('.views.v.definition', 'it has to be one SELECT'),
    ],
    [
      'statistics that are none',
      'others: { statistics object s: { definition: SELECT 1 } }',
      at(
        '.others.statistics object s.definition',
        'only extended statistics have one: CREATE STATISTICS ...',
      ),
    ],
    [
      'an assertion of two statements',
      'assertions: [{ title: t, sql: SELECT true; SELECT true }]',
      at('.assertions.0.sql', 'it has to be one SELECT'),
    ],
    [
      'an assertion that would write',
      'assertions: [{ title: t, sql: SELECT true INTO leak }]',
      at('.assertions.0.sql', 'it has to be one SELECT'),
    ],
    [
      'an assertion that would break out of its parentheses',
      'assertions: [{ title: t, sql: "SELECT true) AS a, (SELECT 1" }]',
      at('.assertions.0.sql', 'it has to be one SELECT'),
    ],
    [
      'an assertion that would lock',
      'assertions: [{ title: t, sql: SELECT true FROM public.orders FOR UPDATE }]',
      at('.assertions.0.sql', 'it has to be one SELECT'),
    ],
    [
      'a column classified twice',
      table('classes: { public: [id], synthetic: [id] }'),
      at('.tables.orders.classes.synthetic.0', 'column "orders.id" is classified twice'),
    ],
    [
      'classes of nothing',
      table('classes: {}'),
      at('.tables.orders.classes', 'it classifies no column', 'EMPTY'),
    ],
  ])('is named: %s', (_what, demands, expected) => {
    expect(complaints(demands)).toEqual(expected);
  });

  test('is an id that Table B keeps for the spec as a whole', () => {
    const { findings } = parseSpec(
      'version: 1\nsurfaces:\n- { id: exact, title: t, required: true, roles: [a] }\n',
      'spec.yaml',
    );
    expect(findings.map(({ what }) => what)).toEqual([
      '"surfaces.0.id": the id "exact" is the harness\'s own; take another',
    ]);
  });

  test('is another class in another surface, but not the same class again', () => {
    const spec = (other: string): string => `version: 1
surfaces:
- { id: a, title: t, required: true, tables: { orders: { classes: { masked: { mail: 'null' } } } } }
- { id: b, title: t, required: true, tables: { public.orders: { classes: { masked: { mail: ${other} } } } } }
`;
    expect(parseSpec(spec("'null'"), 'spec.yaml').findings).toEqual([]);
    expect(parseSpec(spec('{ hash: md5 }'), 'spec.yaml').findings.map(({ what }) => what)).toEqual([
      '"surfaces.1.tables.public.orders.classes.masked.mail": column "orders.mail" is classified twice',
    ]);
  });

  test('is none in an assertion that ends with a semicolon or a comment', () => {
    expect(complaints('assertions: [{ title: t, sql: SELECT true; }]')).toEqual([]);
    expect(complaints('assertions: [{ title: t, sql: "SELECT true -- so" }]')).toEqual([]);
  });
});
