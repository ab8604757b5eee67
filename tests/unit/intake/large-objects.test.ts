// Large objects in a plain dump: the calls that pg_dump writes, and the same in any other spelling.
import { describe, expect, test } from '@jest/globals';
import { readBody } from './scripts.ts';

const codesOf = async (...lines: string[]): Promise<string[]> =>
  (await readBody(`${lines.join('\n')}\n`)).findings.map(({ code }) => code);
const call = (text: string): string => `SELECT pg_catalog.${text};`;
const OPEN = call("lo_open('7', 131072)");
const WRITE = call(String.raw`lowrite(0, '\x6869')`);
const CLOSE = call('lo_close(0)');
const written = (...lines: string[]): string[] => ['BEGIN;', ...lines, 'COMMIT;'];

describe('large objects in a plain dump', () => {
  test('are made, filled one after the other, and dropped before that', async () => {
    const other = call("lo_open('4294967295', 131072)");
    expect(
      await codesOf(
        call("lo_unlink('7')"),
        call("lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '8'"),
        call("lo_create('7')"),
        ...written(OPEN, WRITE, WRITE, CLOSE, other, CLOSE),
      ),
    ).toEqual([]);
  });

  test.each([
    ['octal', String.raw`lowrite(0, 'h\151')`],
    ['blanks', String.raw`lowrite(0, '\x68 69')`],
    ['capitals', String.raw`lowrite(0, '\x4A')`],
    ['half a byte', String.raw`lowrite(0, '\x686')`],
    ['plain text', "lowrite(0, 'hi')"],
    ['an escaped text', String.raw`lowrite(0, E'\x5cx6869')`],
    ['two pieces', "lowrite(0, '\\x68'\n'69')"],
    ['a cast', String.raw`lowrite(0, '\x6869'::bytea)`],
    ['another number', String.raw`lowrite(1, '\x6869')`],
    ['a blank more', String.raw`lowrite( 0, '\x6869')`],
    ['a comment', String.raw`lowrite(0, /* */ '\x6869')`],
    ['another opening', "lo_open('07', 131072)"],
    ['reading rights', "lo_open('7', 262144)"],
    ['a number as it stands', 'lo_open(7, 131072)'],
    ['another closing', "lo_close('0')"],
    ['another making', 'lo_create(7)'],
    ['another dropping', 'lo_unlink(7)'],
  ])('are refused in %s', async (_, odd) => {
    expect(await codesOf(...written(OPEN, call(odd), CLOSE))).toEqual(['HOSTILE_STATEMENT']);
  });

  test('are refused as a table of a call', async () => {
    const odd = String.raw`SELECT * FROM pg_catalog.lowrite(0, '\x6869');`;
    expect(await codesOf(...written(OPEN, odd, CLOSE))).toEqual(['HOSTILE_STATEMENT']);
  });

  test.each([
    ['written over', written(OPEN, WRITE, CLOSE, OPEN, WRITE, CLOSE)],
    ['opened inside of another', written(OPEN, call("lo_open('8', 131072)"), WRITE, CLOSE)],
    ['written without being open', written(WRITE)],
    ['closed without being open', written(CLOSE)],
    ['written behind their end', written(OPEN, CLOSE, WRITE)],
    ['dropped behind their content', [...written(OPEN, WRITE, CLOSE), call("lo_unlink('7')")]],
  ])('are refused %s', async (_, lines) => {
    expect(await codesOf(...lines)).toEqual(['HOSTILE_STATEMENT']);
  });
});
