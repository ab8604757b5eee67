// Table B as a whole: no clone, surfaces that need not be there, and rules about values.
import { describe, expect, test } from '@jest/globals';
import { checkSchema } from '../../../harness/schema/check.ts';
import { schemaCompatibilitySchema } from '../../../harness/schema/contract.ts';
import { LIMITS } from '../../../harness/kernel/index.ts';
import {
  answersFor,
  BIRTH_SURFACE_TEXT,
  CLONE,
  column,
  SPEC,
  specOf,
  table,
  withColumn,
} from './clones.ts';

const NO_ANSWERS = new Map<string, number | null>();
const BIRTH_SURFACE = specOf(BIRTH_SURFACE_TEXT);

describe('without a clone', () => {
  test.each([
    ['the spec of these tests', SPEC],
    ['the birth surface', BIRTH_SURFACE],
  ])('nothing is decided and nothing is the fault of the design: %s', (_what, spec) => {
    const { table: made, findings } = checkSchema(spec, null, NO_ANSWERS);
    expect(findings).toEqual([]);
    expect(made.judgement).toBe('N/A_NO_CLONE');
    expect(made.surfaces.map(({ id }) => id)).toEqual(spec.surfaces.map(({ id }) => id));
    for (const surface of made.surfaces) {
      expect(surface).toMatchObject({
        clone_has: 'N/A_NO_CLONE',
        judgement: 'N/A_NO_CLONE',
        classified: 'BLOCKER_INPUT_MISSING',
        differences: [],
      });
    }
    expect(schemaCompatibilitySchema.parse(made)).toEqual(made);
  });

  test('answers change nothing', () => {
    const { table: made } = checkSchema(SPEC, null, answersFor(SPEC));
    expect(made.judgement).toBe('N/A_NO_CLONE');
  });
});

describe('a surface that is demanded only where its table is', () => {
  const modelled = (type: string) => ({
    ...CLONE,
    tables: [...CLONE.tables, table('public.issues', { columns: [column('id', type)] })],
  });
  const issues = (catalog: typeof CLONE) =>
    checkSchema(SPEC, catalog, answersFor(SPEC)).table.surfaces[1];

  test('is compared where it is', () => {
    expect(issues(modelled('bigint'))).toMatchObject({
      clone_has: 'YES',
      judgement: 'HELD',
      classified: 'COMPATIBLE',
    });
    expect(issues(modelled('text'))).toMatchObject({
      clone_has: 'NO',
      judgement: 'NOT_HELD',
      classified: 'INCOMPATIBLE',
    });
  });

  test('is not modelled where it is not', () => {
    expect(issues(CLONE)).toMatchObject({ clone_has: 'NO', classified: 'NOT_MODELLED' });
    const elsewhere = {
      ...CLONE,
      tables: [...CLONE.tables, table('audit.issues', { columns: [column('id', 'text')] })],
    };
    expect(issues(elsewhere)).toMatchObject({ classified: 'NOT_MODELLED' });
  });

  test('proves nothing where no other surface was compared', () => {
    const [, only] = SPEC.surfaces;
    if (only === undefined) throw new Error('the spec of these tests has two surfaces');
    const spec = { ...SPEC, surfaces: [only] };
    const { table: made, findings } = checkSchema(spec, CLONE, NO_ANSWERS);
    expect(made.judgement).toBe('NOT_DECIDED');
    expect(findings).toEqual([
      {
        code: 'SCHEMA_UNDECIDED',
        where: 'surfaces',
        what: 'the clone has none of them, so nothing was compared',
      },
    ]);
    expect(checkSchema(spec, modelled('bigint'), NO_ANSWERS).table.judgement).toBe('HELD');
  });
});

