// Proposed classes: by name, type and the shape of rows; what is not sure is left for a person.
import { describe, expect, test } from '@jest/globals';
import {
  blankCatalog,
  blankColumn,
  blankRelation,
  proposeClasses,
  type Catalog,
  type ColumnFacts,
} from '../../../harness/schema/index.ts';
import {
  columnKey,
  readContents,
  type ColumnContent,
} from '../../../harness/schema/propose-content.ts';
import { columnsToStudy } from '../../../harness/schema/propose.ts';

function catalogOf(column: ColumnFacts, change: Partial<Catalog> = {}, table = 'things'): Catalog {
  const relation = { ...blankRelation('public', table, 'shop_owner'), columns: [column] };
  return { ...blankCatalog('shop', 'shop_owner'), relations: [relation], ...change };
}

const PLAIN: ColumnContent = {
  rows: 100,
  filled: 100,
  constant: null,
  skeleton: null,
  hash: null,
  emailDomain: null,
};

/** `public`, a mask's shape, or why it is left open. */
function proposed(
  name: string,
  type: string,
  content: Partial<ColumnContent> | null = {},
  catalog = catalogOf(blankColumn(name, type)),
): unknown {
  const [relation] = catalog.relations;
  const contents = new Map(
    content === null
      ? []
      : [[columnKey('public', relation?.name ?? '', name), { ...PLAIN, ...content }]],
  );
  const found = proposeClasses(catalog, contents)[0]?.columns[0]?.proposal;
  if (found?.kind === 'masked') return found.shape;
  return found?.kind === 'open' ? found.why : found?.kind;
}

describe('a column that is proposed as public', () => {
  test.each([
    ['paid', 'boolean'],
    ['email_verified', 'boolean'],
    ['created_at', 'timestamp with time zone'],
    ['password_changed', 'timestamp without time zone'],
    ['due', 'date'],
    ['id', 'uuid'],
    ['address_id', 'bigint'],
    ['id', 'integer'],
    ['unit_price', 'numeric(10,2)'],
    ['bytes_raw', 'bigint'],
    ['position_x', 'integer'],
    ['mime_type', 'character varying(40)'],
    ['login_attempts', 'integer'],
  ])('%s %s is known by name and type, without a look at its rows', (name, type) => {
    expect(proposed(name, type, null)).toBe('public');
    expect(columnsToStudy(catalogOf(blankColumn(name, type)))).toEqual([]);
  });

  test('has a type of labels, or a domain over a harmless type', () => {
    const owned = { owner: 'o', comment: null, grants: [], isOfExtension: false };
    const enums = [{ schema: 'audit', name: 'mood', labels: ['sad'], ...owned }];
    const column = blankColumn('how', 'audit.mood');
    expect(proposed('how', 'audit.mood', null, catalogOf(column, { enums }))).toBe('public');
    const domain = { isNullable: true, default: null, collation: null, checks: [], ...owned };
    const domains = [{ schema: 'public', name: 'moment', type: 'date', ...domain }];
    const dated = catalogOf(blankColumn('when', 'public.moment'), { domains });
    expect(proposed('when', 'public.moment', null, dated)).toBe('public');
  });

  test('is a text that a check restricts to a list', () => {
    const restricted = (expression: string, columns: string[]): unknown => {
      const check = {
        schema: 'public',
        table: 'things',
        name: 'listed',
        kind: 'check' as const,
        columns,
        include: [],
        definition: '',
        expression,
        isValidated: true,
        isDeferrable: false,
        isInitiallyDeferred: false,
        isNullsNotDistinct: false,
        isNoInherit: false,
        isInherited: false,
        comment: null,
        references: null,
      };
      const column = blankColumn('how', 'text');
      return proposed('how', 'text', {}, catalogOf(column, { constraints: [check] }));
    };
    const list = "(how = ANY (ARRAY['a'::text, 'b'::text]))";
    expect(restricted(list, ['how'])).toBe('public');
    expect(restricted(list, ['how', 'why'])).not.toBe('public');
    expect(restricted(list, ['other'])).not.toBe('public');
    expect(restricted("(how <> 'a'::text)", ['how'])).not.toBe('public');
  });

  test('is a hash by its name and in every row', () => {
    expect(proposed('content_sha256', 'text', { hash: 'sha256' })).toBe('public');
    expect(proposed('content_sha256', 'text')).not.toBe('public');
  });
});

