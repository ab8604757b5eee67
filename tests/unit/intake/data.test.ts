// The data of small dumps of every format: read whole, or refused with its place, never in silence.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readData, type DumpFormat } from '../../../harness/intake/index.ts';
import { readArchive } from '../../../harness/intake/archive.ts';
import { openArchive } from '../../../harness/intake/archive.io.ts';
import { DataError } from '../../../harness/intake/data-error.ts';
import { ENTRIES, writeArchive, writeTar, type Entry } from './archives.ts';
import { writeFrame } from './lz4-writer.ts';
import { FOOT, HEAD } from './scripts.ts';

const ROWS = '1\n2\n';
const END = '\\.\n\n\n';
const COPY = Buffer.from(ROWS + END);
const STRINGS: Entry = {
  tag: 'STDSTRINGS',
  description: 'STDSTRINGS',
  section: 2,
  definition: "SET standard_conforming_strings = 'on';\n",
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'data-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** All content by its source; `read` is how many packed bytes the reader says it read. */
async function contentOf(
  format: DumpFormat,
  dump: Buffer | Record<string, Buffer>,
): Promise<Record<string, string>> {
  const stagedPath = path.join(folder, 'dump');
  await rm(stagedPath, { recursive: true, force: true });
  if (Buffer.isBuffer(dump)) await writeFile(stagedPath, dump);
  else {
    await mkdir(stagedPath);
    for (const [name, bytes] of Object.entries(dump))
      await writeFile(path.join(stagedPath, name), bytes);
  }
  const byteLength = Buffer.isBuffer(dump) ? dump.length : 0;
  const { parts, packedBytesRead, packedBytes } = readData({
    stagedPath,
    facts: { format, byteLength },
  });
  const found: Record<string, string> = {};
  for await (const { source, chunks } of parts) {
    const name =
      source.kind === 'rows'
        ? `${source.schema}.${source.table}(${source.columns.join(',')})`
        : source.name;
    found[name] ??= '';
    for await (const chunk of chunks) found[name] += Buffer.from(chunk).toString();
  }
  if (format !== 'directory' && format !== 'tar') expect(packedBytesRead()).toBe(packedBytes);
  return found;
}

async function troubleOf(...dump: Parameters<typeof contentOf>): Promise<string> {
  try {
    await contentOf(...dump);
  } catch (error) {
    if (error instanceof DataError) return `${error.code} at ${error.where}: ${error.message}`;
    throw error;
  }
  return 'none';
}

const withData = (data: Buffer, change: Partial<Entry> = {}): Entry[] =>
  ENTRIES.map((each) => (each.data === undefined ? each : { ...each, data, ...change }));
const custom = (compression: number, data: Buffer): Buffer =>
  writeArchive({ minor: 15, compression, entries: withData(data) });

const PACKERS: readonly [string, number, string, (bytes: Buffer) => Buffer][] = [
  ['none', 0, '', (bytes) => bytes],
  ['gzip', 1, '.gz', deflateSync],
  ['lz4', 2, '.lz4', (bytes) => writeFrame(bytes, { hasContentChecksum: true })],
  ['zstd', 3, '.zst', zstdCompressSync],
];
const DATA_NAME = 'public.birth_registry(id)';
const WHERE = 'TABLE DATA public.birth_registry';

describe('the data of a custom archive', () => {
  test.each(PACKERS)(
    'in %s comes as rows, definitions before it',
    async (_, number, _suffix, pack) => {
      expect(await contentOf('custom', custom(number, pack(COPY)))).toEqual({
        'ENCODING ENCODING': "SET client_encoding = 'UTF8';\n",
        'TABLE public.birth_registry': 'CREATE TABLE public.birth_registry (id integer);\n',
        'ACL TABLE birth_registry':
          'GRANT SELECT ON TABLE public.birth_registry TO surface_readonly;\n',
        [DATA_NAME]: ROWS,
      });
    },
  );

  const many = Buffer.from(`${'4711\tsome text that repeats\n'.repeat(30)}${END}`);
  test.each(PACKERS.slice(1))(
    'in %s is refused wherever its packed bytes are cut',
    async (_, number, _suffix, pack) => {
      const packed = pack(many);
      for (let length = 0; length < packed.length; length += 3) {
        const trouble = await troubleOf('custom', custom(number, packed.subarray(0, length)));
        expect(trouble).toMatch(`INTAKE_TRUNCATED at ${WHERE}: `);
      }
    },
  );

  test.each(PACKERS.slice(1, 3))(
    'in %s is refused wherever one of its packed bytes is bent',
    async (_, number, _suffix, pack) => {
      const packed = pack(many);
      for (let at = 0; at < packed.length; at += 1) {
        const bent = Buffer.from(packed);
        bent[at] = (bent[at] ?? 0) ^ 0x55;
        const trouble = await troubleOf('custom', custom(number, bent));
        expect(trouble).toMatch(
          /^INTAKE_(?:DATA_DAMAGED|TRUNCATED|COMPRESSION) at TABLE DATA public/,
        );
      }
    },
  );

  test.each(PACKERS.slice(1))(
    'in %s is refused with bytes behind the end of what is packed',
    async (_, number, _suffix, pack) => {
      const packed = pack(many);
      for (const more of [Buffer.from('x'), Buffer.alloc(9, 1), packed])
        expect(await troubleOf('custom', custom(number, Buffer.concat([packed, more])))).toMatch(
          // One byte may be the first of another LZ4 frame.
          new RegExp(
            `^INTAKE_${number === 2 ? '(?:DATA_DAMAGED|TRUNCATED)' : 'DATA_DAMAGED'} at ${WHERE}`,
          ),
        );
    },
  );

  test('in zstd that needs a window of a gigabyte is refused', async () => {
    const head = Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x01, 0x00, 0x00);
    expect(await troubleOf('custom', custom(3, head))).toMatch('INTAKE_COMPRESSION');
  });

  test('is refused where the archive is cut, with the entry that it is cut in', async () => {
    const whole = custom(1, deflateSync(many));
    for (let length = whole.length - 1; length > whole.length - 40; length -= 1)
      expect(await troubleOf('custom', whole.subarray(0, length))).toMatch(
        /^INTAKE_TRUNCATED at (?:TABLE DATA public.birth_registry|data): /,
      );
  });

  test('is refused where its rows name no columns, unless they are empty', async () => {
    const unnamed = (data: string): Buffer =>
      writeArchive({
        minor: 15,
        compression: 0,
        entries: withData(Buffer.from(data), { copy: 'COPY public.birth_registry  FROM stdin;\n' }),
      });
    expect(await troubleOf('custom', unnamed(`\n\n${END}`))).toBe('none');
    expect(await troubleOf('custom', unnamed(`\n1\n${END}`))).toMatch(
      'INTAKE_UNPARSABLE at rows of public.birth_registry: the dump does not say to which columns',
    );
  });

  test('is refused where rows are announced by anything but one COPY from stdin', async () => {
    for (const copy of ["COPY t FROM PROGRAM 'id';\n", 'COPY public.t FROM stdin;\nSELECT 1;\n']) {
      const bytes = writeArchive({ minor: 15, compression: 0, entries: withData(COPY, { copy }) });
      expect(await troubleOf('custom', bytes)).toBe(
        `INTAKE_UNPARSABLE at ${WHERE}: its rows are not announced as pg_dump announces rows`,
      );
    }
  });
});

