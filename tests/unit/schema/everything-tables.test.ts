// Every property of a table and of what hangs on it, broken one by one, in exact words.
import { describe, expect, test } from '@jest/globals';
import {
  columnOf,
  everything,
  everythingSpec,
  exchange,
  foreignKey,
  judged,
  the,
  type Change,
} from './everything.ts';

const CASES: readonly Change[] = [
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
    ({ constraints }) => exchange(the(constraints, 'orders_during_excl'), '&&', '-|-'),
    'SCHEMA_CONSTRAINT_MISSING: exclusion (during with &&) of table "orders" is missing',
    'SCHEMA_OBJECT_EXTRA: exclusion "orders_during_excl" (during) of table "orders" is there, spec does not know it',
  ],
  [
    'an exclusion of other rows',
    ({ constraints }) => exchange(the(constraints, 'orders_during_excl'), 'net > (0)', 'net > (1)'),
    'SCHEMA_CONSTRAINT_DIFFERS: where of exclusion (during with &&) of table "orders" is (net > (1)::numeric), spec says net > 0',
  ],
  [
    'an index in another order',
    ({ indexes }) => exchange(the(indexes, 'orders_kind_idx'), 'DESC NULLS LAST', 'DESC'),
    "SCHEMA_INDEX_MISSING: index (lower(kind) text_pattern_ops, state desc nulls last) where state <> 'closed' AND kind LIKE 'w%' of table \"orders\" is missing",
    'SCHEMA_OBJECT_EXTRA: index "orders_kind_idx" of table "orders" is there, spec does not know it',
  ],
  [
    'an index with another operator class',
    ({ indexes }) => exchange(the(indexes, 'orders_kind_idx'), 'text_pattern_ops', ''),
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
    ({ indexes }) => exchange(the(indexes, 'orders_print'), '(print)', '(covers)'),
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
    'a foreign table of another server',
    ({ relations }) => (the(relations, 'far_orders').server = 'near'),
    'SCHEMA_TABLE_DIFFERS: server of table "far_orders" is near, spec says far',
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
    ({ triggers }) => exchange(the(triggers, 'orders_touch'), 'new.net > ', 'new.net < '),
    'SCHEMA_TRIGGER_DIFFERS: condition of trigger "orders_touch" of table "orders" is (new.net < (0)::numeric), spec says NEW.net > 0',
  ],
  [
    'a trigger without condition',
    ({ triggers }) =>
      exchange(the(triggers, 'orders_touch'), 'WHEN ((new.net > (0)::numeric)) ', ''),
    'SCHEMA_TRIGGER_DIFFERS: condition of trigger "orders_touch" of table "orders" is none, spec says NEW.net > 0',
  ],
  [
    'a trigger with other arguments',
    ({ triggers }) => exchange(the(triggers, 'orders_touch'), "'b'", "'c'"),
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
    ({ rules }) => exchange(the(rules, 'keep'), 'INSTEAD NOTHING', 'ALSO NOTHING'),
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
];

describe('a difference in a table', () => {
  test.each(CASES)('is said exactly: %s', (_what, change, ...findings) => {
    expect(judged(everythingSpec(), everything(change))).toEqual(['NOT_HELD', ...findings]);
  });
});
