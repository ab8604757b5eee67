// Rules as SQL: names only through quotes, values only as parameters, words without a row's value.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quoteIdentifier } from '../../../harness/kernel/index.ts';
import { questionsOf } from '../../../harness/schema/questions.ts';
import { SPEC, specOf } from './clones.ts';

const HOSTILE = 'x" OR true; DROP TABLE births; --';

function questionsFor(table: string, demands: object) {
  const surface = { id: 'a', title: 'a', tables: { [table]: demands } };
  const spec = specOf(JSON.stringify({ version: 1, title: 't', surfaces: [surface] }));
  return spec.surfaces.flatMap(questionsOf);
}

/** The SQL without what stands in double quotes: no name may be left in it. */
const outside = (sql: string): string => sql.replaceAll(/"(?:[^"]|"")*"/g, '\u00a4');

describe('a question', () => {
  test('is asked once for each rule, in the order of the spec', () => {
    const questions = SPEC.surfaces.flatMap(questionsOf);
    expect(questions.map(({ id }) => id)).toEqual([
      'births public.births rows',
      'births public.births expect 0',
      'births public.births expect 1',
      'births public.births expect 2',
      'births public.births expect 3',
    ]);
    expect(new Set(questions.map(({ table }) => table))).toEqual(new Set(['public.births']));
  });

  test('hands its values over as parameters', () => {
    const [listed, matched] = questionsFor('public.t', {
      expect: [
        { column: 'a', in: ["x'; DROP TABLE t; --"] },
        { column: 'b', matches: "'; DROP TABLE t; --" },
      ],
    });
    expect(listed?.values).toEqual([["x'; DROP TABLE t; --"]]);
    expect(matched?.values).toEqual(["'; DROP TABLE t; --"]);
    expect(`${listed?.sql}${matched?.sql}`).not.toContain('DROP');
  });

  test('keeps hostile names inside their quotes', () => {
    const questions = questionsFor(`pub"lic.${HOSTILE}`, {
      rows: { atLeast: 1 },
      expect: [
        { column: HOSTILE, notNull: true },
        { column: HOSTILE, in: ['a'] },
        { column: HOSTILE, matches: 'a', orNull: true },
        { unique: [HOSTILE, 'b'] },
      ],
    });
    expect(questions).toHaveLength(5);
    for (const { sql } of questions) {
      expect(sql).toContain(`"pub""lic"."x"" OR true; DROP TABLE births; --"`);
      expect(outside(sql)).not.toMatch(/DROP|births|--|;|"/);
    }
    for (const { sql } of questions.slice(1)) expect(sql).toContain(quoteIdentifier(HOSTILE));
  });

  test('differs from that of another name in nothing but the quoted name', () => {
    const anyName = fc
      .string({ minLength: 1, maxLength: 30 })
      .filter((text) => !/[.\0]/.test(text));
    const rules = (name: string): object => ({
      rows: { atMost: 3 },
      expect: [
        { column: name, notNull: true },
        { column: name, in: ['a'] },
        { column: name, matches: 'a' },
        { unique: [name] },
      ],
    });
    const shape = (name: string): string[] =>
      questionsFor(`public.${name}`, rules(name)).map(({ sql }) => outside(sql));
    fc.assert(
      fc.property(anyName, (name) => {
        fc.pre(name !== '__proto__');
        expect(shape(name)).toEqual(shape('plain'));
      }),
    );
  });

  test('about values that stand twice passes over nulls, as a unique constraint does', () => {
    const [unique] = questionsFor('public.t', { expect: [{ unique: ['a', 'b'] }] });
    expect(unique?.sql).toMatch(
      /WHERE NOT \("a" IS NULL\) AND NOT \("b" IS NULL\)\s+GROUP BY "a", "b"/,
    );
  });

  test('asks for nothing but a number', () => {
    for (const { sql } of SPEC.surfaces.flatMap(questionsOf)) {
      expect(sql).toMatch(/^SELECT pg_catalog\.count\(\*\) AS count FROM /);
    }
  });

  test('says in words only how many, and what the spec says', () => {
    for (const { found, path } of SPEC.surfaces.flatMap(questionsOf)) {
      expect(found(7)).toMatch(/^7 (rows|rows break the rule|values stand more than once)$/);
      expect(path).toMatch(/^public\.births/);
    }
  });
});

describe('how many rows', () => {
  const rows = (bounds: object) => questionsFor('public.t', { rows: bounds })[0];

  test.each([
    [{ atLeast: 2 }, [2, 3, 1_000_000], [0, 1]],
    [{ atMost: 2 }, [0, 1, 2], [3]],
    [{ atLeast: 2, atMost: 3 }, [2, 3], [1, 4]],
    [{ atMost: 0 }, [0], [1]],
  ])('%j', (bounds, holding, broken) => {
    for (const count of holding) expect(rows(bounds)?.holds(count)).toBe(true);
    for (const count of broken) expect(rows(bounds)?.holds(count)).toBe(false);
  });

  test('is told with the bounds that were given', () => {
    expect(rows({ atLeast: 2 })?.expected).toBe('at least 2 rows');
    expect(rows({ atLeast: 2, atMost: 3 })?.expected).toBe('at least 2 and at most 3 rows');
  });
});
