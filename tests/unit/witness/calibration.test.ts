// The judgement of the calibration, and what its kinds are made of.
import { describe, expect, test } from '@jest/globals';
import { RELATION_KINDS } from '../../../harness/witness/calibration/catalog.ts';
import {
  judgeCalibration,
  judgeTrial,
  type TrialFacts,
} from '../../../harness/witness/calibration/judge.ts';
import type { Place, TableFact } from '../../../harness/witness/calibration/kind.ts';
import { OBJECT_KINDS } from '../../../harness/witness/calibration/objects.ts';
import { OWN_KINDS } from '../../../harness/witness/calibration/own.ts';
import { rowKinds } from '../../../harness/witness/calibration/rows.ts';
import { CATALOG_SECTIONS } from '../../../harness/witness/catalog/sections.ts';
import { print, tablePrint } from './prints.ts';

const PLACE: Place = {
  place: 'public.births.name',
  own: 'operator',
  part: 'public.births',
  touches: ['public.births'],
  mutate: '',
  takeBack: null,
};
const BEFORE = print();
const CHANGED = print({
  tables: [tablePrint('public.births', 3, 'other'), tablePrint('public.people', 2, 'people')],
});
const ELSEWHERE = print({ columns: ['b'] });
const SEEN: TrialFacts = {
  kind: 'a flipped value',
  place: PLACE,
  before: BEFORE,
  after: CHANGED,
  back: BEFORE,
  refusal: null,
};
const SAME = { judgement: 'HELD', findings: [] } as const;

const verdict = (facts: TrialFacts): readonly string[] => {
  const { trial, findings } = judgeTrial(facts);
  return [trial.seen, trial.restored, ...findings.map(({ code, what }) => `${code} ${what}`)];
};

describe('a trial', () => {
  test('that was seen to come and to go holds', () => {
    expect(verdict(SEEN)).toEqual(['HELD', 'HELD']);
  });

  test('that changed nothing for the instrument finds it blind', () => {
    expect(verdict({ ...SEEN, after: BEFORE })).toEqual([
      'NOT_HELD',
      'HELD',
      'CALIBRATION_BLIND at public.births.name, "public.births" reads as before; what differs: nothing',
    ]);
  });

  test('that was seen in another part than the one meant finds it blind as well', () => {
    expect(verdict({ ...SEEN, after: ELSEWHERE })).toEqual([
      'NOT_HELD',
      'HELD',
      'CALIBRATION_BLIND at public.births.name, "public.births" reads as before; what differs: "catalog: columns"',
    ]);
  });

  test('that is not back in some other part is not restored', () => {
    expect(verdict({ ...SEEN, back: ELSEWHERE })).toEqual([
      'HELD',
      'NOT_HELD',
      'CALIBRATION_NOT_BACK at public.births.name; what differs: "catalog: columns"',
    ]);
  });

  test('that could not be taken back is not restored', () => {
    expect(verdict({ ...SEEN, back: null, refusal: 'no such table' })).toEqual([
      'HELD',
      'NOT_HELD',
      'CALIBRATION_NOT_BACK at public.births.name: no such table',
    ]);
  });

  test('that found no place is not decided, and that is not held', () => {
    const facts = { ...SEEN, place: null, after: null, back: null, refusal: 'at x: refused' };
    expect(verdict(facts)).toEqual([
      'NOT_DECIDED',
      'NOT_DECIDED',
      'CALIBRATION_NOT_TRIED it could not be made anywhere: at x: refused',
    ]);
    expect(judgeTrial(facts).trial.place).toBe('none');
  });
});

describe('the calibration', () => {
  const seen = judgeTrial(SEEN);
  const blind = judgeTrial({ ...SEEN, after: BEFORE });
  const untried = judgeTrial({ ...SEEN, place: null, after: null, back: null });

  test('holds where every kind was seen and the schema is one', () => {
    const { evidence, findings } = judgeCalibration([seen, seen], SAME);
    expect([evidence.judgement, evidence.seen, evidence.of, findings]).toEqual(['HELD', 2, 2, []]);
  });

  test('does not hold with one blind kind, and the score says how many', () => {
    const { evidence, findings } = judgeCalibration([seen, blind], SAME);
    expect([evidence.judgement, evidence.seen, evidence.of]).toEqual(['NOT_HELD', 1, 2]);
    expect(findings.map(({ code }) => code)).toEqual(['CALIBRATION_BLIND']);
  });

  test('is not decided with a kind that was not tried', () => {
    expect(judgeCalibration([seen, untried], SAME).evidence.judgement).toBe('NOT_DECIDED');
  });

  test('is not decided where nothing was tried at all', () => {
    expect(judgeCalibration([], SAME).evidence.judgement).toBe('NOT_DECIDED');
  });

  test('does not hold where the schema differs, and is not decided where it was not compared', () => {
    const judged = (judgement: 'NOT_HELD' | 'NOT_DECIDED'): string =>
      judgeCalibration([seen], { judgement, findings: [] }).evidence.judgement;
    expect([judged('NOT_HELD'), judged('NOT_DECIDED')]).toEqual(['NOT_HELD', 'NOT_DECIDED']);
  });
});

