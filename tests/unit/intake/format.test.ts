// What a file is, by its bytes alone.
import { describe, expect, test } from '@jest/globals';
import { recogniseFile, recogniseText } from '../../../harness/intake/format.ts';
import { writeArchive, writeTar } from './archives.ts';

const HEADER = '--\n-- PostgreSQL database dump\n--\n\n';
const CLUSTER = '--\n-- PostgreSQL database cluster dump\n--\n\n';

describe('recognising a file by its bytes', () => {
  test.each<[string, Buffer, string, string]>([
    ['a custom archive', writeArchive(), 'custom', 'none'],
    ['a tar archive', writeTar([['toc.dat', writeArchive({ container: 3 })]]), 'tar', 'none'],
    ['a plain dump', Buffer.from(HEADER), 'plain', 'none'],
    [
      'a plain dump whose function has CR LF in its text',
      Buffer.from(`${HEADER}SELECT $$a\r\nb$$;\n`),
      'plain',
      'none',
    ],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 8]), 'plain', 'gzip'],
    ['a zstd file', Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'plain', 'zstd'],
    ['an lz4 file', Buffer.from([0x04, 0x22, 0x4d, 0x18]), 'plain', 'lz4'],
  ])('knows %s', (_, head, format, compression) => {
    expect(recogniseFile(head, 'x.dump')).toEqual({ kind: 'dump', format, compression });
  });

  test.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'INTAKE_EMPTY'],
    ['a byte order mark', Buffer.from(`\uFEFF${HEADER}`), 'INTAKE_ENCODING'],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), 'INTAKE_ENCODING'],
    [
      'UTF-16, big end first',
      Buffer.from(`\uFEFF${HEADER}`, 'utf16le').swap16(),
      'INTAKE_ENCODING',
    ],
    ['UTF-16 without its mark', Buffer.from(HEADER, 'utf16le'), 'INTAKE_ENCODING'],
    ['changed line ends', Buffer.from(HEADER.replaceAll('\n', '\r\n')), 'INTAKE_ENCODING'],
    ['another system\u2019s dump', Buffer.from('-- MySQL dump 10.13\n--\n'), 'INTAKE_NOT_A_DUMP'],
    ['SQLite', Buffer.from('SQLite format 3\0'), 'INTAKE_NOT_A_DUMP'],
    ['some text', Buffer.from('dear operator,\n'), 'INTAKE_NOT_A_DUMP'],
    ['some bytes', Buffer.from([0xde, 0xad, 0, 0xbe, 0xef]), 'INTAKE_NOT_A_DUMP'],
    ['a zip file', Buffer.from('PK\x03\x04'), 'INTAKE_NOT_A_DUMP'],
    ['the header as data of another file', Buffer.from(`note\n${HEADER}`), 'INTAKE_NOT_A_DUMP'],
  ])('refuses %s', (_, head, code) => {
    expect(recogniseFile(head, 'x.dump')).toMatchObject({
      kind: 'refused',
      finding: { code, where: 'x.dump' },
    });
  });

  test.each<[string, Buffer, string]>([
    ['an archive', writeArchive(), 'INTAKE_WRAPPED'],
    ['a tar archive', writeTar([['toc.dat', writeArchive({ container: 3 })]]), 'INTAKE_WRAPPED'],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 8]), 'INTAKE_WRAPPED'],
    ['nothing', Buffer.alloc(0), 'INTAKE_EMPTY'],
    ['a byte order mark', Buffer.from(`\uFEFF${HEADER}`), 'INTAKE_ENCODING'],
  ])('refuses a compressed file that holds %s', (_, head, code) => {
    expect(recogniseText(head, 'x.gz')).toMatchObject({ kind: 'refused', finding: { code } });
  });

  test('takes a dump of a whole cluster for a plain one, to be refused with all that is in it', () => {
    for (const recognise of [recogniseFile, recogniseText]) {
      expect(recognise(Buffer.from(CLUSTER), 'x.sql')).toMatchObject({
        kind: 'dump',
        format: 'plain',
      });
    }
  });
});
