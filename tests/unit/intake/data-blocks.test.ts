// Large objects of custom archives, block by block: numbers as pg_dump writes them, each once.
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readData } from '../../../harness/intake/index.ts';
import { ENTRIES, writeArchive, type Entry } from './archives.ts';
import { given } from './given.ts';

const here = given();
const first = ENTRIES[0] ?? { tag: '', description: '' };
const BLOBS: Entry = { tag: 'BLOBS', description: 'BLOBS', section: 3 };

const int = (value: number, sign = 0): Buffer => {
  const bytes = Buffer.alloc(5, sign);
  bytes.writeUInt32LE(value, 1);
  return bytes;
};
const blob = (oid: Buffer, text: string): Buffer =>
  Buffer.concat([oid, int(text.length), Buffer.from(text), int(0)]);
const block = (dumpId: number, ...blobs: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([3]), int(dumpId), ...blobs, int(0)]);

async function verdictOf(...blocks: readonly Buffer[]): Promise<string[]> {
  const entries = [first, ...blocks.map(() => BLOBS)];
  const toc = writeArchive({ compression: 0, entries });
  await writeFile(here.dump, Buffer.concat([toc, ...blocks]));
  await here.attest();
  const outcome = await here.take();
  if (outcome.kind !== 'accepted') return outcome.findings.map(({ what }) => what);
  const found: string[] = [];
  for await (const { source, chunks } of readData(outcome.dump).parts) {
    let text = '';
    for await (const chunk of chunks) text += Buffer.from(chunk).toString();
    if (source.kind === 'large-object') found.push(`${source.name}: ${text}`);
  }
  return found;
}

describe('large objects of a custom archive', () => {
  test('are read in all blocks, under every number that there is', async () => {
    const low = block(2, blob(int(1), 'a'), blob(int(2 ** 31 - 1), 'b'));
    const high = block(3, blob(int(1, 1), 'c'), blob(int(2 ** 31, 1), 'd'));
    expect(await verdictOf(low, high)).toEqual([
      'large object 1: a',
      'large object 2147483647: b',
      'large object 4294967295: c',
      'large object 2147483648: d',
    ]);
  });

  const twice = 'the archive holds a large object twice';
  const other = 'the archive names an impossible large object';
  test.each<[string, readonly Buffer[], string]>([
    ['twice in a block', [block(2, blob(int(7), 'XXXX://'), blob(int(7), 'post'))], twice],
    ['twice in two blocks', [block(2, blob(int(7), 'x')), block(3, blob(int(7), 'y'))], twice],
    ['under no number', [block(2, blob(int(0, 1), 'x'))], other],
    ['under a number that is too low', [block(2, blob(int(2 ** 31 + 1, 1), 'x'))], other],
    [
      'with a length that pg_restore reads as negative',
      [block(2, Buffer.concat([int(7), int(2 ** 31)]))],
      'the archive names an impossible length',
    ],
  ])('are refused %s', async (_, blocks, expected) => {
    expect(await verdictOf(...blocks)).toEqual([expected]);
  });
});
