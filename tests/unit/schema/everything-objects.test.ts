// Every property of what stands beside tables, broken one by one, in exact words.
import { describe, expect, test } from '@jest/globals';
import { everything, everythingSpec, judged, the, type Change } from './everything.ts';

const CASES: readonly Change[] = [
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
    ({ casts }) => casts.forEach((cast) => (cast.context = 'implicit')),
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
      defaultPrivileges.forEach(
        (each) => (each.grants = [{ role: 'clerk', privileges: ['insert', 'select'] }]),
      ),
    'SCHEMA_GRANTS_DIFFER: what "clerk" may do with new tables of role "shop_owner" in schema "audit" is insert, select, spec says select',
  ],
  [
    'a server that a role may no longer use',
    ({ others }) => others.forEach(({ kind, grants }) => kind === 'server' && grants.shift()),
    'SCHEMA_GRANTS_DIFFER: what "clerk" may do with "server far" is nothing, spec says usage',
  ],
  [
    'statistics over other columns',
    ({ others }) =>
      others.forEach((each) => (each.definition &&= each.definition.replace('kind', 'net'))),
    'SCHEMA_OBJECT_DIFFERS: definition of "statistics object orders_stat" is CREATE STATISTICS public.orders_stat (dependencies) ON state, net FROM public.orders, spec says CREATE STATISTICS s (dependencies) ON state, kind FROM orders',
  ],
];

describe('a difference in an object', () => {
  test.each(CASES)('is said exactly: %s', (_what, change, ...findings) => {
    expect(judged(everythingSpec(), everything(change))).toEqual(['NOT_HELD', ...findings]);
  });
});
