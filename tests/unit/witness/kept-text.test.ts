// The hash of a table of which some ranges differ, from the text of the others.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digestOf, sha256, sha256Stream } from '../../../harness/kernel/index.ts';
import { KeptTexts } from '../../../harness/witness/kept-text.io.ts';
import type { TablePrint } from '../../../harness/witness/contract.ts';
import type { TableText } from '../../../harness/witness/witness-contract.ts';

const ROOM = 1_000_000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'texts-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const rowsIn = (text: string): number => text.split('\n').length - 1;
const printOf = (ranges: readonly string[]): TablePrint => ({
  table: 'public.t',
  root: 'public.t',
  rows: rowsIn(ranges.join('')),
  sha256: sha256(ranges.join('')),
});

/** Keeps a text of these ranges, in chunks of a few bytes; undefined where it was not kept. */
async function kept(texts: KeptTexts, ranges: readonly string[]): Promise<TableText | undefined> {
  const conditions = ranges.map((_, at) => `range ${at}`);
  const writer = await texts.begin({ conditions, rangeOf: '0' });
  const hash = sha256Stream();
  for (const range of ranges) {
    for (const bytes of Buffer.from(range)
      .toString('latin1')
      .match(/[^]{1,3}/g) ?? []) {
      hash.update(Buffer.from(bytes, 'latin1'));
      await writer?.write(Buffer.from(bytes, 'latin1'));
    }
    writer?.endRange(rowsIn(range), hash);
  }
  expect(digestOf(hash)).toBe(printOf(ranges).sha256);
  writer?.finish(printOf(ranges));
  return texts.of(printOf(ranges));
}

const range = fc
  .array(fc.string({ maxLength: 5 }))
  .map((rows) => rows.map((row) => `${row}\n`).join(''));

describe('a text that was kept', () => {
  test('gives the hash and the rows of all, whichever ranges differ', async () => {
    await using texts = await KeptTexts.in(folder, ROOM);
    const cases = fc.array(fc.tuple(range, fc.option(range)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cases, async (found) => {
        const changed = new Set(found.flatMap(([, now], at) => (now === null ? [] : [at])));
        if (changed.size === 0) return;
        const text = await kept(
          texts,
          found.map(([then]) => then),
        );
        const asked: string[] = [];
        const print = await text?.printWith(changed, async function* (condition, ended) {
          asked.push(condition);
          const now = found[Number(condition.split(' ')[1])]?.[1] ?? '';
          yield await Promise.resolve(Buffer.from(now));
          ended(rowsIn(now));
        });
        expect(print).toEqual(printOf(found.map(([then, now]) => now ?? then)));
        expect(asked).toEqual([...changed].map((at) => `range ${at}`));
      }),
      { numRuns: 50 },
    );
  });

  test('is that of one content alone', async () => {
    await using texts = await KeptTexts.in(folder, ROOM);
    await kept(texts, ['a\n', 'b\n']);
    expect(texts.of(printOf(['a\n', 'c\n']))).toBeUndefined();
    expect(texts.of({ ...printOf(['a\n', 'b\n']), table: 'public.u' })).toBeUndefined();
  });

  test('is no text where a range was not read to its end', async () => {
    await using texts = await KeptTexts.in(folder, ROOM);
    const text = await kept(texts, ['a\n', 'b\n']);
    const cut = text?.printWith(new Set([1]), async function* () {
      yield await Promise.resolve(Buffer.from('b\n'));
    });
    await expect(cut).rejects.toThrow('"public.t" was not read to its end');
  });

  test('is not there where there is no room for it, and gone with its folder', async () => {
    {
      await using none = await KeptTexts.in(folder, 0);
      expect(await none.begin({ conditions: [], rangeOf: '0' })).toBeNull();
      await using little = await KeptTexts.in(folder, 3);
      expect(await kept(little, ['a\n', 'b\n'])).toBeUndefined();
      expect(await readdir(folder)).toHaveLength(2);
    }
    expect(await readdir(folder)).toEqual([]);
  });
});
