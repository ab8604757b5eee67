// What a clone has that the spec does not name, or says is not there: refused where it is exact.
import { describe, expect, test } from '@jest/globals';
import { columnOf, everything, everythingSpec, judged, the, type Change } from './everything.ts';

const CASES: readonly Change[] = [
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
        grants: [],
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

describe('something that nobody named', () => {
  test.each(CASES)('is said exactly: %s', (_what, change, ...findings) => {
    expect(judged(everythingSpec(), everything(change))).toEqual(['NOT_HELD', ...findings]);
  });
});