describe('the blocks of a custom archive', () => {
  const whole = custom(0, COPY);
  const { tocBytes } = readArchive(whole);
  const block = whole.subarray(tocBytes);
  const bent = (at: number, value: number): Buffer => {
    const bytes = Buffer.from(whole);
    bytes[tocBytes + at] = value;
    return bytes;
  };
  test.each([
    ['that come twice', Buffer.concat([whole, block]), 'no entry announces'],
    ['of no entry', bent(2, 99), 'no entry announces'],
    ['of another kind', bent(0, 3), 'of an unknown kind'],
    [
      'that stand elsewhere',
      Buffer.concat([whole.subarray(0, tocBytes), Buffer.of(1)]),
      'inside its data',
    ],
    ['with a negative length', bent(6, 1), 'an impossible length'],
    ['that do not come', whole.subarray(0, tocBytes), 'the data of 1 of 1 entries is missing'],
  ])('are refused %s', async (_, bytes, message) => {
    expect(await troubleOf('custom', bytes)).toMatch(message);
  });

  test('are refused where the table of contents says that they stand elsewhere', async () => {
    const entries = withData(COPY);
    const second = entries.map((each, index) => ({ ...each, dumpId: index + 11 }));
    const two = writeArchive({ minor: 15, compression: 0, entries: [...entries, ...second] });
    const start = readArchive(two).tocBytes;
    const length = (two.length - start) / 2;
    const [one, other] = [two.subarray(start, start + length), two.subarray(start + length)];
    expect(await troubleOf('custom', two)).toBe('none');
    const turned = Buffer.concat([two.subarray(0, start), other, one]);
    expect(await troubleOf('custom', turned)).toMatch('data does not stand where');
  });
});

