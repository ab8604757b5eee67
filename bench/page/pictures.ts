// Which curves docs/speed.md shows, from what was measured.
import { SIZES, tablesOf, type Shape, type Size } from '../data/shapes.ts';
import type { Measured, Results } from '../results-contract.ts';
import { curves, type Line, type Panel } from './curves.ts';

const SIZE_NAMES = Object.keys(SIZES) as Size[]; // the record's own keys
const SIZE_MARKS = SIZE_NAMES.map((size) => [SIZES[size], sizeText(size)] as const);
const TITLES: Partial<Record<Shape, string>> = {
  'one-table': 'one big table',
  'wide-rows': '200 columns',
  'large-text': 'large texts',
  'many-tables': '2,000 tables',
};
const COUNTED = ['one-table', 'tables-20', 'tables-200', 'many-tables'] as const;
const SIDES = [
  ['a whole run', 'run'],
  ['by hand', 'by hand'],
] as const;
const BACK = [
  ['thin clone', 'baseline', 'thin clone'],
  ['template', 'peers', 'CREATE DATABASE ... TEMPLATE'],
  ['testcontainers', 'peers', 'testcontainers snapshot'],
  ['restored again', 'peers', 'restored again'],
] as const;

/** By file name below docs/pictures. */
export function pictures({
  measured,
}: Pick<Results, 'measured'>): Readonly<Record<string, string>> {
  return {
    'speed-size.svg': curves({
      title: 'A whole run and a restore by hand, against the size of the data',
      marks: SIZE_MARKS,
      panels: Object.entries(TITLES).map(([shape, title]) => bySize(measured, shape, title)),
    }),
    'speed-tables.svg': curves({
      title: 'The same, 10 MB in more and more tables',
      marks: COUNTED.map((shape) => [tablesOf(shape), String(tablesOf(shape))] as const),
      panels: [{ title: '10 MB, by number of tables', lines: SIDES.map(byTables(measured)) }],
    }),
    'speed-back.svg': curves({
      title: 'Back to where one was, against the size of the data',
      marks: SIZE_MARKS.slice(1),
      panels: [{ title: 'one big table', lines: BACK.map(back(measured)) }],
    }),
  };
}

export function sizeText(size: Size): string {
  return size.replace('MB', ' MB').replace('GB', ' GB');
}

type Found = readonly Measured[];

function bySize(measured: Found, shape: string, title: string): Panel {
  const lines = SIDES.map(([name, measure]): Line => ({
    name,
    points: SIZE_NAMES.flatMap((size) => {
      const seconds = medianOf(measured, 'whole-run', shape, size, measure);
      return seconds === undefined ? [] : [[SIZES[size], seconds] as const];
    }),
  }));
  return { title, lines };
}

function byTables(measured: Found) {
  return ([name, measure]: (typeof SIDES)[number]): Line => ({
    name,
    points: COUNTED.flatMap((shape) => {
      const seconds = medianOf(measured, 'whole-run', shape, '10MB', measure);
      return seconds === undefined ? [] : [[tablesOf(shape), seconds] as const];
    }),
  });
}

function back(measured: Found) {
  return ([name, row, measure]: (typeof BACK)[number]): Line => ({
    name,
    points: SIZE_NAMES.flatMap((size) => {
      const told = `${measure}, ${sizeText(size)}`;
      const seconds = medianOf(measured, row, 'one-table', '1GB', told);
      return seconds === undefined ? [] : [[SIZES[size], seconds] as const];
    }),
  });
}

function medianOf(
  measured: Found,
  row: string,
  shape: string,
  size: string,
  measure: string,
): number | undefined {
  const found = measured.find(
    (each) => each.row === row && each.shape === shape && each.size === size,
  );
  return found?.measures[measure]?.median;
}
