// Classes of columns: masked rows, columns that nobody classified, classes of columns not there.
import { describe, expect, test } from '@jest/globals';
import { classOutcomes, completenessOutcomes } from '../../../harness/schema/check-classes.ts';
import { classQuestions } from '../../../harness/schema/classes.ts';
import {
  blankCatalog,
  blankColumn,
  blankRelation,
  checkSchema,
  schemaSpecSchema,
  undecidedSchema,
  type Answer,
  type Catalog,
  type MaskShape,
  type RelationFacts,
  type SchemaSpec,
  type TableDemand,
} from '../../../harness/schema/index.ts';

function people(change: Partial<RelationFacts> = {}): RelationFacts {
  const columns = ['id', 'email', 'phone'].map((name) => blankColumn(name, 'text'));
  return { ...blankRelation('public', 'people', 'shop_owner'), columns, ...change };
}

function catalogWith(...relations: RelationFacts[]): Catalog {
  return { ...blankCatalog('shop', 'shop_owner'), relations };
}

const CATALOG = catalogWith(people());

function specWith(tables: Record<string, TableDemand>, sanitization = 'complete'): SchemaSpec {
  const surfaces = [{ id: 's', title: 't', required: true, tables }];
  return schemaSpecSchema.parse({ version: 1, sanitization, surfaces });
}

/** What the check of `people.email` comes to with this answer: judgement, code and words. */
function emailOutcome(shape: MaskShape, answer: Answer | null): string[] {
  const demand: TableDemand = { classes: { masked: { email: shape } } };
  const [question] = classQuestions(specWith({ people: demand }), CATALOG);
  const answers = new Map(answer === null ? [] : [[question?.id ?? '', answer]]);
  return classOutcomes('people', demand, CATALOG, answers).flatMap(({ judgement, difference }) =>
    difference === null ? [judgement] : [judgement, difference.code, difference.what],
  );
}

const counted = (checked: number, failing: number): Answer => ({
  kind: 'counted',
  checked,
  failing,
});

describe('a masked column', () => {
  test('holds where every row has the shape, an empty table included', () => {
    expect(emailOutcome({ emailDomain: 'example.org' }, counted(59, 0))).toEqual(['HELD']);
    expect(emailOutcome('null', counted(0, 0))).toEqual(['HELD']);
  });

  test.each<[MaskShape, string]>([
    ['null', 'null'],
    [{ constant: 'x' }, '"x", or null'],
    [{ constant: false }, '"false", or null'],
    [{ pattern: '^u[0-9]+$' }, 'as a whole ^u[0-9]+$, or null'],
    [{ emailDomain: 'mail.test' }, 'an address at mail.test, or null'],
    [{ hash: 'sha1' }, 'a sha1 in hexadecimal, or null'],
  ])('of shape %j says how many rows are off the mask', (shape, words) => {
    const what = `column "people.email": 3 of 59 rows are not so, spec says masked: ${words}`;
    expect(emailOutcome(shape, counted(59, 3))).toEqual([
      'NOT_HELD',
      'SANITIZATION_NOT_MASKED',
      what,
    ]);
  });

  test.each<[string, Answer | null, string]>([
    ['no answer', null, 'it was not asked, or not answered in full'],
    ['more failing than checked', counted(1, 2), 'it was not asked, or not answered in full'],
    ['a number that is none', counted(Number.NaN, 0), 'it was not asked, or not answered in full'],
    ['half a row', counted(5, 0.5), 'it was not asked, or not answered in full'],
    ['less than no row', counted(5, -1), 'it was not asked, or not answered in full'],
    ['a refused question', { kind: 'failed', why: 'the server refused' }, 'the server refused'],
  ])('cannot be decided with %s', (_, answer, why) => {
    const what = `column "people.email": ${why}`;
    expect(emailOutcome('null', answer)).toEqual(['NOT_DECIDED', 'SCHEMA_NOT_DECIDED', what]);
  });

  test.each(['gmail.com', 'example.org.evil.io', 'notexample.org', 'org'])(
    'is not masked by %s, which somebody may own',
    (emailDomain) => {
      const what = `column "people.email": "${emailDomain}" is no reserved domain, so it masks nobody`;
      expect(emailOutcome({ emailDomain }, counted(9, 0))).toEqual([
        'NOT_HELD',
        'SANITIZATION_NOT_MASKED',
        what,
      ]);
    },
  );

  test('is asked about once, whatever number of surfaces say it, and never a view', () => {
    const demand: TableDemand = { classes: { masked: { email: 'null', gone: 'null' } } };
    const spec = specWith({ people: demand, 'public.people': demand });
    const ids = classQuestions(spec, CATALOG).map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
    expect(classQuestions(spec, catalogWith(people({ kind: 'view' })))).toEqual([]);
  });
});

describe('a classified column that is not there', () => {
  test.each<[string, TableDemand['classes']]>([
    ['public', { public: ['emial'] }],
    ['synthetic', { synthetic: ['emial'] }],
    ['masked', { masked: { emial: 'null' } }],
  ])('is refused as %s, with the nearest name', (_, classes) => {
    const [outcome, ...rest] = classOutcomes('people', { classes }, CATALOG, new Map());
    expect(rest).toEqual([]);
    expect(outcome?.judgement).toBe('NOT_HELD');
    expect(outcome?.difference).toMatchObject({
      code: 'SANITIZATION_UNKNOWN_COLUMN',
      where: 'people.emial',
      what: 'column "people.emial" is classified, and is not there (there is "email")',
    });
  });

  test('says nothing of a table that is missing or none: the check of tables does', () => {
    const demand: TableDemand = { classes: { public: ['id'] } };
    expect(classOutcomes('gone', demand, CATALOG, new Map())).toEqual([]);
    const views = catalogWith(people({ kind: 'view' }));
    expect(classOutcomes('people', demand, views, new Map())).toEqual([]);
    expect(classOutcomes('people', {}, CATALOG, new Map())).toEqual([]);
  });
});