describe('a rule about values', () => {
  const judged = (change: Readonly<Record<string, number | null | undefined>>) => {
    const { table: made, findings } = checkSchema(SPEC, CLONE, answersFor(SPEC, change));
    const [births] = made.surfaces;
    expect(made.judgement).toBe(births?.judgement);
    return {
      judgement: births?.judgement,
      classified: births?.classified,
      told: findings.map(({ code, where, what }) => `${code} ${where}: ${what}`),
    };
  };
  const ROWS = 'births public.births rows';
  const RULE = (index: number): string => `births public.births expect ${index}`;

  test.each([
    ['the fewest rows', { [ROWS]: 1 }],
    ['the most rows', { [ROWS]: 9 }],
    ['no row that breaks a rule', { [RULE(0)]: 0 }],
  ])('holds with %s', (_what, change) => {
    expect(judged(change)).toEqual({ judgement: 'HELD', classified: 'COMPATIBLE', told: [] });
  });

  test.each([
    [
      'too few rows',
      { [ROWS]: 0 },
      'public.births: 0 rows, spec says at least 1 and at most 9 rows',
    ],
    [
      'too many rows',
      { [ROWS]: 10 },
      'public.births: 10 rows, spec says at least 1 and at most 9 rows',
    ],
    [
      'a value that is not listed',
      { [RULE(0)]: 1 },
      'public.births.status: 1 rows break the rule, spec says one of proposed, born',
    ],
    [
      'a text of another form',
      { [RULE(1)]: 2 },
      'public.births.stage: 2 rows break the rule, spec says text that matches ^[0-9.]+$ or null',
    ],
    ['a null', { [RULE(2)]: 3 }, 'public.births.id: 3 rows break the rule, spec says not null'],
    [
      'a value twice',
      { [RULE(3)]: 4 },
      'public.births(status, stage): 4 values stand more than once, spec says no value twice',
    ],
  ])('is broken by %s', (_what, change, expected) => {
    expect(judged(change)).toEqual({
      judgement: 'NOT_HELD',
      classified: 'INCOMPATIBLE',
      told: [`SCHEMA_VALUES births: ${expected}`],
    });
  });

  test.each([
    ['whose query failed', null],
    ['that was never asked', undefined],
  ])('%s is not decided, and refuses', (_what, answer) => {
    expect(judged({ [ROWS]: answer })).toEqual({
      judgement: 'NOT_DECIDED',
      classified: 'NOT_DECIDED',
      told: [
        'SCHEMA_UNDECIDED births: public.births: the rule "at least 1 and at most 9 rows" could not be asked',
      ],
    });
    for (const index of [0, 1, 2, 3]) {
      const { judgement, told } = judged({ [RULE(index)]: answer });
      expect(judgement).toBe('NOT_DECIDED');
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(/^SCHEMA_UNDECIDED births: public\.births/);
    }
  });

  test('that is broken weighs more than one that is not decided', () => {
    expect(judged({ [RULE(0)]: null, [RULE(2)]: 1 }).judgement).toBe('NOT_HELD');
  });

  test.each([Number.NaN, -1, 0.5])('does not hold with a count of %d rows', (count) => {
    expect(judged({ [ROWS]: count }).judgement).not.toBe('HELD');
  });
});

describe('what is told', () => {
  test('has the documented form, differences and findings alike', () => {
    const broken = { ...withColumn('status', { type: 'text' }), database: 'other' };
    const { table: made, findings } = checkSchema(SPEC, broken, answersFor(SPEC));
    expect(schemaCompatibilitySchema.parse(made)).toEqual(made);
    expect(made.findings).toEqual(findings);
    expect(made.surfaces[0]?.differences[0]).toEqual({
      path: 'database',
      what: 'database is other, spec says directus',
      expected: 'directus',
      found: 'other',
    });
  });

  test('is bounded; the judgement does not hang on what is listed', () => {
    const many = Object.fromEntries(
      Array.from({ length: LIMITS.findingsListed + 5 }, (_, index) => [`public.t${index}`, {}]),
    );
    const text = JSON.stringify({
      version: 1,
      title: 'many',
      surfaces: [{ id: 'many', title: 'many', tables: many }],
    });
    const { table: made, findings } = checkSchema(specOf(text), CLONE, NO_ANSWERS);
    expect(findings).toHaveLength(LIMITS.findingsListed);
    expect(made.surfaces[0]?.differences).toHaveLength(LIMITS.findingsListed + 5);
    expect(made.judgement).toBe('NOT_HELD');
  });

  test('of the birth surface, on an empty database, is every demand and no exception', () => {
    const empty = {
      database: 'directus',
      encoding: 'UTF8',
      schemas: ['public'],
      tables: [],
      enums: {},
      sequences: [],
      functions: [],
      extensions: [],
    };
    const { table: made } = checkSchema(BIRTH_SURFACE, empty, NO_ANSWERS);
    expect(made.judgement).toBe('NOT_HELD');
    const classified = new Map(made.surfaces.map((each) => [each.id, each.classified]));
    expect(classified.get('directus-fields')).toBe('NOT_MODELLED');
    expect(classified.get('system-issues')).toBe('NOT_MODELLED');
    expect([...classified.values()].filter((each) => each === 'INCOMPATIBLE')).toHaveLength(
      BIRTH_SURFACE.surfaces.length - 2,
    );
  });
});
