// A small clone as its catalogs would tell it, a spec that it fits, and answers to its questions.
import {
  blankCatalog,
  blankColumn,
  blankRelation,
  catalogSchema,
  parseSpec,
  type Answer,
  type Catalog,
  type ColumnFacts,
  type ConstraintFacts,
  type RelationFacts,
  type SchemaSpec,
} from '../../../harness/schema/index.ts';
import { questionsOf } from '../../../harness/schema/questions.ts';

export function column(name: string, type: string, change: Partial<ColumnFacts> = {}): ColumnFacts {
  return { ...blankColumn(name, type), ...change };
}

export function relation(name: string, change: Partial<RelationFacts> = {}): RelationFacts {
  return { ...blankRelation('public', name, 'shop_owner'), ...change };
}

function constraint(change: Partial<ConstraintFacts>): ConstraintFacts {
  return {
    schema: 'public',
    table: 'orders',
    name: 'c',
    kind: 'check',
    columns: [],
    include: [],
    definition: '',
    expression: null,
    isValidated: true,
    isDeferrable: false,
    isInitiallyDeferred: false,
    isNullsNotDistinct: false,
    isNoInherit: false,
    isInherited: false,
    comment: null,
    references: null,
    ...change,
  };
}

const OWNED = { owner: 'shop_owner', comment: null, grants: [], isOfExtension: false };

const FUNCTION = {
  volatility: 'volatile' as const,
  parallel: 'unsafe' as const,
  isStrict: false,
  isLeakproof: false,
  settings: [],
  ...OWNED,
};

const CATALOG: Catalog = {
  ...blankCatalog('shop', 'shop_owner'),
  schemas: [
    { name: 'audit', ...OWNED },
    { name: 'public', ...OWNED, owner: 'pg_database_owner' },
  ],
  relations: [
    relation('customers', { columns: [column('id', 'integer', { isNullable: false })] }),
    relation('orders', {
      hasRowSecurity: true,
      columns: [
        column('id', 'bigint', { isNullable: false, identity: 'always' }),
        column('customer', 'integer', { isNullable: false }),
        column('state', 'public.order_state', { default: "'open'::public.order_state" }),
        column('net', 'numeric(10,2)'),
        column('gross', 'numeric', { generated: '(net * 1.19)' }),
      ],
    }),
    relation('open_orders', { kind: 'view', columns: [column('id', 'bigint')] }),
  ],
  constraints: [
    constraint({ name: 'orders_pkey', kind: 'primary key', columns: ['id'] }),
    constraint({ name: 'orders_customer_net_key', kind: 'unique', columns: ['customer', 'net'] }),
    constraint({ name: 'orders_net_check', expression: '(net >= (0)::numeric)', columns: ['net'] }),
    constraint({
      name: 'orders_customer_fkey',
      kind: 'foreign key',
      columns: ['customer'],
      references: {
        schema: 'public',
        table: 'customers',
        columns: ['id'],
        onUpdate: 'no action',
        onDelete: 'restrict',
        onDeleteColumns: [],
        match: 'simple',
      },
    }),
  ],
  indexes: [
    {
      schema: 'public',
      table: 'orders',
      name: 'orders_state_idx',
      method: 'btree',
      isUnique: false,
      isValid: true,
      keys: [
        { column: 'state', expression: 'state' },
        { column: null, expression: 'abs(net)' },
      ],
      include: [],
      predicate: "(state <> 'closed'::public.order_state)",
      definition:
        "CREATE INDEX orders_state_idx ON public.orders USING btree (state, abs(net)) WHERE (state <> 'closed'::public.order_state)",
      isNullsNotDistinct: false,
      isClustered: false,
      options: {},
      comment: null,
      constraint: null,
      isInherited: false,
      isOfExtension: false,
    },
  ],
  triggers: [
    {
      schema: 'public',
      table: 'orders',
      name: 'orders_touch',
      timing: 'before',
      events: ['insert', 'update'],
      level: 'row',
      isEnabled: true,
      fires: 'origin',
      functionSchema: 'public',
      functionName: 'touch',
      columns: [],
      definition:
        'CREATE TRIGGER orders_touch BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.touch()',
      isConstraint: false,
      isDeferrable: false,
      isInitiallyDeferred: false,
      oldTable: null,
      newTable: null,
      comment: null,
      isInherited: false,
      isOfExtension: false,
    },
  ],
  policies: [
    {
      schema: 'public',
      table: 'orders',
      name: 'own_orders',
      command: 'select',
      isPermissive: true,
      roles: ['clerk', 'reader'],
      using: '(customer = 1)',
      check: null,
      comment: null,
    },
  ],
  enums: [{ schema: 'public', name: 'order_state', labels: ['open', 'closed'], ...OWNED }],
  sequences: [
    {
      schema: 'public',
      name: 'orders_id_seq',
      type: 'bigint',
      start: '1',
      increment: '1',
      minimum: '1',
      maximum: '9223372036854775807',
      cache: '1',
      isCycling: false,
      persistence: 'permanent',
      isIdentity: true,
      ...OWNED,
      ownedBy: { schema: 'public', table: 'orders', column: 'id' },
    },
  ],
  functions: [
    {
      schema: 'public',
      name: 'touch',
      arguments: [],
      kind: 'function',
      language: 'plpgsql',
      isSecurityDefiner: false,
      returns: 'trigger',
      argumentList: '',
      body: ' BEGIN RETURN NEW; END ',
      ...FUNCTION,
    },
    {
      schema: 'audit',
      name: 'since',
      arguments: ['timestamp with time zone', 'integer'],
      kind: 'procedure',
      language: 'sql',
      isSecurityDefiner: true,
      returns: null,
      argumentList: 'at timestamp with time zone, most integer DEFAULT 10',
      body: 'SELECT 1',
      ...FUNCTION,
    },
  ],
  extensions: [{ name: 'citext', version: '1.6', schema: 'public', comment: null }],
};

