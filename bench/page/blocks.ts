// The figures of docs/speed.md, each block from bench/results.json and from nothing else.
import { BARS, type Bar } from '../bars.ts';
import { SHAPES } from '../data/shapes.ts';
import { unitOf } from '../printed.ts';
import type { Measured, Results } from '../results-contract.ts';
import { sizeText } from './pictures.ts';

/** Text of each block, by the name that its place in the page bears. */
export function blocks(results: Results): Readonly<Record<string, string>> {
  return {
    promises: promises(results),
    machine: machine(results),
    fingerprint: sides(results, 'fingerprint'),
    back: [sides(results, 'baseline'), sides(results, 'peers')].join('\n\n'),
    stages: stages(results),
    growth: growth(results),
  };
}

function promises({ measured }: Results): string {
  const rows = BARS.map((bar) => {
    const judged = judgedBy(measured, bar);
    if (judged.length === 0) return [bar.title, asked(bar), 'not measured', '', '', ''];
    // Asked for everywhere, it is kept everywhere or it is not.
    const worst = judged.reduce((left, right) =>
      right.found.median > left.found.median ? right : left,
    );
    const { found, entry } = worst;
    const isKept = judged.every((each) => each.found.holds);
    const where = judged.length === 1 ? '' : `, worst of ${judged.length}: ${place(entry)}`;
    const { median, low, high } = found;
    const spread = entry.laps.length === 1 ? 'one lap' : `${text(low)} to ${text(high)}`;
    return [
      `${bar.title}${where}`,
      asked(bar),
      `${text(median)} ${bar.unit}`,
      spread,
      `${entry.laps.length}`,
      isKept ? 'holds' : '**missed**',
    ];
  });
  return table(['what', 'asked for', 'median', 'lowest to highest', 'laps', ''], rows);
}

function judgedBy(measured: readonly Measured[], bar: Bar) {
  return measured.flatMap((entry) => {
    const found = entry.bars.find(({ id }) => id === bar.id);
    return found === undefined ? [] : [{ entry, found }];
  });
}

function asked({ most, unit }: Bar): string {
  return `at most ${most} ${unit}`;
}

function machine({ machine, measured }: Results): string {
  const commits = [...new Set(measured.map(({ commit }) => commit))];
  const dates = measured.map(({ date }) => date).sort();
  const loads = measured.map(({ measures }) => measures['load']?.median ?? Number.NaN);
  const rows = [
    ...Object.entries(machine).map(([name, value]) => [name, String(value)]),
    ['commit', commits.join('; ')],
    ['measured', [...new Set([dates[0], dates.at(-1)])].join(' to ')],
    ['load when laps began, medians', `${text(Math.min(...loads))} to ${text(Math.max(...loads))}`],
  ];
  return table(['fact', ''], rows);
}

/** Every measure of a row, wherever it was measured. */
function sides({ measured }: Results, row: string): string {
  const rows = measured
    .filter((each) => each.row === row)
    .flatMap((entry) =>
      Object.entries(entry.measures)
        .filter(([name]) => name !== 'load')
        .map(([name, { median, low, high }]) => [
          row === 'fingerprint' ? place(entry) : '',
          name,
          `${text(median)} ${unitOf(name)}`,
          `${text(low)} to ${text(high)}`,
        ]),
    );
  const title = ['where', 'what', 'median', 'lowest to highest'];
  if (rows.length === 0) return `(${row}: not measured)`;
  return row === 'fingerprint'
    ? table(title, rows)
    : table(
        title.slice(1),
        rows.map((each) => each.slice(1)),
      );
}

function stages({ measured }: Results): string {
  const entry = measured.find(
    ({ row, shape, size }) => row === 'whole-run' && shape === 'one-table' && size === '1GB',
  );
  if (entry === undefined) return '(not measured)';
  const rows = Object.entries(entry.measures)
    .filter(([name]) => name.startsWith('stage '))
    .map(([name, { median, low, high }]) => [
      name.slice('stage '.length),
      `${text(median)} s`,
      `${text(low)} to ${text(high)}`,
    ]);
  return table(['stage', 'median', 'lowest to highest'], rows);
}

function growth({ measured }: Results): string {
  const rows = measured
    .filter(({ row }) => row === 'whole-run')
    .map((entry) => {
      const of = (name: string): number => entry.measures[name]?.median ?? Number.NaN;
      return [
        place(entry),
        `${text(of('run'))} s`,
        `${text(of('by hand'))} s`,
        `${text(of('run') / of('by hand'))} x`,
        `${text(of('stage scan') / of('stage restore'))} x`,
        `${Math.round(of('run memory'))} MiB`,
        String(entry.laps.length),
      ];
    });
  const title = [
    'data',
    'a whole run',
    'by hand',
    'ratio',
    'scan / restore',
    'most memory',
    'laps',
  ];
  return rows.length === 0 ? '(not measured)' : table(title, rows);
}

function place({ shape, size }: Pick<Measured, 'shape' | 'size'>): string {
  return `${SHAPES[shape]}, ${sizeText(size)}`;
}

function text(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function table(title: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(title), line(title.map(() => '-')), ...rows.map(line)].join('\n');
}
