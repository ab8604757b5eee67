// Archives of every version, bent and cut in every way.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ArchiveError, readArchive } from '../../../harness/intake/archive.ts';
import { ENTRIES, writeArchive, type ArchiveForm } from './archives.ts';

const whyNot = (form: ArchiveForm): string => {
  try {
    readArchive(writeArchive(form));
  } catch (error) {
    if (error instanceof ArchiveError) return error.message;
    throw error;
  }
  return 'read';
};
const first = ENTRIES[0] ?? { tag: '', description: '' };

describe('reading an archive', () => {
  for (const minor of [12, 13, 14, 15, 16]) {
    for (const container of [1, 3]) {
      test(`finds every entry of version 1.${minor}, container ${container}`, () => {
        const bytes = writeArchive({ minor, container });
        const { header, toc, data } = readArchive(bytes);
        expect(header).toEqual({
          archiveVersion: `1.${minor}`,
          container: container === 1 ? 'custom' : 'tar',
          databaseName: 'directus',
          serverVersion: '15.18 (Debian 15.18-0+deb12u1)',
          pgDumpVersion: '15.18',
          compression: 'gzip',
        });
        expect(toc.map(({ description, section }) => [description, section])).toEqual([
          ['ENCODING', 'pre-data'],
          ['TABLE', 'pre-data'],
          ['TABLE DATA', 'data'],
          ['ACL', 'none'],
        ]);
        expect(toc[1]).toEqual({
          dumpId: 2,
          description: 'TABLE',
          tag: 'birth_registry',
          namespace: 'public',
          owner: 'surface_owner',
          definition: 'CREATE TABLE public.birth_registry (id integer);\n',
          section: 'pre-data',
        });
        expect(toc[0]).toMatchObject({ namespace: null, owner: null });
        expect(data).toHaveLength(1);
        expect(data[0]).toMatchObject({ dumpId: 3, isBlobs: false, isCopy: true });
        expect(data[0]?.fileName).toBe(container === 1 ? null : '3.dat');
      });
    }
  }

  test('says where the data begins: right behind the table of contents', () => {
    const { data, tocBytes } = readArchive(writeArchive());
    expect(data[0]?.offset).toBe(tocBytes);
  });

  test.each([
    [15, 0, 'none'],
    [15, 1, 'gzip'],
    [15, 2, 'lz4'],
    [15, 3, 'zstd'],
    [14, 0, 'none'],
    [14, -1, 'gzip'],
    [14, 9, 'gzip'],
  ])('reads in version 1.%d the compression %d as %s', (minor, compression, expected) => {
    expect(readArchive(writeArchive({ minor, compression })).header.compression).toBe(expected);
  });

  test.each<[string, ArchiveForm, string]>([
    ['a version before 1.12', { minor: 11 }, 'archive version 1.11 is not one of 1.12 to 1.16'],
    [
      'a version that is not known yet',
      { minor: 17 },
      'archive version 1.17 is not one of 1.12 to 1.16',
    ],
    ['an unknown container', { container: 2 }, 'the archive names an unknown format'],
    [
      'an unknown compression',
      { minor: 15, compression: 4 },
      'the archive names an unknown compression',
    ],
    [
      'a negative number of entries',
      { count: -1 },
      'the table of contents claims an impossible number of entries',
    ],
    [
      'an impossible number of entries',
      { count: 2 ** 31 - 1 },
      'the table of contents claims an impossible number of entries',
    ],
    [
      'more entries than there are',
      { entries: [first], count: 2 },
      'the table of contents is cut off',
    ],
    [
      'an id that comes twice',
      { entries: [first, { ...first, dumpId: 1 }] },
      'an entry has a bad or repeated id',
    ],
    ['an id of zero', { entries: [{ ...first, dumpId: 0 }] }, 'an entry has a bad or repeated id'],
    [
      'a section before the first',
      { entries: [{ ...first, section: 0 }] },
      'an entry stands in an unknown section',
    ],
    [
      'a section behind the last',
      { entries: [{ ...first, section: 5 }] },
      'an entry stands in an unknown section',
    ],
  ])('refuses %s', (_, form, expected) => {
    expect(whyNot(form)).toBe(expected);
  });

  test.each([
    [8, 0],
    [8, 3],
    [8, 5],
    [8, 8],
    [8, 255],
    [9, 4],
    [9, 9],
  ])('refuses an archive whose byte %d, a size of numbers, is %d', (at, size) => {
    const bytes = writeArchive();
    bytes[at] = size;
    expect(() => readArchive(bytes)).toThrow('the archive names an impossible integer size');
  });

  test('refuses integers that pg_restore would read as negative', () => {
    expect(whyNot({ entries: [{ ...first, dumpId: 2 ** 31 - 1 }] })).toBe('read');
    expect(whyNot({ entries: [{ ...first, dumpId: 2 ** 31 }] })).toBe('an integer is out of range');
  });

  test('tells whether an entry is filled with data, and refuses what says neither', () => {
    const { statements } = readArchive(writeArchive());
    expect(statements.map(({ hasDumper, hasPlace }) => [hasDumper, hasPlace])).toEqual([
      [false, false],
      [false, false],
      [true, true],
      [false, false],
    ]);
    expect(whyNot({ entries: [{ ...first, dumper: 2 }] })).toBe(
      'an entry is not as pg_dump writes it',
    );
  });

  test('refuses a text that claims more than any table of contents holds, without making room for it', () => {
    const bytes = writeArchive();
    const at = bytes.indexOf('directus') - 4;
    bytes.writeUInt32LE(0x7fff_ffff, at);
    expect(() => readArchive(bytes)).toThrow('a text claims an impossible length');
    bytes.writeUInt32LE(bytes.length, at);
    expect(() => readArchive(bytes)).toThrow('the table of contents is cut off');
  });

  test('asks for more bytes wherever it is cut, and only there', () => {
    const bytes = writeArchive({ minor: 16 });
    const { tocBytes } = readArchive(bytes);
    for (let length = 5; length < tocBytes; length += 1) {
      const read = (): unknown => readArchive(bytes.subarray(0, length));
      expect(read).toThrow(ArchiveError);
      expect(read).toThrow(expect.objectContaining({ needsMoreBytes: true }));
    }
    expect(readArchive(bytes.subarray(0, tocBytes)).toc).toHaveLength(ENTRIES.length);
  });

  test('stops at any damage with an ArchiveError, or reads on: nothing else, and at once', () => {
    const bytes = writeArchive({ minor: 16 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (flips) => {
          const bent = Buffer.from(bytes);
          for (const [at, value] of flips) bent[at] = value;
          try {
            expect(readArchive(bent).toc.length).toBeLessThanOrEqual(bent.length);
          } catch (error) {
            expect(error).toBeInstanceOf(ArchiveError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