const TABLE: TableFact = {
  label: 'public."50% off"',
  own: 'operator',
  hasKey: true,
  rows: 2,
  bytes: 8192,
  columns: [
    column('id', 'int4', { inKey: true, nullable: false }),
    column('"a%"', 'text'),
    column('note', 'text'),
    column('made', 'int4', { fixed: true }),
    column('hex', null),
  ],
};

function column(
  name: string,
  type: string | null,
  more: Partial<TableFact['columns'][number]> = {},
): TableFact['columns'][number] {
  const plain = { hasModifier: false, nullable: true, inKey: false, fixed: false };
  return { name, type, cast: type ?? 'audit.hex', ...plain, ...more };
}

describe('the kinds', () => {
  const kinds = [...RELATION_KINDS, ...OBJECT_KINDS];
  const placesOf = (kind: string, table: TableFact = TABLE): readonly Place[] =>
    rowKinds(true)
      .find((each) => each.kind === kind)
      ?.placesIn(table) ?? [];

  test('leave no section of the catalog untried', () => {
    const tried = new Set(
      [...kinds, ...OWN_KINDS.map(({ place }) => place)].map(({ part }) => part),
    );
    const sections = Object.keys(CATALOG_SECTIONS).map((section) => `catalog: ${section}`);
    expect([...sections, 'sequence values'].filter((part) => !tried.has(part))).toEqual([]);
  });

  test('have a name each, and touch the part that they mean', () => {
    const names = [...rowKinds(true), ...kinds, ...OWN_KINDS].map(({ kind }) => kind);
    expect(new Set(names).size).toBe(names.length);
    const all = [...kinds, ...OWN_KINDS.map(({ place }) => place)];
    expect(all.filter(({ part, touches }) => touches?.includes(part) === false)).toEqual([]);
  });

  test('leave letters of Unicode out where the encoding has none', () => {
    const only = rowKinds(true).filter(
      ({ kind }) => !rowKinds(false).some((each) => each.kind === kind),
    );
    expect(only.map(({ kind }) => kind)).toEqual([
      'a look-alike letter',
      'a letter in two code points',
    ]);
  });

  test('never set a column that an UPDATE cannot set, nor one of a type that the dump brought', () => {
    const places = rowKinds(true).flatMap((each) => each.placesIn(TABLE));
    expect(places.filter(({ place }) => /made|hex/.test(place))).toEqual([]);
  });

  test('duplicate a row only where no key forbids it', () => {
    expect(placesOf('a duplicated row')).toEqual([]);
    expect(placesOf('a duplicated row', { ...TABLE, hasKey: false, columns: [] })).toHaveLength(1);
  });

  test('swap values only between two rows that a key tells apart, and never those of the key', () => {
    const swapped = "two rows' values swapped";
    expect(placesOf(swapped).map(({ place }) => place)).toEqual([
      'public."50% off"."a%"',
      'public."50% off".note',
    ]);
    expect(placesOf(swapped, { ...TABLE, rows: 1 })).toEqual([]);
    expect(placesOf(swapped, { ...TABLE, hasKey: false })).toEqual([]);
  });

  test('hand names with a percent sign through the template that takes a change back', () => {
    const [place] = placesOf('a trailing blank');
    expect(place?.mutate).toContain(
      `format('UPDATE ONLY public."50%% off" SET "a%%" = %L::text WHERE ctid = %L'`,
    );
  });

  test('move text between neighbours only', () => {
    expect(placesOf('text moved over a column border').map(({ place }) => place)).toEqual([
      'public."50% off"."a%" and note',
    ]);
  });
});
