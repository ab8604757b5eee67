// Each demand broken: refused, with the difference in its exact words.
import { describe, expect, test } from '@jest/globals';
import {
  checkSchema,
  schemaCompatibilitySchema,
  type Catalog,
  type SchemaSpec,
} from '../../../harness/schema/index.ts';
import { answersOf, clone, column, first, orders, SPEC_YAML, specOf, specWith } from './clones.ts';

const SPEC = specOf(SPEC_YAML);

/** Judgement and findings of a changed clone, as `code: what`. */
function judged(
  change: (catalog: Catalog) => void,
  spec: SchemaSpec = SPEC,
): [string, ...string[]] {
  const catalog = clone(change);
  const { table, findings } = checkSchema(spec, catalog, answersOf(spec, catalog));
  schemaCompatibilitySchema.parse(table);
  return [table.judgement, ...findings.map(({ code, what }) => `${code}: ${what}`)];
}

const CASES: readonly [what: string, change: (catalog: Catalog) => void, ...findings: string[]][] =
  [
    [
      'another database',
      ({ database }) => void (database.name = 'shop2'),
      'SCHEMA_DATABASE_DIFFERS: database is shop2, spec says shop',
    ],
    [
      'another encoding',
      ({ database }) => void (database.encoding = 'SQL_ASCII'),
      'SCHEMA_DATABASE_DIFFERS: encoding is SQL_ASCII, spec says utf-8',
    ],
    [
      'no such schema',
      (catalog) => void (catalog.schemas = catalog.schemas.filter(({ name }) => name === 'public')),
      'SCHEMA_SCHEMA_MISSING: schema "audit" is missing',
    ],
    [
      'no such extension',
      (catalog) => void (catalog.extensions = []),
      'SCHEMA_EXTENSION_MISSING: extension "citext" is missing',
    ],
    [
      'an extension of another version',
      ({ extensions }) => void (first(extensions).version = '1.7'),
      'SCHEMA_EXTENSION_DIFFERS: version of extension "citext" is 1.7, spec says 1.6',
    ],
    [
      'an extension in another schema',
      ({ extensions }) => void (first(extensions).schema = 'audit'),
      'SCHEMA_EXTENSION_DIFFERS: schema of extension "citext" is audit, spec says public',
    ],
    [
      'no such enum',
      ({ enums }) => void (first(enums).name = 'order_states'),
      'SCHEMA_ENUM_MISSING: enum "order_state" is missing (there is "order_states")',
    ],
    [
      'an enum in another order',
      ({ enums }) => void first(enums).labels.reverse(),
      'SCHEMA_ENUM_DIFFERS: enum "order_state" is "closed", "open", spec says "open", "closed"',
    ],
    [
      'an enum with one label more',
      ({ enums }) => void first(enums).labels.push('lost'),
      'SCHEMA_ENUM_DIFFERS: enum "order_state" is "open", "closed", "lost", spec says "open", "closed"',
    ],
    [
      'a table of another name',
      (catalog) => void (orders(catalog).name = 'order'),
      'SCHEMA_TABLE_MISSING: table "orders" is missing (there is "order")',
    ],
    [
      'a table in another schema',
      (catalog) => void (orders(catalog).schema = 'audit'),
      'SCHEMA_TABLE_MISSING: table "orders" is missing',
    ],
    [
      'a partitioned table',
      (catalog) => void (orders(catalog).kind = 'partitioned'),
      'SCHEMA_TABLE_DIFFERS: table "orders" is a partitioned table, spec says a table',
    ],
    [
      'an unlogged table',
      (catalog) => void (orders(catalog).persistence = 'unlogged'),
      'SCHEMA_TABLE_DIFFERS: table "orders" is unlogged, spec says permanent',
    ],
    [
      'another owner',
      (catalog) => void (orders(catalog).owner = 'mallory'),
      'SCHEMA_TABLE_DIFFERS: owner of table "orders" is mallory, spec says shop_owner',
    ],
    [
      'row security off',
      (catalog) => void (orders(catalog).hasRowSecurity = false),
      'SCHEMA_TABLE_DIFFERS: row security of table "orders" is off, spec says on',
    ],
    [
      'a column of another type',
      (catalog) => void (columnOf(catalog, 'state').type = 'text'),
      'SCHEMA_COLUMN_DIFFERS: column "orders.state" is text, spec says order_state',
    ],
    [
      'a column of another precision',
      (catalog) => void (columnOf(catalog, 'net').type = 'numeric(10,3)'),
      'SCHEMA_COLUMN_DIFFERS: column "orders.net" is numeric(10,3), spec says numeric(10,2)',
    ],
    [
      'a type of the same name in another schema',
      (catalog) => void (columnOf(catalog, 'state').type = 'audit.order_state'),
      'SCHEMA_COLUMN_DIFFERS: column "orders.state" is audit.order_state, spec says order_state',
    ],
    [
      'a column that takes null',
      (catalog) => void (columnOf(catalog, 'customer').isNullable = true),
      'SCHEMA_COLUMN_DIFFERS: column "orders.customer" is nullable, spec says not null',
    ],
    [
      'a column that takes no null',
      (catalog) => void (columnOf(catalog, 'net').isNullable = false),
      'SCHEMA_COLUMN_DIFFERS: column "orders.net" is not null, spec says nullable',
    ],
    [
      'another default',
      (catalog) => void (columnOf(catalog, 'state').default = "'closed'::public.order_state"),
      "SCHEMA_COLUMN_DIFFERS: default of column \"orders.state\" is 'closed'::public.order_state, spec says 'open'",
    ],
    [
      'no default',
      (catalog) => void (columnOf(catalog, 'state').default = null),
      'SCHEMA_COLUMN_DIFFERS: default of column "orders.state" is none, spec says \'open\'',
    ],
    [
      'a default where there must be none',
      (catalog) => void (columnOf(catalog, 'id').default = '0'),
      'SCHEMA_COLUMN_DIFFERS: default of column "orders.id" is 0, spec says none',
    ],
    [
      'another identity',
      (catalog) => void (columnOf(catalog, 'id').identity = 'by default'),
      'SCHEMA_COLUMN_DIFFERS: identity of column "orders.id" is by default, spec says always',
    ],
    [
      'an identity where there must be none',
      (catalog) => void (columnOf(catalog, 'gross').identity = 'always'),
      'SCHEMA_COLUMN_DIFFERS: identity of column "orders.gross" is always, spec says none',
    ],
    [
      'another generation',
      (catalog) => void (columnOf(catalog, 'gross').generated = '(net * 1.16)'),
      'SCHEMA_COLUMN_DIFFERS: generation of column "orders.gross" is (net * 1.16), spec says net * 1.19',
    ],
    [
      'a column nobody knows',
      (catalog) => void orders(catalog).columns.push(column('note', 'varchar(5)')),
      'SCHEMA_COLUMN_EXTRA: column "orders.note" is there, spec does not know it',
    ],
    [
      'no primary key',
      (catalog) => drop(catalog, 'orders_pkey'),
      'SCHEMA_CONSTRAINT_MISSING: primary key of table "orders" is missing',
    ],
    [
      'a primary key with one column more',
      (catalog) => void constraintOf(catalog, 'orders_pkey').columns.push('net'),
      'SCHEMA_CONSTRAINT_DIFFERS: primary key of table "orders" is (id, net), spec says (id)',
    ],
    [
      'no unique constraint on those columns',
      (catalog) => void constraintOf(catalog, 'orders_customer_net_key').columns.pop(),
      'SCHEMA_CONSTRAINT_MISSING: unique constraint (net, customer) of table "orders" is missing',
    ],
    [
      'no check that says so',
      (catalog) =>
        void (constraintOf(catalog, 'orders_net_check').expression = '(net > (0)::numeric)'),
      'SCHEMA_CONSTRAINT_MISSING: check (net >= 0) of table "orders" is missing',
    ],
    [
      'a check that old rows never met',
      (catalog) => void (constraintOf(catalog, 'orders_net_check').isValidated = false),
      'SCHEMA_CONSTRAINT_DIFFERS: check (net >= 0) of table "orders" is not validated, spec says validated',
    ],
    [
      'no foreign key',
      (catalog) => drop(catalog, 'orders_customer_fkey'),
      'SCHEMA_CONSTRAINT_MISSING: foreign key (customer) of table "orders" is missing',
    ],
    [
      'a foreign key to another table, with other actions',
      (catalog) =>
        void (constraintOf(catalog, 'orders_customer_fkey').references = {
          schema: 'audit',
          table: 'customers',
          columns: ['no'],
          onUpdate: 'cascade',
          onDelete: 'cascade',
          onDeleteColumns: [],
          match: 'simple',
        }),
      'SCHEMA_CONSTRAINT_DIFFERS: target of foreign key (customer) of table "orders" is audit.customers, spec says customers',
      'SCHEMA_CONSTRAINT_DIFFERS: target columns of foreign key (customer) of table "orders" is (no), spec says (id)',
      'SCHEMA_CONSTRAINT_DIFFERS: on delete of foreign key (customer) of table "orders" is cascade, spec says restrict',
      'SCHEMA_CONSTRAINT_DIFFERS: on update of foreign key (customer) of table "orders" is cascade, spec says no action',
    ],
    [
      'a foreign key that old rows never met',
      (catalog) => void (constraintOf(catalog, 'orders_customer_fkey').isValidated = false),
      'SCHEMA_CONSTRAINT_DIFFERS: foreign key (customer) of table "orders" is not validated, spec says validated',
    ],
    ...(
      [
        ['an index by another method', (each) => void (each.method = 'hash')],
        ['an index that is unique', (each) => void (each.isUnique = true)],
        [
          'an index with one column less',
          (each) => void (each.definition = each.definition.replace(', abs(net)', '')),
        ],
        [
          'an index over another expression',
          (each) => void (each.definition = each.definition.replace('abs', 'sign')),
        ],
        ['an index that is not partial', (each) => void (each.predicate = null)],
        [
          'an index partial in another way',
          (each) => void (each.predicate = '(net > (0)::numeric)'),
        ],
      ] satisfies [string, (index: Catalog['indexes'][number]) => void][]
    ).map(([what, change]): (typeof CASES)[number] => [
      what,
      ({ indexes }) => change(first(indexes)),
      'SCHEMA_INDEX_MISSING: btree index (state, abs(net)) where state <> \'closed\' of table "orders" is missing',
    ]),
    [
      'an index that was never finished',
      ({ indexes }) => void (first(indexes).isValid = false),
      'SCHEMA_INDEX_MISSING: btree index (state, abs(net)) where state <> \'closed\' of table "orders" is invalid',
    ],
    [
      'no such policy',
      (catalog) => void (catalog.policies = []),
      'SCHEMA_POLICY_MISSING: policy "own_orders" of table "orders" is missing',
    ],
    [
      'a policy for others, about other rows',
      ({ policies }) =>
        void Object.assign(first(policies), {
          roles: ['public'],
          using: 'true',
          command: 'all',
          isPermissive: false,
        }),
      'SCHEMA_POLICY_DIFFERS: command of policy "own_orders" of table "orders" is all, spec says select',
      'SCHEMA_POLICY_DIFFERS: permissive of policy "own_orders" of table "orders" is restrictive, spec says permissive',
      'SCHEMA_POLICY_DIFFERS: roles of policy "own_orders" of table "orders" is public, spec says clerk, reader',
      'SCHEMA_POLICY_DIFFERS: using of policy "own_orders" of table "orders" is true, spec says customer = 1',
    ],
    [
      'no such trigger',
      ({ triggers }) => void (first(triggers).table = 'customers'),
      'SCHEMA_TRIGGER_MISSING: trigger "orders_touch" of table "orders" is missing',
    ],
    [
      'a trigger that fires otherwise',
      ({ triggers }) =>
        void Object.assign(first(triggers), {
          timing: 'after',
          events: ['update'],
          level: 'statement',
          functionSchema: 'audit',
        }),
      'SCHEMA_TRIGGER_DIFFERS: timing of trigger "orders_touch" of table "orders" is after, spec says before',
      'SCHEMA_TRIGGER_DIFFERS: events of trigger "orders_touch" of table "orders" is update, spec says insert, update',
      'SCHEMA_TRIGGER_DIFFERS: level of trigger "orders_touch" of table "orders" is statement, spec says row',
      'SCHEMA_TRIGGER_DIFFERS: function of trigger "orders_touch" of table "orders" is audit.touch, spec says touch',
    ],
    [
      'a trigger that is disabled, where nothing is said of it',
      ({ triggers }) => void (first(triggers).isEnabled = false),
      'SCHEMA_TRIGGER_DIFFERS: enabled of trigger "orders_touch" of table "orders" is disabled, spec says enabled',
    ],
    [
      'no such view',
      (catalog) =>
        void (catalog.relations = catalog.relations.filter(({ kind }) => kind !== 'view')),
      'SCHEMA_VIEW_MISSING: view "open_orders" is missing',
    ],
    [
      'a view of another kind, of somebody else, with other columns',
      ({ relations }) =>
        void Object.assign(first(relations.filter(({ kind }) => kind === 'view')), {
          kind: 'materialized',
          owner: 'mallory',
          columns: [column('no', 'bigint')],
        }),
      'SCHEMA_VIEW_DIFFERS: kind of view "open_orders" is materialized view, spec says view',
      'SCHEMA_VIEW_DIFFERS: owner of view "open_orders" is mallory, spec says shop_owner',
      'SCHEMA_COLUMN_MISSING: column "open_orders.id" is missing',
      'SCHEMA_COLUMN_EXTRA: column "open_orders.no" is there, spec does not know it',
    ],
    [
      'no such sequence',
      ({ sequences }) => void (first(sequences).schema = 'audit'),
      'SCHEMA_SEQUENCE_MISSING: sequence "orders_id_seq" is missing',
    ],
    [
      'a sequence that counts otherwise',
      ({ sequences }) =>
        void Object.assign(first(sequences), {
          type: 'integer',
          increment: '2',
          isCycling: true,
          ownedBy: null,
        }),
      'SCHEMA_SEQUENCE_DIFFERS: type of sequence "orders_id_seq" is integer, spec says bigint',
      'SCHEMA_SEQUENCE_DIFFERS: increment of sequence "orders_id_seq" is 2, spec says 1',
      'SCHEMA_SEQUENCE_DIFFERS: cycle of sequence "orders_id_seq" is on, spec says off',
      'SCHEMA_SEQUENCE_DIFFERS: owning column of sequence "orders_id_seq" is none, spec says orders.id',
    ],
    [
      'a function with another argument',
      ({ functions }) => void first(functions).arguments.push('text'),
      'SCHEMA_FUNCTION_MISSING: function "touch()" is missing',
    ],
    [
      'a function that runs with its owner\u2019s rights, and more',
      ({ functions }) =>
        void Object.assign(first(functions), {
          isSecurityDefiner: true,
          language: 'c',
          returns: 'integer',
          kind: 'window',
        }),
      'SCHEMA_FUNCTION_DIFFERS: kind of function "touch()" is window, spec says function',
      'SCHEMA_FUNCTION_DIFFERS: language of function "touch()" is c, spec says plpgsql',
      'SCHEMA_FUNCTION_DIFFERS: security of function "touch()" is definer, spec says invoker',
      'SCHEMA_FUNCTION_DIFFERS: returns of function "touch()" is integer, spec says trigger',
    ],
  ];