/** A copy, changed by `change`, and still in the contract's form. */
export function clone(change: (catalog: Catalog) => void = () => undefined): Catalog {
  const copy = structuredClone(CATALOG);
  change(copy);
  return catalogSchema.parse(copy);
}

/** The clone's table `orders`, and `T` of a list that must hold it. */
export function orders({ relations }: Catalog): RelationFacts {
  return first(relations.filter(({ name }) => name === 'orders'));
}

export function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('the list is empty');
  return item;
}

/** Everything that the clone is, demanded. */
export const SPEC_YAML = `version: 1
title: a shop
surfaces:
  - id: shop
    title: the shop is whole
    required: true
    database: shop
    encoding: utf-8
    schemas: [audit]
    extensions: { citext: { version: '1.6', schema: public } }
    enums: { order_state: [open, closed] }
    tables:
      orders:
        kind: table
        persistence: permanent
        owner: shop_owner
        extraColumns: refuse
        columns:
          id: { type: int8, nullable: false, identity: always, default: false, generated: false }
          customer: int not null
          state: { type: order_state, default: "'open'" }
          net: decimal(10, 2) null
          gross: { type: numeric, generated: net * 1.19, identity: false }
        primaryKey: [id]
        unique: [[net, customer]]
        foreignKeys:
          - { columns: [customer], references: customers, to: [id], onDelete: restrict, onUpdate: no action }
        checks: [CHECK (net >= 0)]
        indexes:
          - { columns: [state, abs(net)], method: btree, unique: false, where: state <> 'closed' }
        rowSecurity: true
        policies:
          own_orders: { command: select, permissive: true, roles: [reader, clerk], using: customer = 1 }
        triggers:
          orders_touch: { timing: before, events: [update, insert], level: row, function: touch }
        rowCount: { atLeast: 1 }
        expect:
          - { column: state, in: [open, closed], notNull: true }
          - { column: net, atLeast: 0, atMost: 1000 }
          - { column: customer, matches: '^[0-9]+$' }
          - { unique: [customer, net] }
          - { where: { state: open }, atLeast: 1, atMost: 5 }
    views: { open_orders: { kind: view, owner: shop_owner, columns: { id: bigint }, extraColumns: refuse } }
    sequences: { orders_id_seq: { type: bigint, increment: 1, cycle: false, ownedBy: orders.id } }
    functions:
      touch(): { kind: function, language: plpgsql, returns: trigger, securityDefiner: false }
      audit.since(timestamptz, int4): { kind: procedure, language: sql, securityDefiner: true }
`;

export function specOf(text: string): SchemaSpec {
  const { spec, findings } = parseSpec(text, 'spec.yaml');
  if (spec === null) throw new Error(findings.map(({ what }) => what).join('; '));
  return spec;
}

/** One required surface with these demands. */
export function specWith(demands: string): SchemaSpec {
  return specOf(`version: 1\nsurfaces: [{ id: s, title: t, required: true, ${demands} }]`);
}

/** The same answer to every question that the clone can be asked. */
export function answersOf(
  spec: SchemaSpec,
  catalog: Catalog,
  answer: Answer = { kind: 'counted', checked: 3, failing: 0 },
): Map<string, Answer> {
  return new Map(questionsOf(spec, catalog).map(({ id }) => [id, answer]));
}