describe('INSERT statements in an archive', () => {
  const inserts = (data: string, entries: readonly Entry[] = [STRINGS]): Buffer =>
    writeArchive({
      minor: 15,
      compression: 1,
      entries: [...entries, ...withData(deflateSync(data), { copy: '' })],
    });

  test('come as rows, named by the table\u2019s definition', async () => {
    const found = await contentOf(
      'custom',
      inserts('INSERT INTO public.birth_registry VALUES (1);\n\n\n'),
    );
    expect(found[DATA_NAME]).toBe('1\n');
  });

  test('are named by what the definitions say, not by what their entries are called', async () => {
    const table = (tag: string, definition: string): Entry => ({
      tag,
      description: 'TABLE',
      section: 2,
      namespace: 'public',
      definition,
    });
    const found = await contentOf(
      'custom',
      inserts('INSERT INTO public.child VALUES (1, 2);\n', [
        STRINGS,
        table('base', 'CREATE TABLE public.base (password text);\n'),
        table('child', 'CREATE TABLE public.other (harmless text, harmless2 text);\n'),
        table('other', 'CREATE TABLE public.child (n int)\nINHERITS (public.base);\n'),
      ]),
    );
    expect(found['public.child(password,n)']).toBe('1\t2\n');
  });

  test.each([
    ['another statement', 'DROP TABLE x;\n', [STRINGS]],
    ['more values than columns', 'INSERT INTO public.birth_registry VALUES (1, 2);\n', [STRINGS]],
    ['another table', 'INSERT INTO pg_catalog.pg_proc VALUES (1);\n', [STRINGS]],
    [
      'strings that nobody says how to read',
      "INSERT INTO public.birth_registry VALUES ('1');\n",
      [],
    ],
    [
      'strings with escapes',
      "INSERT INTO public.birth_registry VALUES ('1');\n",
      [{ ...STRINGS, definition: "SET standard_conforming_strings = 'off';\n" }],
    ],
  ])('are refused with %s', async (_, data, entries) => {
    expect(await troubleOf('custom', inserts(data, entries))).toMatch(
      /^INTAKE_UNPARSABLE at (?:TABLE DATA|rows of) public.birth_registry: /,
    );
  });
});

