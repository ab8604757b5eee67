// Tells what a file is from its first bytes; its name is never asked.
import { finding, type Finding } from '../kernel/index.ts';
import type { COMPRESSIONS, DumpFormat } from './contract.ts';

export type Recognised =
  | {
      readonly kind: 'dump';
      readonly format: Exclude<DumpFormat, 'directory'>;
      readonly compression: (typeof COMPRESSIONS)[number];
    }
  | { readonly kind: 'refused'; readonly finding: Finding };

/** Bytes that are enough to decide. */
export const HEAD_BYTES = 4096;

const starts = (head: Uint8Array, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte);

/** `where` names the file in the finding. Compressed bytes are judged again after unpacking. */
export function recogniseFile(head: Uint8Array, where: string): Recognised {
  const refuse = (code: Finding['code'], what: string): Recognised => ({
    kind: 'refused',
    finding: finding(code, where, what),
  });
  if (head.length === 0) return refuse('INTAKE_EMPTY', 'the file has no bytes');
  if (isText(head, 0, 'PGDMP')) return { kind: 'dump', format: 'custom', compression: 'none' };
  if (starts(head, 0x1f, 0x8b)) return { kind: 'dump', format: 'plain', compression: 'gzip' };
  if (starts(head, 0x28, 0xb5, 0x2f, 0xfd))
    return { kind: 'dump', format: 'plain', compression: 'zstd' };
  if (starts(head, 0x04, 0x22, 0x4d, 0x18))
    return { kind: 'dump', format: 'plain', compression: 'lz4' };
  if (isTar(head)) return { kind: 'dump', format: 'tar', compression: 'none' };
  return recogniseText(head, where);
}

/** Text that begins like a plain dump; also used on what a compressed file holds. */
export function recogniseText(head: Uint8Array, where: string): Recognised {
  const text = Buffer.from(head).toString('latin1');
  const refuse = (code: Finding['code'], what: string): Recognised => ({
    kind: 'refused',
    finding: finding(code, where, what),
  });
  if (head.length === 0) return refuse('INTAKE_EMPTY', 'nothing is packed in it');
  if (text.startsWith('PGDMP') || isTar(head)) {
    return refuse('INTAKE_WRAPPED', 'a compressed file holds an archive');
  }
  if (starts(head, 0x1f, 0x8b) || starts(head, 0x28, 0xb5, 0x2f, 0xfd)) {
    return refuse('INTAKE_WRAPPED', 'it is compressed more than once');
  }
  if (starts(head, 0xef, 0xbb, 0xbf))
    return refuse('INTAKE_ENCODING', 'it begins with a byte order mark');
  if (isUtf16(head)) return refuse('INTAKE_ENCODING', 'it is UTF-16, which pg_dump never writes');
  const lineEnd = HEADER.exec(text)?.[1];
  if (lineEnd === '\n') return { kind: 'dump', format: 'plain', compression: 'none' };
  if (lineEnd === '\r\n') {
    return refuse('INTAKE_ENCODING', 'its lines end in CR LF; it was changed on the way');
  }
  const other = OTHER_SYSTEMS.find(([pattern]) => pattern.test(text));
  if (other !== undefined) return refuse('INTAKE_NOT_A_DUMP', `it comes from ${other[1]}`);
  if (text.includes('\0')) return refuse('INTAKE_NOT_A_DUMP', 'it is neither an archive nor text');
  return refuse('INTAKE_NOT_A_DUMP', 'it does not begin as pg_dump begins');
}

/** The first comment of a plain dump, or of pg_dumpall's, which is read and refused; its line end tells whether the file was changed on its way. */
const HEADER = /^(?:--)?\s*-- PostgreSQL database (?:cluster )?dump(\r?\n)/;

/** First bytes by which other systems' files are known. */
const OTHER_SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/^-- (?:MySQL|MariaDB) dump |^\/\*M?!\d+.* \*\/;?$/m, 'MySQL or MariaDB'],
  [/^SQLite format 3\0|^PRAGMA foreign_keys/, 'SQLite'],
  [/^TAPE|^MSSQLBAK/, 'SQL Server'],
  [/^-- (?:Oracle|expdp)|^.{0,3}EXPORT:V\d\d\./s, 'Oracle'],
  [/^PK\x03\x04/, 'a zip program'],
  [/^(?:BZh[1-9]|\xfd7zXZ\0|7z\xbc\xaf)/, 'a compression program that pg_dump does not use'],
];

/** With its mark, or without: every other byte of such SQL is zero. */
function isUtf16(head: Uint8Array): boolean {
  if (starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff)) return true;
  if (head.length < 4) return false;
  return (
    (head[0] === 0 && head[1] === 0x2d && head[2] === 0) ||
    (head[0] === 0x2d && head[1] === 0 && head[3] === 0)
  );
}

/** A ustar header, or an older tar whose first member is the table of contents. */
function isTar(head: Uint8Array): boolean {
  return head.length >= 512 && (isText(head, 257, 'ustar') || isText(head, 0, 'toc.dat\0'));
}

function isText(head: Uint8Array, offset: number, text: string): boolean {
  return Buffer.from(head.subarray(offset, offset + text.length)).toString('latin1') === text;
}
