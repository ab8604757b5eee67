// Every kind of thing that a spec can demand: held as it is, broken one by one, in exact words.
import { describe, expect, test } from '@jest/globals';
import type { Catalog } from '../../../harness/schema/index.ts';
import { everything, everythingSpec, judged, the } from './everything.ts';

type Case = readonly [what: string, change: (catalog: Catalog) => void, ...findings: string[]];

const columnOf = (
  { relations }: Catalog,
  table: string,
  name: string,
): Catalog['relations'][number]['columns'][number] => the(the(relations, table).columns, name);

const foreignKey = ({
  constraints,
}: Catalog): NonNullable<Catalog['constraints'][number]['references']> => {
  const { references } = the(constraints, 'orders_customer_fkey');
  if (references === null) throw new Error('it points nowhere');
  return references;
};

const change = (facts: { definition: string }, from: string, to: string): void => {
  if (!facts.definition.includes(from)) throw new Error(`not there: ${from}`);
  facts.definition = facts.definition.replace(from, to);
};

const CASES: readonly Case[] = [
  [
    'another collation',
    ({ database }) => void (database.collation = 'de_DE.utf8'),
    'SCHEMA_DATABASE_DIFFERS: collation of the database is de_DE.utf8, spec says C.UTF-8',
  ],
  [
    'another locale provider',
    ({ database }) => void (database.localeProvider = 'icu'),
    'SCHEMA_DATABASE_DIFFERS: locale provider of the database is icu, spec says libc',
  ],
  [
    'another owner of the database',
    ({ database }) => void (database.owner = 'mallory'),
    'SCHEMA_DATABASE_DIFFERS: owner of the database is mallory, spec says shop_owner',
    'SCHEMA_GRANTS_DIFFER: what "mallory" may do with the database is nothing, spec says all',
    'SCHEMA_GRANTS_DIFFER: what "shop_owner" may do with the database is all, spec says nothing',
  ],
  [
    'a comment on the database',
    ({ database }) => void (database.comment = 'mine'),
    'SCHEMA_DATABASE_DIFFERS: comment of the database is mine, spec says none',
  ],
  [
    'a right more on the database',
    ({ database }) => void database.grants.push({ role: 'clerk', privileges: ['create'] }),
    'SCHEMA_GRANTS_DIFFER: what "clerk" may do with the database is create, spec says nothing',
  ],
  [
    'another owner of a schema',
    ({ schemas }) => void (the(schemas, 'audit').owner = 'mallory'),
    'SCHEMA_SCHEMA_DIFFERS: owner of schema "audit" is mallory, spec says shop_owner',
    'SCHEMA_GRANTS_DIFFER: what "mallory" may do with schema "audit" is nothing, spec says all',
    'SCHEMA_GRANTS_DIFFER: what "shop_owner" may do with schema "audit" is all, spec says nothing',
  ],
  [
    'another comment of a schema',
    ({ schemas }) => void (the(schemas, 'audit').comment = null),
    'SCHEMA_SCHEMA_DIFFERS: comment of schema "audit" is none, spec says what happened',
  ],
  [
    'a right on a schema that cannot be handed on',
    ({ schemas }) =>
      void (the(schemas, 'audit').grants = [
        { role: 'clerk', privileges: ['usage'] },
        { role: 'shop_owner', privileges: ['create', 'usage'] },
      ]),
    'SCHEMA_GRANTS_DIFFER: what "clerk" may do with schema "audit" is usage, spec says usage with grant option',
  ],
  [
    'an extension beyond its range',
    ({ extensions }) => void (the(extensions, 'plpgsql').version = '2.0'),
    'SCHEMA_EXTENSION_DIFFERS: version of extension "plpgsql" is 2.0, spec says >=1.0 <2',
  ],
  [
    'an extension before its range',
    ({ extensions }) => void (the(extensions, 'plpgsql').version = '0.9'),
    'SCHEMA_EXTENSION_DIFFERS: version of extension "plpgsql" is 0.9, spec says >=1.0 <2',
  ],
  [
    'no such role',
    ({ roles }) => void roles.shift(),
    'SCHEMA_OBJECT_MISSING: role "clerk" is missing',
  ],
  [
    'another comment of an enum',
    ({ enums }) => void (the(enums, 'order_state').comment = 'near'),
    'SCHEMA_ENUM_DIFFERS: comment of enum "order_state" is near, spec says how far',
  ],
  [
    'a domain over another type',
    ({ domains }) => void (the(domains, 'hex').type = 'character(5)'),
    'SCHEMA_TYPE_DIFFERS: base type of domain "audit.hex" is character(5), spec says character(4)',
  ],
  [
    'a domain that takes null',
    ({ domains }) => void (the(domains, 'hex').isNullable = true),
    'SCHEMA_TYPE_DIFFERS: nullability of domain "audit.hex" is nullable, spec says not null',
  ],
  [
    'a domain with another default',
    ({ domains }) => void (the(domains, 'hex').default = "'ff00'::bpchar"),
    "SCHEMA_TYPE_DIFFERS: default of domain \"audit.hex\" is 'ff00'::bpchar, spec says '00ff'",
  ],
  [
    'a domain with another check',
    ({ domains }) =>
      void (the(domains, 'hex').checks = [
        { name: 'c', expression: "(VALUE <> ''::bpchar)", isValidated: true },
      ]),
    'SCHEMA_TYPE_DIFFERS: check (VALUE ~ \'^[0-9a-f]{4}$\') of domain "audit.hex" is missing',
    'SCHEMA_TYPE_DIFFERS: check ((VALUE <> \'\'::bpchar)) of domain "audit.hex" is there, spec does not know it',
  ],
  [
    'a domain with a check that old values never met',
    ({ domains }) =>
      void (the(domains, 'hex').checks = the(domains, 'hex').checks.map((check) => ({
        ...check,
        isValidated: false,
      }))),
    'SCHEMA_TYPE_DIFFERS: check (VALUE ~ \'^[0-9a-f]{4}$\') of domain "audit.hex" is not validated',
  ],
  [
    'a composite type with another attribute',
    ({ composites }) => void the(composites, 'span').attributes.reverse(),
    'SCHEMA_TYPE_DIFFERS: attributes of composite type "audit.span" is (high text collate C, low integer), spec says (low integer, high text collate C)',
  ],
  [
    'a range over another type',
    ({ ranges }) => void (the(ranges, 'floatrange').subtype = 'numeric'),
    'SCHEMA_TYPE_DIFFERS: subtype of range type "floatrange" is numeric, spec says double precision',
  ],
  [
    'a range with another operator class',
    ({ ranges }) => void (the(ranges, 'floatrange').operatorClass = 'public.float8_ops'),
    'SCHEMA_TYPE_DIFFERS: operator class of range type "floatrange" is public.float8_ops, spec says float8_ops',
  ],
  [
    'a range without its difference',
    ({ ranges }) => void (the(ranges, 'floatrange').subtypeDifference = null),
    'SCHEMA_TYPE_DIFFERS: subtype difference of range type "floatrange" is none, spec says pg_catalog.float8mi',
  ],
  [
    'a range that everyone may use',
    ({ ranges }) =>
      void the(ranges, 'floatrange').grants.push({ role: 'public', privileges: ['usage'] }),
    'SCHEMA_GRANTS_DIFFER: what "public" may do with range type "floatrange" is usage, spec says nothing',
  ],
  [
    'no such domain',
    ({ domains }) => void (the(domains, 'hex').name = 'hexx'),
    'SCHEMA_TYPE_MISSING: domain "audit.hex" is missing (there is "audit.hexx")',
    'SCHEMA_OBJECT_EXTRA: domain "audit.hexx" is there, spec does not know it',
  ],
  [
    'a column with another collation',
    (catalog) => void (columnOf(catalog, 'customers', 'Odd name').collation = 'pg_catalog.POSIX'),
    'SCHEMA_COLUMN_DIFFERS: collation of column "customers."Odd name"" is POSIX, spec says C',
  ],
  [
    'a column that is stored otherwise',
    (catalog) => void (columnOf(catalog, 'orders', 'kind').storage = null),
    'SCHEMA_COLUMN_DIFFERS: storage of column "orders.kind" is none, spec says external',
  ],
  [
    'a column with another statistics target',
    (catalog) => void (columnOf(catalog, 'orders', 'kind').statistics = null),
    'SCHEMA_COLUMN_DIFFERS: statistics target of column "orders.kind" is none, spec says 200',
  ],
  [
    'a column without its compression',
    (catalog) => void (columnOf(catalog, 'orders', 'tags').compression = null),
    'SCHEMA_COLUMN_DIFFERS: compression of column "orders.tags" is none, spec says pglz',
  ],
  [
    'a column without its comment',
    (catalog) => void (columnOf(catalog, 'customers', 'mail').comment = null),
    'SCHEMA_COLUMN_DIFFERS: comment of column "customers.mail" is none, spec says where to',
  ],
  [
    'a column that a role may no longer read',
    (catalog) => void (columnOf(catalog, 'customers', 'mail').grants = []),
    'SCHEMA_GRANTS_DIFFER: what "clerk" may do with column "customers.mail" is nothing, spec says select',
  ],
  [
    'a column with a default that nobody named',
    (catalog) => void (columnOf(catalog, 'orders', 'net').default = '0'),
    'SCHEMA_COLUMN_DIFFERS: default of column "orders.net" is 0, spec says none',
  ],
  [
    'a column that takes no null, though nobody said so',
    (catalog) => void (columnOf(catalog, 'orders', 'net').isNullable = false),
    'SCHEMA_COLUMN_DIFFERS: column "orders.net" is not null, spec says nullable',
  ],
  [
    'an identity that counts otherwise',
    ({ sequences }) => void (the(sequences, 'orders_id_seq').increment = '1'),
    'SCHEMA_COLUMN_DIFFERS: increment of identity of column "orders.id" is 1, spec says 5',
  ],
  [
    'a primary key of another name',
    ({ constraints }) => void (the(constraints, 'orders_pkey').name = 'orders_key'),
    'SCHEMA_CONSTRAINT_DIFFERS: name of primary key of table "orders" is orders_key, spec says orders_pkey',
  ],
  [
    'a unique constraint in which nulls differ',
    ({ constraints }) =>
      void (the(constraints, 'orders_customer_at_key').isNullsNotDistinct = false),
    'SCHEMA_CONSTRAINT_DIFFERS: nulls of unique constraint (at, customer) of table "orders" is distinct, spec says not distinct',
  ],
  [
    'a foreign key that matches otherwise',
    (catalog) => void (foreignKey(catalog).match = 'simple'),
    'SCHEMA_CONSTRAINT_DIFFERS: match of foreign key (customer) of table "orders" is simple, spec says full',
  ],
  [
    'a foreign key that sets some columns',
    (catalog) => void foreignKey(catalog).onDeleteColumns.push('customer'),
    'SCHEMA_CONSTRAINT_DIFFERS: columns set on delete of foreign key (customer) of table "orders" is (customer), spec says all',
  ],
  [
    'a foreign key that waits no longer',
    ({ constraints }) =>
      void (the(constraints, 'orders_customer_fkey').isInitiallyDeferred = false),
    'SCHEMA_CONSTRAINT_DIFFERS: deferrability of foreign key (customer) of table "orders" is immediate, spec says deferred',
  ],
  [
    'a check that was validated meanwhile',
    ({ constraints }) => void (the(constraints, 'young').isValidated = true),
    'SCHEMA_CONSTRAINT_DIFFERS: check (id > 0) of table "orders" is validated, spec says not validated',
  ],
  [
    'a check of another expression',
    ({ constraints }) => void (the(constraints, 'young').expression = '(id > 1)'),
    'SCHEMA_CONSTRAINT_DIFFERS: check "young" of table "orders" is (id > 1), spec says id > 0',
  ],
  [
    'a check that children do not have',
    ({ constraints }) => void (the(constraints, 'orders_net_check').isNoInherit = true),
    'SCHEMA_CONSTRAINT_DIFFERS: no inherit of check (net BETWEEN 0 AND 1000) of table "orders" is on, spec says off',
  ],
  [
    'an exclusion by another operator',
    ({ constraints }) => void change(the(constraints, 'orders_during_excl'), '&&', '-|-'),
    'SCHEMA_CONSTRAINT_MISSING: exclusion (during with &&) of table "orders" is missing',
    'SCHEMA_OBJECT_EXTRA: exclusion "orders_during_excl" (during) of table "orders" is there, spec does not know it',
  ],
  [
    'an exclusion of other rows',
    ({ constraints }) =>
      void change(the(constraints, 'orders_during_excl'), 'net > (0)', 'net > (1)'),
    'SCHEMA_CONSTRAINT_DIFFERS: where of exclusion (during with &&) of table "orders" is (net > (1)::numeric), spec says net > 0',
  ],
  [
    'an index in another order',
    ({ indexes }) => void change(the(indexes, 'orders_kind_idx'), 'DESC NULLS LAST', 'DESC'),
    "SCHEMA_INDEX_MISSING: index (lower(kind) text_pattern_ops, state desc nulls last) where state <> 'closed' AND kind LIKE 'w%' of table \"orders\" is missing",
    'SCHEMA_OBJECT_EXTRA: index "orders_kind_idx" of table "orders" is there, spec does not know it',
  ],
  [
    'an index with another operator class',
    ({ indexes }) => void change(the(indexes, 'orders_kind_idx'), 'text_pattern_ops', ''),
    "SCHEMA_INDEX_MISSING: index (lower(kind) text_pattern_ops, state desc nulls last) where state <> 'closed' AND kind LIKE 'w%' of table \"orders\" is missing",
    'SCHEMA_OBJECT_EXTRA: index "orders_kind_idx" of table "orders" is there, spec does not know it',
  ],
  [
    'an index that carries nothing',
    ({ indexes }) => void (the(indexes, 'orders_kind_idx').include = []),
    "SCHEMA_INDEX_DIFFERS: include of index (lower(kind) text_pattern_ops, state desc nulls last) where state <> 'closed' AND kind LIKE 'w%' of table \"orders\" is none, spec says (net)",
  ],
  [
    'an index of that name that is not unique',
    ({ indexes }) => void (the(indexes, 'orders_print').isUnique = false),
    'SCHEMA_INDEX_DIFFERS: uniqueness of index "orders_print" of table "orders" is off, spec says on',
  ],
  [
    'an index of that name over another column',
    ({ indexes }) => void change(the(indexes, 'orders_print'), '(print)', '(covers)'),
    'SCHEMA_INDEX_DIFFERS: columns of index "orders_print" of table "orders" is (covers), spec says (print)',
  ],
  [
    'an index of that name that became partial',
    ({ indexes }) => void (the(indexes, 'orders_print').predicate = '(net > 0)'),
    'SCHEMA_INDEX_DIFFERS: where of index "orders_print" of table "orders" is (net > 0), spec says none',
  ],
  [
    'an index that the table is clustered by',
    ({ indexes }) => void (the(indexes, 'orders_print').isClustered = true),
    'SCHEMA_INDEX_DIFFERS: clustering of index "orders_print" of table "orders" is on, spec says off',
  ],
  [
    'an index with a parameter',
    ({ indexes }) => void (the(indexes, 'orders_print').options = { fillfactor: '50' }),
    'SCHEMA_INDEX_DIFFERS: fillfactor of index "orders_print" of table "orders" is 50, spec says not set',
  ],
  [
    'a table without its parameter',
    ({ relations }) => void (the(relations, 'orders').options = {}),
    'SCHEMA_TABLE_DIFFERS: fillfactor of table "orders" is not set, spec says 70',
  ],
  [
    'a table with a parameter that nobody named',
    ({ relations }) => void (the(relations, 'base').options = { fillfactor: '50' }),
    'SCHEMA_TABLE_DIFFERS: fillfactor of table "base" is 50, spec says not set',
  ],
  [
    'another replica identity',
    ({ relations }) => void (the(relations, 'orders').replicaIdentity = 'nothing'),
    'SCHEMA_TABLE_DIFFERS: replica identity of table "orders" is nothing, spec says full',
  ],
  [
    'row security that does not hold the owner',
    ({ relations }) => void (the(relations, 'orders').hasForcedRowSecurity = false),
    'SCHEMA_TABLE_DIFFERS: row security of table "orders" is on, spec says forced',
  ],
  [
    'row security that nobody named',
    ({ relations }) => void (the(relations, 'base').hasRowSecurity = true),
    'SCHEMA_TABLE_DIFFERS: row security of table "base" is on, spec says off',
  ],
  [
    'a role that may do more with a table',
    ({ relations }) =>
      void the(relations, 'base').grants.push({ role: 'clerk', privileges: ['select'] }),
    'SCHEMA_GRANTS_DIFFER: what "clerk" may do with table "base" is select, spec says nothing',
  ],
  [
    'a table that inherits no longer',
    ({ relations }) => void (the(relations, 'child').parents = []),
    'SCHEMA_TABLE_DIFFERS: inheritance of table "child" is none, spec says base',
  ],
  [
    'a table parted by list',
    ({ relations }) => void (the(relations, 'parts').partitionKey = 'LIST (at)'),
    'SCHEMA_TABLE_DIFFERS: strategy of partitioning of table "parts" is list, spec says range',
    'SCHEMA_TABLE_DIFFERS: key of partitioning of table "parts" is LIST (at), spec says at, abs(n)',
  ],
  [
    'a table parted by another key',
    ({ relations }) => void (the(relations, 'parts').partitionKey = 'RANGE (at, sign(n))'),
    'SCHEMA_TABLE_DIFFERS: key of partitioning of table "parts" is RANGE (at, sign(n)), spec says at, abs(n)',
  ],
  [
    'a partition with other bounds',
    ({ relations }) =>
      void (the(relations, 'parts_2024').partitionBound =
        "FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2026-01-01', MINVALUE)"),
    "SCHEMA_TABLE_DIFFERS: bound of partition \"parts_2024\" of table \"parts\" is FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2026-01-01', MINVALUE), spec says FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-01', MINVALUE)",
  ],
  [
    'no such partition',
    ({ relations }) => {
      const part = the(relations, 'parts_all');
      part.parents = [];
      part.isPartition = false;
    },
    'SCHEMA_TABLE_MISSING: partition "parts_all" of table "parts" is missing',
  ],
  [
    'a policy with another check',
    ({ policies }) => void (the(policies, 'nobody').check = null),
    'SCHEMA_POLICY_DIFFERS: check of policy "nobody" of table "orders" is none, spec says state = \'open\'',
  ],
  [
    'a policy for some',
    ({ policies }) => void (the(policies, 'nobody').roles = ['clerk']),
    'SCHEMA_POLICY_DIFFERS: roles of policy "nobody" of table "orders" is clerk, spec says public',
  ],
  [
    'a trigger on another condition',
    ({ triggers }) => void change(the(triggers, 'orders_touch'), 'new.net > ', 'new.net < '),
    'SCHEMA_TRIGGER_DIFFERS: condition of trigger "orders_touch" of table "orders" is (new.net < (0)::numeric), spec says NEW.net > 0',
  ],
  [
    'a trigger without condition',
    ({ triggers }) =>
      void change(the(triggers, 'orders_touch'), 'WHEN ((new.net > (0)::numeric)) ', ''),
    'SCHEMA_TRIGGER_DIFFERS: condition of trigger "orders_touch" of table "orders" is none, spec says NEW.net > 0',
  ],
  [
    'a trigger with other arguments',
    ({ triggers }) => void change(the(triggers, 'orders_touch'), "'b'", "'c'"),
    "SCHEMA_TRIGGER_DIFFERS: arguments of trigger \"orders_touch\" of table \"orders\" is 'a', 'c', spec says 'a', 'b'",
  ],
  [
    'a trigger for other columns',
    ({ triggers }) => void the(triggers, 'orders_touch').columns.pop(),
    'SCHEMA_TRIGGER_DIFFERS: columns of trigger "orders_touch" of table "orders" is (state), spec says (net, state)',
  ],
  [
    'a trigger that fires always',
    ({ triggers }) => void (the(triggers, 'orders_touch').fires = 'always'),
    'SCHEMA_TRIGGER_DIFFERS: firing of trigger "orders_touch" of table "orders" is always, spec says origin',
  ],
  [
    'a trigger that is no constraint',
    ({ triggers }) => void (the(triggers, 'orders_late').isConstraint = false),
    'SCHEMA_TRIGGER_DIFFERS: being a constraint of trigger "orders_late" of table "orders" is no, spec says yes',
  ],
  [
    'a trigger that does not wait',
    ({ triggers }) => void (the(triggers, 'orders_late').isInitiallyDeferred = false),
    'SCHEMA_TRIGGER_DIFFERS: deferrability of trigger "orders_late" of table "orders" is immediate, spec says deferred',
  ],
  [
    'a trigger with another old table',
    ({ triggers }) => void (the(triggers, 'orders_bulk').oldTable = 'before'),
    'SCHEMA_TRIGGER_DIFFERS: old table of trigger "orders_bulk" of table "orders" is before, spec says was',
  ],
  [
    'a rule for something else',
    ({ rules }) => void (the(rules, 'keep').event = 'insert'),
    'SCHEMA_RULE_DIFFERS: event of rule "keep" of table "scratch" is insert, spec says delete',
  ],
  [
    'a rule that says something else',
    ({ rules }) => void change(the(rules, 'keep'), 'INSTEAD NOTHING', 'ALSO NOTHING'),
    'SCHEMA_RULE_DIFFERS: definition of rule "keep" of table "scratch" is CREATE RULE keep AS ON DELETE TO public.scratch DO ALSO NOTHING;, spec says CREATE RULE keep AS ON DELETE TO scratch DO INSTEAD NOTHING',
  ],
  [
    'a rule that is off',
    ({ rules }) => void (the(rules, 'keep').fires = 'disabled'),
    'SCHEMA_RULE_DIFFERS: firing of rule "keep" of table "scratch" is disabled, spec says origin',
  ],
  [
    'no such rule',
    ({ rules }) => void (the(rules, 'keep').name = 'kept'),
    'SCHEMA_RULE_MISSING: rule "keep" of table "scratch" is missing',
    'SCHEMA_OBJECT_EXTRA: rule "kept" of table "scratch" is there, spec does not know it',
  ],
  [
    'a view without its option',
    ({ relations }) => void (the(relations, 'open_orders').options = {}),
    'SCHEMA_VIEW_DIFFERS: security_barrier of view "open_orders" is not set, spec says true',
  ],
  [
    'a view of another owner',
    ({ relations }) => void (the(relations, 'open_orders').owner = 'mallory'),
    'SCHEMA_VIEW_DIFFERS: owner of view "open_orders" is mallory, spec says shop_owner',
    'SCHEMA_GRANTS_DIFFER: what "mallory" may do with view "open_orders" is nothing, spec says all',
    'SCHEMA_GRANTS_DIFFER: what "shop_owner" may do with view "open_orders" is all, spec says nothing',
  ],
  [
    'a view with another query',
    (catalog) =>
      void (the(catalog.relations, 'open_orders').definition =
        ' SELECT o.id, o.state FROM public.orders o;'),
    'SCHEMA_VIEW_DIFFERS: definition of view "open_orders" is SELECT o.id, o.state FROM public.orders o;, spec says SELECT o.id, o.state FROM public.orders o WHERE (o.state = \'open\'::public.order_state);',
  ],
  [
    'a materialized view that holds rows',
    ({ relations }) => void (the(relations, 'states').isPopulated = true),
    'SCHEMA_VIEW_DIFFERS: holding its rows of view "states" is yes, spec says no',
  ],
  [
    'a sequence that ends elsewhere',
    ({ sequences }) => void (the(sequences, 'ticket').maximum = '1000'),
    'SCHEMA_SEQUENCE_DIFFERS: maximum of sequence "audit.ticket" is 1000, spec says 999',
  ],
  [
    'a sequence that keeps fewer numbers ready',
    ({ sequences }) => void (the(sequences, 'ticket').cache = '1'),
    'SCHEMA_SEQUENCE_DIFFERS: cache of sequence "audit.ticket" is 1, spec says 4',
  ],
  [
    'a sequence that nobody may use',
    ({ sequences }) => void (the(sequences, 'ticket').grants = []),
    'SCHEMA_GRANTS_DIFFER: what "clerk" may do with sequence "audit.ticket" is nothing, spec says usage',
    'SCHEMA_GRANTS_DIFFER: what "shop_owner" may do with sequence "audit.ticket" is nothing, spec says all',
  ],
  [
    'another volatility',
    ({ functions }) => void (the(functions, 'since').volatility = 'volatile'),
    'SCHEMA_FUNCTION_DIFFERS: volatility of function "audit.since(timestamp with time zone, integer)" is volatile, spec says stable',
  ],
  [
    'a function that takes null',
    ({ functions }) => void (the(functions, 'since').isStrict = false),
    'SCHEMA_FUNCTION_DIFFERS: strictness of function "audit.since(timestamp with time zone, integer)" is no, spec says yes',
  ],
  [
    'a function that is not parallel',
    ({ functions }) => void (the(functions, 'since').parallel = 'restricted'),
    'SCHEMA_FUNCTION_DIFFERS: parallel safety of function "audit.since(timestamp with time zone, integer)" is restricted, spec says safe',
  ],
  [
    'a function with another default',
    ({ functions }) =>
      void (the(functions, 'since').argumentList =
        'at timestamp with time zone, most integer DEFAULT 11'),
    'SCHEMA_FUNCTION_DIFFERS: arguments of function "audit.since(timestamp with time zone, integer)" is (at timestamp with time zone, most integer DEFAULT 11), spec says (at timestamptz, most int DEFAULT 10)',
  ],
  [
    'a function with another body',
    ({ functions }) => void (the(functions, 'touch').body = 'BEGIN RETURN OLD; END'),
    'SCHEMA_FUNCTION_DIFFERS: sha256 of the body of function "touch()" is 2aab58c3aa15eba6bb6ce64d76efa840af76db48bd64753b5d0460f94a5a98d1, spec says 8d06b3b371ddc811a4c41c9946aaf8fbec2798eafa5a83714c4bce1975fd9469',
  ],
  [
    'a function without its setting',
    ({ functions }) => void (the(functions, 'touch').settings = []),
    'SCHEMA_FUNCTION_DIFFERS: settings of function "touch()" is none, spec says search_path=pg_catalog',
  ],
  [
    'a function that everyone may call',
    ({ functions }) =>
      void the(functions, 'touch').grants.push({ role: 'public', privileges: ['execute'] }),
    'SCHEMA_GRANTS_DIFFER: what "public" may do with function "touch()" is execute, spec says nothing',
  ],
  [
    'a function that leaks',
    ({ functions }) => void (the(functions, 'touch').isLeakproof = true),
    'SCHEMA_FUNCTION_DIFFERS: leakproofness of function "touch()" is yes, spec says no',
  ],
  [
    'a cast in another context',
    ({ casts }) => void casts.forEach((cast) => (cast.context = 'implicit')),
    'SCHEMA_OBJECT_DIFFERS: context of cast "audit.span as text" is implicit, spec says assignment',
  ],
  [
    'no such cast',
    ({ casts }) => void casts.pop(),
    'SCHEMA_OBJECT_MISSING: cast "audit.span as text" is missing',
  ],
  [
    'an operator by another function',
    ({ operators }) => void (the(operators, '===').function = 'public.lie'),
    'SCHEMA_OBJECT_DIFFERS: function of operator "===(audit.hex, audit.hex)" is lie, spec says hexeq',
  ],
  [
    'an operator class that became the default',
    ({ operatorClasses }) => void (the(operatorClasses, 'text_odd_ops').isDefault = true),
    'SCHEMA_OBJECT_DIFFERS: being the default of operator class "text_odd_ops using btree" is yes, spec says no',
  ],
  [
    'a publication of more',
    ({ publications }) => void the(publications, 'shop_out').operations.push('delete'),
    'SCHEMA_OBJECT_DIFFERS: operations of publication "shop_out" is delete, insert, spec says insert',
  ],
  [
    'a publication of another table',
    ({ publications }) => void (the(publications, 'shop_out').tables = []),
    'SCHEMA_OBJECT_DIFFERS: tables of publication "shop_out" is none, spec says orders',
  ],
  [
    'other default privileges',
    ({ defaultPrivileges }) =>
      void defaultPrivileges.forEach(
        (each) => (each.grants = [{ role: 'clerk', privileges: ['insert', 'select'] }]),
      ),
    'SCHEMA_GRANTS_DIFFER: what "clerk" may do with new tables of role "shop_owner" in schema "audit" is insert, select, spec says select',
  ],
  [
    'statistics over other columns',
    ({ others }) =>
      void others.forEach((each) => (each.definition &&= each.definition.replace('kind', 'net'))),
    'SCHEMA_OBJECT_DIFFERS: definition of "statistics object orders_stat" is CREATE STATISTICS public.orders_stat (dependencies) ON state, net FROM public.orders, spec says CREATE STATISTICS s (dependencies) ON state, kind FROM orders',
  ],
  [
    'an untrusted language that nobody named',
    ({ languages }) =>
      void languages.push({
        ...the(languages, 'plpgsql'),
        name: 'plsh',
        isTrusted: false,
        isOfExtension: false,
      }),
    'SCHEMA_OBJECT_EXTRA: language "plsh" is there, spec does not know it',
  ],
  [
    'a schema that nobody named',
    ({ schemas }) => void schemas.push({ ...the(schemas, 'audit'), name: 'secret' }),
    'SCHEMA_OBJECT_EXTRA: schema "secret" is there, spec does not know it',
  ],
  [
    'an extension that nobody named',
    ({ extensions }) =>
      void extensions.push({ name: 'dblink', version: '1.2', schema: 'public', comment: null }),
    'SCHEMA_OBJECT_EXTRA: extension "dblink" is there, spec does not know it',
  ],
  [
    'a table that nobody named',
    ({ relations }) => void relations.push({ ...the(relations, 'base'), name: 'notes' }),
    'SCHEMA_OBJECT_EXTRA: table "notes" is there, spec does not know it',
  ],
  [
    'a view that nobody named',
    ({ relations }) =>
      void relations.push({ ...the(relations, 'open_orders'), name: 'all_orders' }),
    'SCHEMA_OBJECT_EXTRA: view "all_orders" is there, spec does not know it',
  ],
  [
    'a function that nobody named',
    ({ functions }) => void functions.push({ ...the(functions, 'touch'), arguments: ['integer'] }),
    'SCHEMA_OBJECT_EXTRA: function "touch(integer)" is there, spec does not know it',
  ],
  [
    'a sequence that nobody named',
    ({ sequences }) => void sequences.push({ ...the(sequences, 'ticket'), name: 'more' }),
    'SCHEMA_OBJECT_EXTRA: sequence "audit.more" is there, spec does not know it',
  ],
  [
    'an enum that nobody named',
    ({ enums }) => void enums.push({ ...the(enums, 'order_state'), name: 'state' }),
    'SCHEMA_OBJECT_EXTRA: enum "state" is there, spec does not know it',
  ],
  [
    'a role that nobody named',
    ({ roles }) => void roles.push('mallory'),
    'SCHEMA_OBJECT_EXTRA: role "mallory" is there, spec does not know it',
  ],
  [
    'an object of any other kind that nobody named',
    ({ others }) =>
      void others.push({
        kind: 'text search configuration',
        identity: 'public.german',
        schema: 'public',
        owner: 'clerk',
        comment: null,
        definition: null,
        isOfExtension: false,
      }),
    'SCHEMA_OBJECT_EXTRA: "text search configuration german" is there, spec does not know it',
  ],
  [
    'a constraint that nobody named',
    ({ constraints }) =>
      void constraints.push({ ...the(constraints, 'young'), name: 'old', expression: '(id < 9)' }),
    'SCHEMA_OBJECT_EXTRA: check "old" (id < 9) of table "orders" is there, spec does not know it',
  ],
  [
    'an index that nobody named',
    ({ indexes }) =>
      void indexes.push({
        ...the(indexes, 'orders_print'),
        name: 'more',
        definition: 'CREATE INDEX more ON public.orders USING btree (at)',
      }),
    'SCHEMA_OBJECT_EXTRA: index "more" of table "orders" is there, spec does not know it',
  ],
  [
    'a trigger that nobody named',
    ({ triggers }) => void triggers.push({ ...the(triggers, 'orders_touch'), name: 'more' }),
    'SCHEMA_OBJECT_EXTRA: trigger "more" of table "orders" is there, spec does not know it',
  ],
  [
    'a policy that nobody named',
    ({ policies }) => void policies.push({ ...the(policies, 'nobody'), name: 'more' }),
    'SCHEMA_OBJECT_EXTRA: policy "more" of table "orders" is there, spec does not know it',
  ],
  [
    'a rule that nobody named',
    ({ rules }) => void rules.push({ ...the(rules, 'keep'), name: 'more' }),
    'SCHEMA_OBJECT_EXTRA: rule "more" of table "scratch" is there, spec does not know it',
  ],
  [
    'a partition that nobody named',
    ({ relations }) => void relations.push({ ...the(relations, 'parts_all'), name: 'parts_more' }),
    'SCHEMA_OBJECT_EXTRA: partition "parts_more" of table "parts" is there, spec does not know it',
  ],
  [
    'a column that nobody named',
    (catalog) =>
      void the(catalog.relations, 'base').columns.push({
        ...columnOf(catalog, 'base', 'id'),
        name: 'more',
      }),
    'SCHEMA_COLUMN_EXTRA: column "base.more" is there, spec does not know it',
  ],
  [
    'a table that has to be absent',
    ({ relations }) => void relations.push({ ...the(relations, 'base'), name: 'old_orders' }),
    'SCHEMA_OBJECT_UNWANTED: table "old_orders" is there, spec says it is not',
    'SCHEMA_OBJECT_EXTRA: table "old_orders" is there, spec does not know it',
  ],
];

describe('a clone that is all that the spec says', () => {
  test('holds, and has nothing that the spec does not name', () => {
    expect(judged(everythingSpec(), everything())).toEqual(['HELD']);
  });
});

describe('a difference of any kind', () => {
  test.each(CASES)('is said exactly: %s', (_what, change, ...findings) => {
    expect(judged(everythingSpec(), everything(change))).toEqual(['NOT_HELD', ...findings]);
  });
});