describe('the data of a folder', () => {
  const toc = writeArchive({
    container: 3,
    minor: 15,
    entries: withData(COPY, { fileName: '3.dat' }),
  });
  const packed = (suffix: string): Buffer =>
    (PACKERS.find((each) => each[2] === suffix)?.[3] ?? gzipSync)(COPY);

  test.each([
    ['3.dat', COPY],
    ['3.dat.gz', gzipSync(COPY)],
    ['3.dat.lz4', packed('.lz4')],
    ['3.dat.zst', packed('.zst')],
  ])('is found as %s', async (name, bytes) => {
    const found = await contentOf('directory', { 'toc.dat': toc, [name]: bytes });
    expect(found[DATA_NAME]).toBe(ROWS);
  });

  test('is that which pg_restore would take, where there is more than one', async () => {
    const other = Buffer.from(`3\n${END}`);
    const found = await contentOf('directory', {
      'toc.dat': toc,
      '3.dat': other,
      '3.dat.gz': gzipSync(COPY),
    });
    expect(found[DATA_NAME]).toBe('3\n');
    const second = await contentOf('directory', {
      'toc.dat': toc,
      '3.dat.gz': gzipSync(other),
      '3.dat.zst': packed('.zst'),
    });
    expect(second[DATA_NAME]).toBe('3\n');
  });

  test('is refused where a file is missing, empty, no gzip or goes on behind its end', async () => {
    const trouble = (files: Record<string, Buffer>): Promise<string> =>
      troubleOf('directory', { 'toc.dat': toc, ...files });
    expect(await trouble({})).toMatch('INTAKE_TRUNCATED');
    expect(await trouble({ '3.dat.gz': Buffer.alloc(0) })).toMatch('INTAKE_TRUNCATED');
    // gzread would hand on what is no gzip as it stands.
    expect(await trouble({ '3.dat.gz': COPY })).toMatch('INTAKE_DATA_DAMAGED');
    const behind = Buffer.concat([gzipSync(COPY), Buffer.from([0, 0, 65])]);
    expect(await trouble({ '3.dat.gz': behind })).toMatch('INTAKE_DATA_DAMAGED');
  });

  test('may have its table of contents in lz4', async () => {
    const found = await contentOf('directory', { 'toc.dat.lz4': writeFrame(toc), '3.dat': COPY });
    expect(found[DATA_NAME]).toBe(ROWS);
  });

  test('holds large objects as its list names them', async () => {
    const entries = [
      ...ENTRIES.slice(0, 2),
      { tag: 'BLOBS', description: 'BLOBS', section: 3, fileName: 'blobs.toc' },
    ];
    const files = {
      'toc.dat': writeArchive({ container: 3, minor: 15, entries }),
      'blobs.toc': Buffer.from('7 blob_7.dat\n8 blob_8.dat\n'),
      'blob_7.dat.gz': gzipSync('seven'),
      'blob_8.dat.lz4': Buffer.alloc(0),
    };
    const found = await contentOf('directory', files);
    expect([found['large object 7'], found['large object 8']]).toEqual(['seven', '']);
  });
});

describe('the data of a tar file', () => {
  const toc = writeArchive({ container: 3, entries: withData(COPY, { fileName: '3.dat' }) });
  test('comes from its member', async () => {
    const found = await contentOf(
      'tar',
      writeTar([
        ['toc.dat', toc],
        ['3.dat', COPY],
      ]),
    );
    expect(found[DATA_NAME]).toBe(ROWS);
  });

  test('is refused at intake with a large object that no list names', async () => {
    const file = path.join(folder, 'dump.tar');
    const members = [
      ['toc.dat', toc],
      ['3.dat', COPY],
    ] as const;
    await writeFile(file, writeTar(members));
    expect((await openArchive(file, 'tar')).dataProblem).toBeNull();
    await writeFile(file, writeTar([...members, ['blob_7.dat', COPY]]));
    expect((await openArchive(file, 'tar')).dataProblem?.message).toBe(
      'it holds a large object that no list names',
    );
  });
});

