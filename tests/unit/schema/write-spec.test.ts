// Specs written from catalogs: what is said, what goes without saying, and that it reads back.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  blankCatalog,
  blankColumn,
  blankRelation,
  parseSpec,
  specOf,
  specText,
  withProposals,
  type Catalog,
  type ColumnFacts,
  type RelationFacts,
  type SequenceFacts,
  type TableDemand,
} from '../../../harness/schema/index.ts';
import {
  insideParentheses,
  splitList,
  withoutOuterParentheses,
} from '../../../harness/schema/write-spec-text.ts';
import { notePath } from '../../../harness/schema/write-spec-yaml.ts';

function catalogWith(relation: Partial<RelationFacts>, change: Partial<Catalog> = {}): Catalog {
  const table = { ...blankRelation('public', 'things', 'boss'), ...relation };
  return { ...blankCatalog('shop', 'boss'), relations: [table], ...change };
}

/** What the spec of a database with that one table says of it. */
function tableOf(relation: Partial<RelationFacts>, change: Partial<Catalog> = {}): TableDemand {
  const spec = specOf(catalogWith(relation, change));
  const table = spec.surfaces.flatMap(({ tables = {} }) => Object.values(tables))[0];
  if (table === undefined) throw new Error('the spec has no table');
  return table;
}

function columnOf(change: Partial<ColumnFacts>, catalog: Partial<Catalog> = {}): unknown {
  const column = { ...blankColumn('c', 'text'), ...change };
  return tableOf({ columns: [column] }, catalog).columns?.['c'];
}

const onThings = { schema: 'public', table: 'things' };
const constraint = {
  ...onThings,
  columns: ['c'],
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
};

describe('a column', () => {
  test.each([
    ['character varying(20)', 'varchar(20) null'],
    ['character varying', 'varchar null'],
    ['character(4)', 'char(4) null'],
    ['timestamp with time zone', 'timestamptz null'],
    ['timestamp(3) without time zone', 'timestamp(3) null'],
    ['time with time zone', 'timetz null'],
    ['public.mood', 'mood null'],
    ['audit."Odd type"[]', 'audit."Odd type"[] null'],
    ['numeric(10,2)', 'numeric(10,2) null'],
  ])('of type %s is written %s', (type, written) => {
    expect(columnOf({ type })).toBe(written);
  });

  test('is written in full where there is more than type and nullability', () => {
    expect(columnOf({ isNullable: false })).toBe('text not null');
    expect(columnOf({ default: "'a'::text", comment: 'first' })).toEqual({
      type: 'text',
      nullable: true,
      default: "'a'::text",
      comment: 'first',
    });
    expect(columnOf({ generated: '(a || b)', isStored: false })).toEqual({
      type: 'text',
      nullable: true,
      generated: 'a || b',
      stored: false,
    });
    expect(columnOf({ grants: [{ role: 'clerk', privileges: ['update'] }] })).toEqual({
      type: 'text',
      nullable: true,
      grants: { clerk: ['update'] },
    });
  });

  test('has its identity in short where its sequence is as any other', () => {
    const sequence: SequenceFacts = {
      schema: 'public',
      name: 'things_c_seq',
      type: 'bigint',
      start: '1',
      increment: '1',
      minimum: '1',
      maximum: '9223372036854775807',
      cache: '1',
      isCycling: false,
      persistence: 'permanent',
      ownedBy: { ...onThings, column: 'c' },
      isIdentity: true,
      owner: 'boss',
      comment: null,
      grants: [{ role: 'boss', privileges: ['select', 'update', 'usage'] }],
      isOfExtension: false,
    };
    const identity = (change: Partial<SequenceFacts>): unknown =>
      columnOf(
        { type: 'bigint', isNullable: false, identity: 'always' },
        { sequences: [{ ...sequence, ...change }] },
      );
    expect(identity({})).toMatchObject({ identity: 'always' });
    expect(identity({ increment: '5', maximum: '9223372036854775000' })).toMatchObject({
      identity: { kind: 'always', increment: 5, maximum: '9223372036854775000' },
    });
  });
});