describe('a personal column', () => {
  test.each([
    ['email', 'text', 'looks like an e-mail address'],
    ['E-Mail', 'text', 'looks like an e-mail address'],
    ['contactEmail', 'character varying(200)', 'looks like an e-mail address'],
    ['first_name', 'text', 'looks like a person\u2019s name'],
    ['lastName', 'text', 'looks like a person\u2019s name'],
    ['phone_number', 'text', 'looks like a phone number'],
    ['billing_address', 'text', 'looks like a postal address'],
    ['postal_code', 'text', 'looks like a postal address'],
    ['ssn', 'character(11)', 'looks like an identity number'],
    ['iban', 'text', 'looks like a bank or card number'],
    ['birth_date', 'date', 'looks like a date of birth'],
    ['born_at', 'timestamp with time zone', 'looks like a date of birth'],
    ['last_seen_from', 'inet', 'looks like a network address'],
    ['ip', 'text', 'looks like a network address or a device'],
    ['password', 'text', 'looks like a secret'],
    ['api_key', 'uuid', 'looks like a secret'],
    ['latitude', 'double precision', 'looks like a place'],
    ['salary', 'numeric', 'looks like something about a person'],
    ['religion', 'boolean', 'looks like something about a person'],
    ['notes', 'text', 'looks like free text, which may say anything'],
  ])('%s %s is left open where its rows show no mask', (name, type, why) => {
    expect(proposed(name, type)).toBe(`${why}; its rows show no mask`);
    expect(proposed(name, type, { rows: 0, filled: 0 })).toBe(`${why}; there are no rows to tell`);
    expect(proposed(name, type, null)).toBe(`${why}; its rows could not be read`);
  });

  test('called name is a person\u2019s in a table of people, and unknown elsewhere', () => {
    const column = blankColumn('name', 'text');
    const people = catalogOf(column, {}, 'customers');
    expect(proposed('name', 'text', {}, people)).toMatch(/^looks like a person/);
    expect(proposed('name', 'text')).toMatch(/^text whose name does not say what it holds/);
  });

  test.each<[Partial<ColumnContent>, unknown]>([
    [{ filled: 0 }, 'null'],
    [{ constant: 'masked' }, { constant: 'masked' }],
    [{ filled: 1, constant: '' }, { constant: '' }],
    [{ hash: 'sha1' }, { hash: 'sha1' }],
    [{ emailDomain: 'example.org' }, { emailDomain: 'example.org' }],
    [{ skeleton: 'user-0 (a.b)' }, { pattern: '^user-[0-9]+ \\(a\\.b\\)$' }],
  ])('whose rows show %j is proposed as masked', (content, shape) => {
    expect(proposed('email', 'text', content)).toEqual(shape);
  });

  test('is not masked by a value that few rows share: it may be somebody\u2019s', () => {
    expect(proposed('email', 'text', { filled: 4, constant: 'a@b.c' })).toMatch(/no mask$/);
    expect(proposed('email', 'text', { filled: 4, skeleton: 'user-0' })).toMatch(/no mask$/);
  });

  test('is not masked by digits and marks alone, which every phone number has', () => {
    expect(proposed('phone', 'text', { skeleton: '+0 0-0' })).toMatch(/no mask$/);
  });

  test('never gets its one secret written into a spec', () => {
    expect(proposed('password', 'text', { constant: 'hunter2' })).toMatch(/no mask$/);
    expect(proposed('password', 'text', { constant: '[REDACTED]' })).toEqual({
      constant: '[REDACTED]',
    });
  });
});

describe('a column that nobody can tell', () => {
  test('is masked only if it holds nothing at all', () => {
    expect(proposed('payload', 'jsonb', { filled: 0 })).toBe('null');
    expect(proposed('payload', 'jsonb', { constant: '{}' })).toEqual({ constant: '{}' });
    expect(proposed('payload', 'jsonb', { constant: '{"a":1}' })).toMatch(/no mask$/);
    expect(proposed('weird', 'text', { hash: 'md5' })).toMatch(/no mask$/);
  });
});

test('a partition is not asked for: its root stands for it', () => {
  const catalog = catalogOf(blankColumn('email', 'text'));
  const relations = catalog.relations.map((each) => ({ ...each, isPartition: true }));
  expect(proposeClasses({ ...catalog, relations }, new Map())).toEqual([]);
});

describe('what rows tell', () => {
  const table = { schema: 'public', table: 't', columns: ['a'] };
  const facts = {
    rows: 3,
    filled: 3,
    low: 'x',
    high: 'x',
    lowSkeleton: 'x',
    highSkeleton: 'x',
    hashes: [0, 0, 0],
    domains: [0, 0, 0, 0, 0, 0, 0],
  };
  const read = (change: Partial<typeof facts>): ColumnContent | undefined =>
    readContents(table, [{ ...facts, ...change }])[0]?.[1];

  test('is a constant where the lowest and the highest value are one, and short', () => {
    expect(read({})?.constant).toBe('x');
    expect(read({ high: 'y' })?.constant).toBeNull();
    expect(read({ low: 'x'.repeat(101), high: 'x'.repeat(101) })?.constant).toBeNull();
  });

  test('is a hash or a domain only where every filled row is one', () => {
    expect(read({ hashes: [0, 3, 0] })?.hash).toBe('sha1');
    expect(read({ hashes: [0, 2, 0] })?.hash).toBeNull();
    expect(read({ filled: 0, hashes: [0, 0, 0] })?.hash).toBeNull();
    expect(read({ domains: [0, 3, 0, 0, 0, 0, 0] })?.emailDomain).toBe('example.com');
  });

  test('is not guessed from an answer that is not the query\u2019s', () => {
    expect(() => readContents(table, [])).toThrow('an answer lacks a column');
    expect(() => readContents(table, [{}])).toThrow();
  });
});
