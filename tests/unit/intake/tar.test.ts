// Tar archives that pg_restore would read in another way than they look: each is refused.
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENTRIES, writeArchive, writeTar, type Entry } from './archives.ts';
import { given, ROWS, TOC } from './given.ts';

const here = given();
type Member = readonly [name: string, bytes: Buffer];

const BLOBS: Entry = { tag: 'BLOBS', description: 'BLOBS', section: 3, fileName: '5.dat' };
const WITH_BLOBS = writeArchive({ container: 3, entries: [...ENTRIES, BLOBS] });
const toc: Member = ['toc.dat', WITH_BLOBS];
const rows: Member = ['3.dat', ROWS];
const seven: Member = ['blob_7.dat', Buffer.from('seven')];
const eight: Member = ['blob_8.dat', Buffer.from('eight')];
const list: Member = ['blobs_5.toc', Buffer.from('7 blob_7.dat\n8 blob_8.dat\n')];
const script: Member = ['restore.sql', Buffer.from('--\n')];
const GOOD: readonly Member[] = [toc, rows, seven, eight, list, script];
const sly: Member = ['blob_9.dat', Buffer.from('sly')];

const BLOCK = 512;
/** Rewrites a field of the header at `at`, and its checksum. */
function bent(tar: Buffer, at: number, offset: number, text: string): Buffer {
  const copy = Buffer.from(tar);
  copy.write(text, at + offset, 'latin1');
  copy.write(' '.repeat(8), at + 148, 'latin1');
  const sum = copy.subarray(at, at + BLOCK).reduce((total, byte) => total + byte, 0);
  copy.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
  return copy;
}

async function verdictOf(bytes: Buffer): Promise<string[]> {
  await rm(path.join(here.root, 'work'), { recursive: true, force: true });
  await writeFile(here.dump, bytes);
  await here.attest({ replace: true });
  const { findings } = await here.take();
  return findings.map(({ code, what }) => `${code}: ${what}`);
}

describe('a tar archive', () => {
  test.each<[string, readonly Member[]]>([
    ['its list of large objects named for its entry', GOOD],
    ['one list, as before version 17', [toc, rows, seven, eight, ['blobs.toc', list[1]], script]],
    ['no script for people', GOOD.slice(0, -1)],
  ])('as pg_dump packs it is taken in: %s', async (_, members) => {
    expect(await verdictOf(writeTar(members))).toEqual([]);
  });

  const otherOrder =
    'INTAKE_NOT_A_DUMP: the tar file holds other files, or in another order, than it lists';
  test.each<[string, readonly Member[], string]>([
    ['a file that nothing names', [toc, rows, seven, eight, list, script, ['a', ROWS]], otherOrder],
    ['a file before its table of contents', [['a', ROWS], ...GOOD], otherOrder],
    ['large objects in another order', [toc, rows, eight, seven, list, script], otherOrder],
    ['large objects behind their list', [toc, rows, seven, list, eight, script], otherOrder],
    ['rows that are packed', [toc, ['3.dat.gz', ROWS], seven, eight, list, script], otherOrder],
    [
      'a large object that no list names',
      [toc, rows, seven, eight, sly, list, script],
      'INTAKE_NOT_A_DUMP: it holds a large object that no list names',
    ],
    [
      'a second list',
      [toc, rows, seven, eight, list, ['blobs.toc', Buffer.from('9 blob_9.dat\n')]],
      'INTAKE_NOT_A_DUMP: it holds a large object that no list names',
    ],
    [
      'a large object that is listed twice',
      [toc, rows, seven, ['blobs_5.toc', Buffer.from('7 blob_7.dat\n7 blob_7.dat\n')]],
      'INTAKE_NOT_A_DUMP: it holds a large object twice',
    ],
    ...['7 blob_8.dat\n', '07 blob_07.dat\n', '7 3.dat\n', '4294967296 blob_4294967296.dat\n'].map(
      (text): [string, readonly Member[], string] => [
        `the list ${JSON.stringify(text)}`,
        [toc, rows, seven, eight, ['blobs_5.toc', Buffer.from(text)], script],
        'INTAKE_NOT_A_DUMP: a list of large objects is not as pg_dump writes it',
      ],
    ),
  ])('is refused with %s', async (_, members, verdict) => {
    expect(await verdictOf(writeTar(members))).toEqual([verdict]);
  });

  const tar = writeTar([
    ['toc.dat', TOC],
    ['3.dat', ROWS],
  ]);
  const second = BLOCK + Math.ceil(TOC.length / BLOCK) * BLOCK;
  test.each<[string, number, string]>([
    ['a size behind a space', 124, ' 0000000013 '],
    ['a size that ends early', 124, '00000000013x'],
    ['no size', 124, '            '],
    ['a link', 156, '1'],
    ['a file of an old kind', 156, '\0'],
  ])('is refused with %s in a header', async (_, offset, text) => {
    expect(await verdictOf(tar)).toEqual([]);
    const [verdict] = await verdictOf(bent(tar, second, offset, text));
    expect(verdict).toMatch(/^INTAKE_NOT_A_DUMP: (?:a header of )?the tar file /);
  });

  test('is refused with a checksum behind a space', async () => {
    const copy = Buffer.from(tar);
    const sum = copy.toString('latin1', second + 148, second + 154);
    copy.write(` ${sum} `, second + 148, 'latin1');
    expect(await verdictOf(copy)).toEqual([
      'INTAKE_NOT_A_DUMP: a header of the tar file is damaged',
    ]);
  });

  test('ends with zeros alone: pg_restore passes over them', async () => {
    const members = writeTar(GOOD.slice(0, 5));
    expect(await verdictOf(Buffer.concat([members, Buffer.alloc(200_000)]))).toEqual([]);
    for (const more of [writeTar([sly]), Buffer.from('x')]) {
      expect(await verdictOf(Buffer.concat([members, Buffer.alloc(200_000), more]))).toEqual([
        'INTAKE_NOT_A_DUMP: the tar file goes on behind its end',
      ]);
    }
  });
});