describe('grants', () => {
  const all = ['delete', 'insert', 'references', 'select', 'trigger', 'truncate', 'update'];
  test.each([
    [
      'are not said where they are as a new table has them',
      [{ role: 'boss', privileges: all }],
      undefined,
    ],
    [
      'are not said where they are as a new table of 17 has them',
      [{ role: 'boss', privileges: [...all, 'maintain'] }],
      undefined,
    ],
    ['that the owner has lost are said', [], { boss: [] }],
    [
      'of other roles are said, the whole of them in one word',
      [
        { role: 'boss', privileges: all },
        { role: 'clerk', privileges: ['select', 'insert'] },
        { role: 'second', privileges: all },
      ],
      { clerk: ['insert', 'select'], second: ['all'] },
    ],
  ])('%s', (_, grants, written) => {
    expect(tableOf({ grants }).grants).toEqual(written);
  });
});

describe('what hangs on a table', () => {
  test('is written with its name, and with what its kind does not bring of itself', () => {
    const table = tableOf(
      { columns: [blankColumn('c', 'text')] },
      {
        constraints: [
          { ...constraint, name: 'things_pkey', kind: 'primary key' },
          {
            ...constraint,
            name: 'young',
            kind: 'check',
            expression: '((a > 1) AND (b < 2))',
            isValidated: false,
          },
          {
            ...constraint,
            name: 'apart',
            kind: 'exclusion',
            definition: `EXCLUDE USING gist (c WITH =, tsrange(a, b, '[)') WITH &&) WHERE ((c <> ')'::text)) DEFERRABLE`,
            isDeferrable: true,
          },
          { ...constraint, name: 'things_of_parent', kind: 'unique', isInherited: true },
        ],
        indexes: [
          {
            ...onThings,
            name: 'things_lower',
            method: 'btree',
            isUnique: true,
            isValid: true,
            keys: [{ column: null, expression: 'lower(c)' }],
            include: ['d'],
            predicate: "(c <> ','::text)",
            definition: `CREATE UNIQUE INDEX things_lower ON public.things USING btree (lower(c) DESC, "a,b") INCLUDE (d) WHERE (c <> ','::text)`,
            isNullsNotDistinct: false,
            isClustered: false,
            options: {},
            comment: null,
            constraint: null,
            isInherited: false,
            isOfExtension: false,
          },
        ],
      },
    );
    expect(table).toMatchObject({
      primaryKey: { columns: ['c'], name: 'things_pkey' },
      checks: [{ expression: '(a > 1) AND (b < 2)', name: 'young', validated: false }],
      exclusions: [
        {
          elements: ['c WITH =', "tsrange(a, b, '[)') WITH &&"],
          method: 'gist',
          where: "c <> ')'::text",
          name: 'apart',
          deferrable: 'immediate',
        },
      ],
      indexes: [
        {
          columns: ['lower(c) DESC', '"a,b"'],
          name: 'things_lower',
          unique: true,
          include: ['d'],
          where: "c <> ','::text",
        },
      ],
    });
    expect(table.unique).toBeUndefined();
  });

  test('is a trigger with its condition and its arguments, whatever stands in its quotes', () => {
    const table = tableOf(
      {},
      {
        triggers: [
          {
            ...onThings,
            name: 'odd',
            timing: 'after',
            events: ['update'],
            level: 'row',
            isEnabled: true,
            fires: 'origin',
            functionSchema: 'audit',
            functionName: 'note',
            columns: ['c'],
            definition: `CREATE TRIGGER odd AFTER UPDATE OF c ON public.things FOR EACH ROW WHEN (((old.c <> ' EXECUTE FUNCTION x(') AND true)) EXECUTE FUNCTION audit.note('a', 'it''s, so', E'back\\\\slash')`,
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
      },
    );
    expect(table.triggers).toEqual({
      odd: {
        timing: 'after',
        events: ['update'],
        level: 'row',
        function: 'audit.note',
        arguments: ['a', "it's, so", 'back\\slash'],
        columns: ['c'],
        when: "(old.c <> ' EXECUTE FUNCTION x(') AND true",
        fires: 'origin',
      },
    });
  });

  test('is what a partitioned table is divided by, and into what', () => {
    const root = { kind: 'partitioned', partitionKey: 'RANGE (at, lower(c))' } as const;
    const part: RelationFacts = {
      ...blankRelation('public', 'things_1', 'boss'),
      parents: [{ schema: 'public', name: 'things' }],
      isPartition: true,
      partitionBound: 'DEFAULT',
    };
    const catalog = catalogWith(root);
    const spec = specOf({ ...catalog, relations: [...catalog.relations, part] });
    const tables = Object.assign({}, ...spec.surfaces.map((each) => each.tables)) as unknown;
    expect(tables).toMatchObject({
      things: {
        kind: 'partitioned',
        partitioning: { by: 'range', key: ['at', 'lower(c)'] },
        partitions: { things_1: 'DEFAULT' },
      },
      things_1: { partitionOf: 'things' },
    });
  });
});

describe('a written spec', () => {
  test('leaves out what an extension brought, and has a surface for each schema', () => {
    const schemas = ['audit', 'Odd Schema', 'odd-schema'].map((name) => ({
      name,
      owner: 'boss',
      comment: null,
      grants: [],
      isOfExtension: false,
    }));
    const spec = specOf(catalogWith({ isOfExtension: true }, { schemas }));
    expect(spec.exact).toBe(true);
    expect(spec.surfaces.map(({ id }) => id)).toEqual([
      'database',
      'schema-audit',
      'schema-odd-schema',
      'schema-odd-schema-2',
    ]);
    expect(spec.surfaces.every(({ tables }) => tables === undefined)).toBe(true);
  });

  test('reads back as what was written, whatever names and texts are in it', () => {
    const columns = ['yes', 'null', '1', '- a: b', '#x', 'tab\there', 'two words'].map((name) =>
      blankColumn(name, 'text'),
    );
    const odd = catalogWith({ name: 'Odd.table', columns, comment: 'line one\n# line two: {x}\n' });
    const spec = specOf(odd);
    const { findings, spec: read } = parseSpec(specText(spec, ['head'], new Map()), 'x.yaml');
    expect(findings).toEqual([]);
    expect(read).toEqual(spec);
  });

  test('says what is left to do where it has to be done, in comments that stay comments', () => {
    const catalog = catalogWith({
      columns: [blankColumn('a', 'text'), blankColumn('b\n- x', 'text')],
    });
    const [relation] = catalog.relations;
    if (relation === undefined) throw new Error('the catalog has no table');
    const proposed = withProposals(
      specOf(catalog),
      [
        {
          relation,
          columns: [
            { name: 'a', proposal: { kind: 'masked', shape: { hash: 'md5' } } },
            { name: 'b\n- x', proposal: { kind: 'open', why: 'nobody knows' } },
          ],
        },
      ],
      new Map([['things', 10]]),
    );
    expect(proposed.undecided).toEqual(['things.b\n- x']);
    const text = specText(proposed.spec, ['first', 'second'], proposed.notes);
    expect(text).toMatch(/^# first\n# second\n\nversion: 1\n/);
    expect(text).toContain(
      `
          classes:
            masked: { a: { hash: md5 } }
            # nobody has classified this column yet: b\\u{a}- x (nobody knows)
          rowCount: { atLeast: 8, atMost: 12 }
`.replace(/^ {2}/gm, ''),
    );
    const { spec } = parseSpec(text, 'x.yaml');
    expect(spec?.sanitization).toBe('partial');
    expect(spec).toEqual(proposed.spec);
  });

  test('has no note without a place', () => {
    const notes = new Map([[notePath(['surfaces', 7]), ['lost']]]);
    expect(() => specText(specOf(catalogWith({})), [], notes)).toThrow('a note has no place');
  });
});

describe('what the server prints', () => {
  test('is taken apart at its own level only', () => {
    expect(insideParentheses(`(a(b)')' c) d`)).toBe(`a(b)')' c`);
    expect(splitList(`a, f(b, c), 'x, y', "d,e", ARRAY[1, 2]`)).toEqual([
      'a',
      'f(b, c)',
      `'x, y'`,
      '"d,e"',
      'ARRAY[1, 2]',
    ]);
    expect(splitList('')).toEqual([]);
    expect(splitList(String.raw`E'a\', b', c`)).toEqual([String.raw`E'a\', b'`, 'c']);
  });

  test('loses parentheses only where they are around all of it', () => {
    expect(withoutOuterParentheses('(a = 1)')).toBe('a = 1');
    expect(withoutOuterParentheses('(a) AND (b)')).toBe('(a) AND (b)');
    expect(withoutOuterParentheses('a')).toBe('a');
  });
});

test('the example in the documentation is a spec', () => {
  const file = path.resolve(import.meta.dirname, '../../../docs/spec-from-dump.md');
  const blocks = [...readFileSync(file, 'utf8').matchAll(/```yaml\n(.*?)```/gs)];
  expect(blocks).toHaveLength(1);
  for (const [, text = ''] of blocks) expect(parseSpec(text, 'docs').findings).toEqual([]);
});
