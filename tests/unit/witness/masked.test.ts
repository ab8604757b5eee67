// Two prints that differ in some parts are one where those are left out, and only there.
import { describe, expect, test } from '@jest/globals';
import { changedParts } from '../../../harness/witness/fingerprint.ts';
import { masked } from '../../../harness/witness/masked.ts';
import { print, tablePrint } from './prints.ts';

const BEFORE = print();
const OTHERS = {
  'a table\u2019s content': print({
    tables: [tablePrint('public.births', 3, 'others'), tablePrint('public.people', 2, 'people')],
  }),
  'a table\u2019s rows': print({
    tables: [tablePrint('public.births', 4, 'births'), tablePrint('public.people', 2, 'people')],
  }),
  'a table that is new': print({
    tables: [...BEFORE.tables, tablePrint('public.new', 9, 'new')],
  }),
  'a section': print({ columns: ['b'] }),
  'a sequence': print({ sequences: ['public.births_id_seq has given 9'] }),
  everything: print({
    tables: [tablePrint('x.y', 1, 'z')],
    columns: ['c'],
    sequences: [],
  }),
};

describe('a masked print', () => {
  test.each(Object.entries(OTHERS))('is the same from both sides of %s', (_what, other) => {
    const varies = changedParts(BEFORE, other);
    expect(varies).not.toEqual([]);
    const one = masked(BEFORE, varies);
    const two = masked(other, varies);
    expect(one.hash).toBe(two.hash);
    expect(one.transactionalHash).toBe(two.transactionalHash);
    expect(one.rowCount).toBe(two.rowCount);
    expect(changedParts(one, two)).toEqual([]);
    expect(masked(two, varies)).toEqual(two);
  });

  test('still tells what was not named', () => {
    const other = OTHERS.everything;
    const varies = changedParts(BEFORE, other).filter((name) => name !== 'catalog: columns');
    expect(changedParts(masked(BEFORE, varies), masked(other, varies))).toEqual([
      'catalog: columns',
    ]);
  });

  test('is no print of any content', () => {
    const hidden = masked(BEFORE, ['public.births']);
    expect(hidden.hash).not.toBe(BEFORE.hash);
    expect(hidden.tables.find(({ table }) => table === 'public.births')?.rows).toBe(0);
    const sections = masked(BEFORE, ['catalog: columns', 'sequence values']);
    expect(sections.sequences.lines).toEqual([]);
    expect(sections.sections.find(({ section }) => section === 'columns')?.lines).toEqual([]);
  });

  test('is the print itself where nothing varies', () => {
    expect(masked(BEFORE, [])).toEqual(BEFORE);
  });
});
