// Writes small archives as pg_dump lays them out, so that tests can bend every field of one.

export interface Entry {
  readonly dumpId?: number;
  readonly tag: string;
  readonly description: string;
  readonly section?: number;
  readonly definition?: string;
  readonly copy?: string;
  readonly drop?: string;
  readonly namespace?: string | null;
  readonly owner?: string;
  /** Whether pg_restore looks for data; as pg_dump has it where it is left out. */
  readonly dumper?: number;
  readonly dependencies?: readonly string[];
  /** Rows of a custom archive's data block, or the file name of another archive's. */
  readonly data?: Buffer;
  readonly fileName?: string;
}

export interface ArchiveForm {
  readonly minor?: number;
  readonly container?: number;
  readonly compression?: number;
  readonly intSize?: number;
  readonly offsetSize?: number;
  readonly database?: string;
  readonly serverVersion?: string;
  readonly entries?: readonly Entry[];
  /** What the table of contents claims; the real number where it is left out. */
  readonly count?: number;
}

export const ENTRIES: readonly Entry[] = [
  {
    tag: 'ENCODING',
    description: 'ENCODING',
    section: 2,
    definition: "SET client_encoding = 'UTF8';\n",
  },
  {
    tag: 'birth_registry',
    description: 'TABLE',
    section: 2,
    namespace: 'public',
    owner: 'surface_owner',
    definition: 'CREATE TABLE public.birth_registry (id integer);\n',
    dependencies: ['3', '17'],
  },
  {
    tag: 'birth_registry',
    description: 'TABLE DATA',
    section: 3,
    namespace: 'public',
    owner: 'surface_owner',
    copy: 'COPY public.birth_registry (id) FROM stdin;\n',
    data: Buffer.from('1\n2\n'),
    fileName: '3.dat',
  },
  {
    tag: 'TABLE birth_registry',
    description: 'ACL',
    section: 1,
    definition: 'GRANT SELECT ON TABLE public.birth_registry TO surface_readonly;\n',
  },
];

const isData = ({ description }: Entry): boolean =>
  description === 'TABLE DATA' || description === 'BLOBS';

export function writeArchive(form: ArchiveForm = {}): Buffer {
  const { minor = 14, container = 1, intSize = 4, offsetSize = 8, entries = ENTRIES } = form;
  const int = (value: number): Buffer => {
    const bytes = Buffer.alloc(intSize + 1);
    bytes[0] = value < 0 ? 1 : 0;
    bytes.writeUIntLE(Math.abs(value), 1, Math.min(intSize, 6));
    return bytes;
  };
  const text = (value: string | null): Buffer =>
    value === null ? int(-1) : Buffer.concat([int(Buffer.byteLength(value)), Buffer.from(value)]);
  const { compression = minor >= 15 ? 1 : -1 } = form;
  const head = Buffer.concat([
    Buffer.from('PGDMP'),
    Buffer.from([1, minor, 0, intSize, offsetSize, container]),
    minor >= 15 ? Buffer.from([compression]) : int(compression),
    ...[1, 2, 3, 4, 5, 126, 0].map(int),
    text(form.database ?? 'directus'),
    text(form.serverVersion ?? '15.18 (Debian 15.18-0+deb12u1)'),
    text('15.18'),
    int(form.count ?? entries.length),
  ]);
  const entryOf = (entry: Entry, index: number, offset: number): Buffer =>
    Buffer.concat([
      int(entry.dumpId ?? index + 1),
      int(entry.dumper ?? (isData(entry) ? 1 : 0)),
      text('1259'),
      text('16384'),
      text(entry.tag),
      text(entry.description),
      int(entry.section ?? 1),
      text(entry.definition ?? ''),
      text(entry.drop ?? ''),
      text(entry.copy ?? ''),
      text(entry.namespace ?? null),
      text(''),
      ...(minor >= 14 ? [text('heap')] : []),
      ...(minor >= 16 ? [int(114)] : []),
      text(entry.owner ?? ''),
      text('false'),
      ...(entry.dependencies ?? []).map(text),
      text(null),
      container === 1 ? place(entry, offset) : text(entry.fileName ?? ''),
    ]);
  const place = (entry: Entry, offset: number): Buffer => {
    const bytes = Buffer.alloc(offsetSize + 1);
    // Data whose place is not known stand somewhere; none at all is a state of its own.
    bytes[0] = entry.data === undefined ? (isData(entry) ? 1 : 3) : 2;
    bytes.writeUIntLE(entry.data === undefined ? 0 : offset, 1, Math.min(offsetSize, 6));
    return bytes;
  };
  const blocks = entries.map(({ data, dumpId }, index) =>
    data === undefined || container !== 1
      ? Buffer.alloc(0)
      : Buffer.concat([Buffer.from([1]), int(dumpId ?? index + 1), int(data.length), data, int(0)]),
  );
  // Offsets have a fixed width: the length of the table of contents does not hang on them.
  const tocLength = entries.reduce(
    (sum, entry, index) => sum + entryOf(entry, index, 0).length,
    head.length,
  );
  let offset = tocLength;
  const toc = entries.map((entry, index) => {
    const bytes = entryOf(entry, index, offset);
    offset += blocks[index]?.length ?? 0;
    return bytes;
  });
  return Buffer.concat([head, ...toc, ...blocks]);
}

/** A tar file of these members, each with a header as pg_dump writes it. */
export function writeTar(
  members: readonly (readonly [name: string, bytes: Buffer])[],
  type = '0',
): Buffer {
  const parts = members.flatMap(([name, bytes]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100, 'latin1');
    header.write('0000600\0', 100, 'latin1');
    header.write(`${bytes.length.toString(8).padStart(11, '0')} `, 124, 'latin1');
    header.write(' '.repeat(8), 148, 'latin1');
    header.write(type, 156, 'latin1');
    header.write('ustar\x0000', 257, 'latin1');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