describe('the content of a plain dump', () => {
  const script = `${HEAD}CREATE TABLE s.t (a int, b text);
COPY s.t (a, b) FROM stdin;
1\tx
\\.

COPY s.t FROM stdin;
\\.
BEGIN;
SELECT pg_catalog.lo_open('16401', 131072);
SELECT pg_catalog.lowrite(0, '\\x6869');
SELECT pg_catalog.lowrite(0, '\\x21');
SELECT pg_catalog.lo_close(0);
COMMIT;
INSERT INTO s.t VALUES (2, 'it''s');
INSERT INTO s.t SELECT 3;
${FOOT}`;

  test.each<[string, (text: string) => Buffer]>([
    ['as it stands', (text) => Buffer.from(text)],
    ['in gzip', gzipSync],
    ['in lz4', (text) => writeFrame(Buffer.from(text), { blockBytes: 100 })],
    ['in zstd', zstdCompressSync],
  ])('%s comes as rows, large objects and the text of all else', async (_, pack) => {
    const found = await contentOf('plain', pack(script));
    expect(found).toMatchObject({ 's.t(a,b)': "1\tx\n2\tit's\n", 'large object 16401': 'hi!' });
    const text = Object.entries(found).flatMap(([name, text]) =>
      name.startsWith('line ') ? [text] : [],
    );
    expect(text.join('')).toContain('INSERT INTO s.t SELECT 3;');
    expect(text.join('')).toContain('CREATE TABLE');
    expect(text.join('')).not.toContain('lowrite');
  });

  test('names the columns of rows that come without, however their table was made', async () => {
    const made = `create /* small */ table s.base (id int, "Pass Word" text);
CREATE TABLE s.child (more int, id int) INHERITS (s.base);
CREATE TYPE s.kind AS (token text, n int);
CREATE TABLE s.typed OF s.kind (n WITH OPTIONS NOT NULL);
INSERT INTO s.base VALUES (1, 'a');
INSERT INTO s.child VALUES (2, 'b', 3);
INSERT INTO s.typed VALUES ('c', 4);
COPY s.child  FROM stdin;

\\.
`;
    expect(await contentOf('plain', Buffer.from(HEAD + made + FOOT))).toMatchObject({
      's.base(id,Pass Word)': '1\ta\n',
      's.child(id,Pass Word,more)': '2\tb\t3\n',
      's.typed(token,n)': 'c\t4\n',
      's.child()': '\n',
    });
  });

  test.each([
    ['inside COPY data', `${HEAD}COPY s.t (a) FROM stdin;\n1\n`, 'INTAKE_TRUNCATED at line'],
    ['inside a statement', `${HEAD}SELECT '`, 'INTAKE_TRUNCATED at line'],
    [
      'a row with a carriage return',
      `${HEAD}COPY s.t FROM stdin;\n1\r2\n\\.\n${FOOT}`,
      'INTAKE_UNPARSABLE at line',
    ],
    [
      'with rows whose columns nobody names',
      `${HEAD}CREATE TABLE s.t (a int);\nCOPY s.t FROM stdin;\n1\n\\.\n${FOOT}`,
      'INTAKE_UNPARSABLE at rows of s.t: the dump does not say to which columns',
    ],
    [
      'with INSERT into a table that it does not make',
      `${HEAD}INSERT INTO s.t VALUES (1);\n${FOOT}`,
      'INTAKE_UNPARSABLE at rows of s.t: the dump does not say to which columns',
    ],
    ['in gzip', gzipSync(HEAD).subarray(0, -9), 'INTAKE_TRUNCATED at plain dump'],
  ])('is refused where it ends, or goes on, %s', async (_, bytes, expected) => {
    expect(await troubleOf('plain', Buffer.from(bytes))).toMatch(expected);
  });
});

test('content that is left unread ends the reading', async () => {
  const stagedPath = path.join(folder, 'dump');
  await writeFile(stagedPath, custom(0, COPY));
  const { parts } = readData({ stagedPath, facts: { format: 'custom', byteLength: 1 } });
  const read = async (): Promise<void> => {
    for await (const { source } of parts) if (source.kind === 'large-object') break;
  };
  await expect(read()).rejects.toThrow('content was left unread');
});
