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
  if (starts(head, 0x28, 0xb5, 0x2f, 0xfd)) return { kind: 'dump', format: 'plain', compression: 'zstd' };
  if (starts(head, 0x04, 0x22, 0x4d, 0x18)) return { kind: 'dump', format: 'plain', compression: 'lz4' };
  if (isTar(head)) return { kind: 'dump', format: 'tar', compression: 'none' };
  if (starts(head, 0xef, 0xbb, 0xbf)) return refuse('INTAKE_ENCODING', 'it begins with a byte order mark');
  if (starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff)) {
    return refuse('INTAKE_ENCODING', 'it is UTF-16, which pg_dump never writes');
  }
  return recogniseText(head, where);
}

/** Text that begins like a plain dump; also used on what a compressed file holds. */
export function recogniseText(head: Uint8Array, where: string): Recognised {
  const text = Buffer.from(head).toString('latin1');
  const refuse = (code: Finding['code'], what: string): Recognised => ({
    kind: 'refused',
    finding: finding(code, where, what),
  });
  if (text.startsWith('PGDMP')) return refuse('INTAKE_WRAPPED', 'a compressed file holds an archive');
  if (text.includes('\0')) return refuse('INTAKE_NOT_A_DUMP', 'it is neither an archive nor text');
  if (/^-- PostgreSQL database cluster dump/m.test(text)) {
    return refuse('INTAKE_CLUSTER_DUMP', 'it was made by pg_dumpall and holds a whole cluster');
  }
  if (/\r\n/.test(text)) return refuse('INTAKE_ENCODING', 'its lines end in CR LF; it was changed on the way');
  if (/^-- PostgreSQL database dump/m.test(text)) return { kind: 'dump', format: 'plain', compression: 'none' };
  const other = /^-- (MySQL|MariaDB) dump|^PRAGMA foreign_keys|^SQLite format/m.exec(text);
  if (other !== null) return refuse('INTAKE_NOT_A_DUMP', 'another database system wrote it');
  return refuse('INTAKE_NOT_A_DUMP', 'it does not begin as pg_dump begins');
}

/** A ustar header, or an older tar whose first member is the table of contents. */
function isTar(head: Uint8Array): boolean {
  return isText(head, 257, 'ustar') || (isText(head, 0, 'toc.dat\0') && head.length >= 512);
}

function isText(head: Uint8Array, offset: number, text: string): boolean {
  return Buffer.from(head.subarray(offset, offset + text.length)).toString('latin1') === text;
}