describe('with sanitization complete', () => {
  const classes: TableDemand['classes'] = {
    public: ['id'],
    synthetic: ['phone'],
    masked: { email: 'null' },
  };
  const codes = (spec: SchemaSpec, catalog: Catalog): string[] =>
    completenessOutcomes(spec, catalog).flatMap(({ judgement, difference }) =>
      difference === null ? [judgement] : [`${difference.code} ${difference.where}`],
    );

  test('every column with a class holds', () => {
    expect(codes(specWith({ people: { classes } }), CATALOG)).toEqual(['HELD', 'HELD', 'HELD']);
  });

  test('a new column that nobody has classified is refused', () => {
    const grown = people({ columns: [...people().columns, blankColumn('birth_date', 'date')] });
    const [found] = completenessOutcomes(
      specWith({ people: { classes } }),
      catalogWith(grown),
    ).flatMap(({ difference }) => difference ?? []);
    expect(found).toEqual({
      code: 'SANITIZATION_UNCLASSIFIED',
      path: 'tables.people.classes',
      where: 'people.birth_date',
      what: 'column "people.birth_date" has no class, spec says that every column has one',
      found: 'date',
      expected: 'public, synthetic or masked',
    });
  });

  test.each<[string, Partial<RelationFacts>]>([
    ['an unlogged table', { persistence: 'unlogged' }],
    ['a table of another schema', { schema: 'audit' }],
    ['a partitioned table', { kind: 'partitioned' }],
    ['a table that inherits', { parents: [{ schema: 'public', name: 'root' }] }],
  ])('%s that the spec does not know is refused column by column', (_, change) => {
    const found = codes(specWith({ other: { classes } }), catalogWith(people(change)));
    expect(found.map((each) => each.split(' ')[0])).toEqual(
      Array(3).fill('SANITIZATION_UNCLASSIFIED'),
    );
  });

  test.each<[string, Partial<RelationFacts>]>([
    ['a partition, whose root stands for it', { isPartition: true }],
    ['an extension\u2019s table', { isOfExtension: true }],
    ['a view', { kind: 'view' }],
    ['a materialized view', { kind: 'materialized' }],
    ['a foreign table', { kind: 'foreign' }],
  ])('%s wants no class', (_, change) => {
    expect(codes(specWith({ other: { classes } }), catalogWith(people(change)))).toEqual(['HELD']);
  });

  test('a table of the same name in another schema is another table', () => {
    const spec = specWith({ 'audit.people': { classes } });
    expect(codes(spec, CATALOG)).toHaveLength(3);
    expect(codes(spec, CATALOG)).not.toContain('HELD');
  });
});

test('nobody has to classify anything where sanitization is partial', () => {
  expect(completenessOutcomes(specWith({ people: {} }, 'partial'), CATALOG)).toEqual([]);
});

describe('with sanitization partial', () => {
  const some = specWith({ people: { classes: { public: ['id'] } } }, 'partial');

  test('a note tells how many columns have no class, and the first of them', () => {
    const { table, findings } = checkSchema(some, CATALOG, new Map());
    expect(table.classes).toEqual({
      columns: 3,
      without_class: 2,
      named: ['people.email', 'people.phone'],
    });
    expect(table.findings).toEqual([
      {
        code: 'SANITIZATION_PARTIAL',
        where: 'schema spec',
        what: '2 of 3 columns have no class (people.email, people.phone); whoever attested the dump answers for them',
      },
    ]);
    expect([table.judgement, findings]).toEqual(['HELD', []]);
  });

  test('a spec that says nothing of it is partial too', () => {
    const { sanitization: _unsaid, ...silent } = some;
    expect(checkSchema(silent, CATALOG, new Map()).table.findings).toHaveLength(1);
  });

  test('names a bounded number of columns, without control characters of the dump', () => {
    const columns = Array.from({ length: 120 }, (_, index) => blankColumn(`c\n${index}`, 'text'));
    const { classes, findings } = checkSchema(
      some,
      catalogWith(people({ columns })),
      new Map(),
    ).table;
    expect([classes?.without_class, classes?.named.length]).toEqual([120, 100]);
    expect(classes?.named[0]).toBe(String.raw`people."c\u{a}0"`);
    expect(findings.at(-1)?.what).toContain('120 of 120 columns have no class');
    expect(findings.at(-1)?.what).toContain(', \u2026);');
  });

  test('says nothing where each column has its class', () => {
    const all = specWith(
      { people: { classes: { public: ['id'], synthetic: ['email', 'phone'] } } },
      'partial',
    );
    const { classes, findings } = checkSchema(all, CATALOG, new Map()).table;
    expect([classes, findings]).toEqual([{ columns: 3, without_class: 0, named: [] }, []]);
  });

  test('nothing is counted without a clone, or where its catalogs cannot be read', () => {
    expect(checkSchema(some, null, new Map()).table.classes).toBeNull();
    expect(undecidedSchema(some, 'why').table.classes).toBeNull();
  });
});

test('with sanitization complete the columns are counted, and each is a difference, no note', () => {
  const { classes, findings } = checkSchema(specWith({ people: {} }), CATALOG, new Map()).table;
  expect(classes).toMatchObject({ columns: 3, without_class: 3 });
  expect(findings.map(({ code }) => code)).toEqual(Array(3).fill('SANITIZATION_UNCLASSIFIED'));
});