describe('a difference is refused, and said exactly', () => {
  test.each(CASES)('%s', (_what, change, ...findings) => {
    expect(judged(change)).toEqual(['NOT_HELD', ...findings]);
  });

  test('a missing column, the name that may be meant, and the rule that cannot be asked any more', () => {
    expect(judged((catalog) => void (columnOf(catalog, 'state').name = 'stat'))).toEqual([
      'NOT_HELD',
      'SCHEMA_COLUMN_MISSING: column "orders.state" is missing (there is "stat")',
      'SCHEMA_COLUMN_EXTRA: column "orders.stat" is there, spec does not know it',
      'SCHEMA_NOT_DECIDED: column "orders.state": there is no column state to ask about',
      'SCHEMA_NOT_DECIDED: table "orders": there is no column state to ask about',
    ]);
  });

  test('a view in the place of a table', () => {
    expect(
      judged((catalog) => void (orders(catalog).kind = 'view'), specWith('tables: { orders: {} }')),
    ).toEqual(['NOT_HELD', 'SCHEMA_TABLE_DIFFERS: table "orders" is a view, spec says a table']);
  });

  test('all of them at once, in the order of the spec, each with its place in it', () => {
    const catalog = clone((changed) => {
      changed.database.name = 'x';
      columnOf(changed, 'customer').type = 'text';
      first(changed.functions).language = 'sql';
    });
    const { table } = checkSchema(SPEC, catalog, answersOf(SPEC, catalog));
    expect(first(table.surfaces)).toMatchObject({ clone_has: 'NO', judgement: 'NOT_HELD' });
    expect(first(table.surfaces).differences).toEqual([
      {
        code: 'SCHEMA_DATABASE_DIFFERS',
        path: 'database',
        what: 'database is x, spec says shop',
        found: 'x',
        expected: 'shop',
      },
      {
        code: 'SCHEMA_COLUMN_DIFFERS',
        path: 'tables.orders.columns.customer.type',
        what: 'column "orders.customer" is text, spec says integer',
        found: 'text',
        expected: 'integer',
      },
      {
        code: 'SCHEMA_FUNCTION_DIFFERS',
        path: 'functions.touch().language',
        what: 'language of function "touch()" is sql, spec says plpgsql',
        found: 'sql',
        expected: 'plpgsql',
      },
    ]);
  });

  test('once, where two surfaces demand the same', () => {
    const same = '{ id: a, title: t, required: true, tables: { gone: {} } }';
    const spec = specOf(`version: 1\nsurfaces: [${same}, ${same.replace('id: a', 'id: b')}]`);
    const { table, findings } = checkSchema(spec, clone(), new Map());
    expect(findings).toHaveLength(1);
    expect(table.surfaces.map(({ differences }) => differences.length)).toEqual([1, 1]);
  });

  test('without a control character or a word of authority that the dump brings', () => {
    const word = ['CUTOVER', 'PASS'].join('_');
    const spec = specWith('tables: { orders: { columns: { id: bigint }, extraColumns: refuse } }');
    const catalog = clone(
      (changed) =>
        void (orders(changed).columns = [
          column('id', 'bigint'),
          column(`${word}\u001b[2J`, 'text'),
        ]),
    );
    const text = JSON.stringify(checkSchema(spec, catalog, new Map()));
    expect(text).not.toContain(word);
    expect(text).toContain('u{1b}[2J');
    expect(text).not.toContain('\\u001b');
  });

  test('cut where an expression is longer than a person reads', () => {
    const spec = specWith("tables: { orders: { columns: { state: { default: 'x' } } } }");
    const [, found] = judged(
      (catalog) => void (columnOf(catalog, 'state').default = `'${'y'.repeat(5000)}'`),
      spec,
    );
    expect(found?.length).toBeLessThan(400);
  });

  test('forced row security is row security too, but not the other way round', () => {
    const force = (catalog: Catalog): void => void (orders(catalog).hasForcedRowSecurity = true);
    expect(judged(force, specWith('tables: { orders: { rowSecurity: true } }'))).toEqual(['HELD']);
    expect(judged(force, specWith('tables: { orders: { rowSecurity: forced } }'))).toEqual([
      'HELD',
    ]);
    expect(
      judged(() => undefined, specWith('tables: { orders: { rowSecurity: forced } }')),
    ).toEqual([
      'NOT_HELD',
      'SCHEMA_TABLE_DIFFERS: row security of table "orders" is on, spec says forced',
    ]);
    expect(judged(force, specWith('tables: { orders: { rowSecurity: false } }'))).toEqual([
      'NOT_HELD',
      'SCHEMA_TABLE_DIFFERS: row security of table "orders" is forced, spec says off',
    ]);
  });
});

function columnOf(catalog: Catalog, name: string): Catalog['relations'][number]['columns'][number] {
  return first(orders(catalog).columns.filter((each) => each.name === name));
}

function constraintOf({ constraints }: Catalog, name: string): Catalog['constraints'][number] {
  return first(constraints.filter((each) => each.name === name));
}

function drop(catalog: Catalog, name: string): void {
  catalog.constraints = catalog.constraints.filter((each) => each.name !== name);
}
