// docs/speed.md and its curves say what bench/results.json says; nothing is measured here.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { blocks } from '../../../bench/page/blocks.ts';
import { curves } from '../../../bench/page/curves.ts';
import { filled, madeFiles } from '../../../bench/page/page.ts';
import { readResults } from '../../../bench/results.ts';
import type { Results } from '../../../bench/results-contract.ts';
import { summed } from '../../../bench/summary.ts';
import { ROOT } from '../../house/files.ts';

async function results(): Promise<Results> {
  const found = await readResults();
  if (found === null) throw new Error('there is no bench/results.json');
  return found;
}

describe('the page about speed', () => {
  test('and its curves are what the results make of them', async () => {
    const made = await madeFiles();
    expect([...made.keys()]).toHaveLength(4);
    for (const [file, text] of made) {
      expect([file, await readFile(path.join(ROOT, file), 'utf8')]).toEqual([file, text]);
    }
  });

  test('rests on medians and answers that follow from the laps', async () => {
    const { measured } = await results();
    expect(measured.length).toBeGreaterThan(0);
    for (const { measures, bars, laps, ...entry } of measured) {
      expect({ measures, bars }).toEqual(summed(entry, laps));
    }
  });

  test('says missed of a bar that is missed in one place', async () => {
    const all = await results();
    const [first] = all.measured;
    if (first === undefined) throw new Error('nothing is measured');
    const lap = { 'stage scan': 1, 'stage restore': 2, 'run memory': 200 };
    const at = (shape: 'one-table' | 'many-tables', memory: number) => {
      const laps = [{ ...lap, 'run memory': memory }];
      const entry = { row: 'whole-run', shape, size: '10MB' } as const;
      return { ...first, ...entry, laps, ...summed(entry, laps) };
    };
    const told = (memory: number): string =>
      blocks({ ...all, measured: [at('one-table', 200), at('many-tables', memory)] })['promises'] ??
      '';
    expect(told(300)).toMatch(/\| most memory.*2,000 tables.* \| at most 300 MiB .*\| holds \|$/m);
    expect(told(301)).toMatch(
      /\| most memory.*2,000 tables.* \| 301\.0 MiB .*\| \*\*missed\*\* \|$/m,
    );
    expect(told(301)).toMatch(/^\| make demo.* \| not measured \|/m);
  });

  test('has a place for every block, and a block for every place', () => {
    const page = '<!-- bench: one -->\nold\n<!-- end of one -->\n';
    expect(filled(page, { one: 'new' })).toBe(
      '<!-- bench: one -->\n\nnew\n\n<!-- end of one -->\n',
    );
    expect(() => filled(page, { one: '', two: '' })).toThrow('has no place for two');
    expect(() => filled(page, {})).toThrow("nothing is measured for the block 'one'");
  });
});

describe('a curve', () => {
  test('stands where its seconds are, tells its names apart and breaks no markup', () => {
    const panel = (seconds: number) => ({
      title: 'a < b',
      lines: [
        { name: 'x & y', points: [[10, seconds] as const, [1000, 100] as const] },
        { name: 'z', points: [[10, 1] as const, [1000, 100] as const] },
      ],
    });
    const marks = [
      [10, '10'],
      [1000, '1000'],
    ] as const;
    const drawn = (seconds: number): string =>
      curves({ title: 't', marks, panels: [panel(seconds)] });
    const heights = (svg: string): number[] =>
      [...svg.matchAll(/<circle cx="52" cy="([\d.]+)"/g)].map(([, y]) => Number(y));
    // One second is two powers of ten below a hundred; ten seconds stand in the middle.
    expect(heights(drawn(10))).toEqual([125, 216]);
    expect(heights(drawn(1))).toEqual([216, 216]);
    expect(drawn(1)).toContain('x &amp; y');
    expect(drawn(1)).not.toContain('a < b');
    const names = [...drawn(1).matchAll(/<text x="350" y="([\d.]+)"/g)].map(([, y]) => Number(y));
    expect(names).toEqual([38, 51]);
  });
});
