// What "make bench" measures, in which order and how often; and the part of it that is asked for.
import { SHAPES, SIZES, type Shape, type Size } from './data/shapes.ts';
import { ROWS, type Entry, type RowId } from './rows/contract.ts';

const TIMES = 5;

/** Sizes and numbers of tables that only draw a curve are measured once. */
const GROWTH: readonly Entry[] = [
  ...(['one-table', 'wide-rows', 'large-text', 'many-tables'] as const).flatMap((shape) =>
    (['10MB', '100MB', '1GB'] as const).map((size) => grown(shape, size)),
  ),
  ...(['tables-20', 'tables-200'] as const).map((shape) => grown(shape, '10MB')),
].filter(({ shape, size }) => !(shape === 'one-table' && size === '1GB'));

function grown(shape: Shape, size: Size): Entry {
  return { row: 'whole-run', shape, size, times: 1 };
}

export const PLAN: readonly Entry[] = [
  { row: 'whole-run', shape: 'one-table', size: '1GB', times: TIMES },
  { row: 'fingerprint', shape: 'one-table', size: '1GB', times: TIMES },
  { row: 'baseline', shape: 'one-table', size: '1GB', times: TIMES },
  { row: 'peers', shape: 'one-table', size: '1GB', times: TIMES },
  { row: 'demo', shape: 'one-table', size: '10MB', times: TIMES },
  { row: 'fingerprint', shape: 'many-tables', size: '100MB', times: TIMES },
  { row: 'fingerprint', shape: 'wide-rows', size: '100MB', times: TIMES },
  { row: 'fingerprint', shape: 'large-text', size: '100MB', times: TIMES },
  ...GROWTH,
];

export interface Selection {
  readonly rows: readonly RowId[];
  readonly shape: Shape | null;
  readonly size: Size | null;
  readonly times: number | null;
  /** No lap is begun that would not end within so many seconds. */
  readonly seconds: number | null;
}

/** As make hands it on: `ROWS=fingerprint,demo SIZE=10MB SHAPE=wide-rows TIMES=5 FOR=280`. */
export function selectionOf(told: Readonly<Record<string, string | undefined>>): Selection {
  const words = (told['ROWS'] ?? '').split(/[\s,]+/).filter((word) => word !== '');
  return {
    rows: words.map((word) => oneOf('ROWS', word, ROWS)),
    shape: told['SHAPE'] ? oneOf('SHAPE', told['SHAPE'], SHAPES) : null,
    size: told['SIZE'] ? oneOf('SIZE', told['SIZE'], SIZES) : null,
    times: told['TIMES'] ? wholeNumber('TIMES', told['TIMES']) : null,
    seconds: told['FOR'] ? wholeNumber('FOR', told['FOR']) : null,
  };
}

/** Rows of these take their own sizes, and make no difference of the shape. */
const OWN_SIZES: ReadonlySet<RowId> = new Set(['baseline', 'peers', 'demo']);

/** Nothing named: the whole plan. Else each row that is asked for, on the one shape and size. */
export function planOf({ rows, shape, size, times }: Selection): readonly Entry[] {
  if (rows.length === 0 && shape === null && size === null) {
    return PLAN.map((entry) => ({ ...entry, times: times ?? entry.times }));
  }
  const asked: readonly RowId[] = rows.length === 0 ? ['whole-run', 'fingerprint'] : rows;
  return asked.map((row) => {
    const planned = PLAN.find((entry) => entry.row === row && OWN_SIZES.has(row));
    const entry = planned ?? { row, shape: shape ?? 'one-table', size: size ?? '1GB' };
    return { ...entry, times: times ?? TIMES };
  });
}

/** How often the plan measures it: what is measured less often is told, and not kept. */
export function plannedTimes({ row, shape, size }: Entry): number {
  const same = PLAN.find((each) => each.row === row && each.shape === shape && each.size === size);
  return same?.times ?? Number.POSITIVE_INFINITY;
}

function oneOf<Key extends string>(
  name: string,
  word: string,
  known: Readonly<Record<Key, unknown>>,
): Key {
  const keys = keysOf(known);
  const found = keys.find((key) => key === word);
  if (found !== undefined) return found;
  throw new Error(`${name} is '${word}'; there is ${keys.join(', ')}`);
}

function wholeNumber(name: string, word: string): number {
  if (/^[1-9]\d{0,5}$/.test(word)) return Number(word);
  throw new Error(`${name} is '${word}', and no whole number above 0`);
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(record) as Key[]; // the record's own keys
}
