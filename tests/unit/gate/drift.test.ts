// A drift is named where taking it back gives the sealed bytes, also where several came together.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileFact, verifySeal, type SealVerdict } from '../../../harness/gate/index.ts';
import { LIMITS, sha256 } from '../../../harness/kernel/index.ts';

const BOM = '\ufeff';
const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

function verdictOf(was: string, is: string | Uint8Array): SealVerdict {
  const byteLength = Buffer.byteLength(was);
  const manifest = { entries: [{ path: 'a.sql', sha256: sha256(was), byteLength }] };
  return verifySeal(manifest, new Map([['a.sql', fileFact(Buffer.from(is), sha256(was))]]));
}
const codesOf = ({ findings }: SealVerdict): string[] => findings.map(({ code }) => code);
const howOf = ({ findings }: SealVerdict): string | undefined =>
  /equal again (.*)$/.exec(findings[0]?.what ?? '')?.[1];

const SQL = 'SELECT 1;\n-- a \u2014 b\n';
const JSON_TEXT = '{\n  "title": "a \u2014 b",\n  "n": 1\n}\n';

describe('a drift', () => {
  test.each<[string, string | Uint8Array, string, string[], string]>([
    ['CR LF', crlf(SQL), SQL, ['SEAL_LINE_ENDINGS'], 'with CR LF turned into LF'],
    ['CR', 'a\rb\r', 'a\nb\n', ['SEAL_LINE_ENDINGS'], 'with CR turned into LF'],
    ['LF', 'a\nb\n', 'a\r\nb\r\n', ['SEAL_LINE_ENDINGS'], 'with LF turned into CR LF'],
    ['a mark more', BOM + SQL, SQL, ['SEAL_BOM'], 'without its byte order mark'],
    ['a mark less', SQL, BOM + SQL, ['SEAL_BOM'], 'with a byte order mark'],
    [
      'JSON laid out on one line',
      '{"title":"a \u2014 b","n":1}\n',
      JSON_TEXT,
      ['SEAL_JSON_REENCODED'],
      'with the same JSON laid out anew',
    ],
    [
      'JSON written by another program, escapes and all',
      '{"title": "a \\u2014 b", "n": 1}\n',
      JSON_TEXT,
      ['SEAL_JSON_REENCODED'],
      'with the same JSON laid out anew',
    ],
    [
      'the last line feed cut off',
      SQL.trimEnd(),
      SQL,
      ['SEAL_LENGTH_DIFFERS'],
      'with a line feed at its end',
    ],
    [
      'a line feed more',
      `${SQL}\n`,
      SQL,
      ['SEAL_LENGTH_DIFFERS'],
      'without the line feed at its end',
    ],
    [
      'UTF-16',
      Buffer.from(BOM + SQL, 'utf16le'),
      SQL,
      ['SEAL_ENCODING'],
      'as UTF-8 instead of UTF-16',
    ],
    [
      'UTF-16, the other way round',
      Buffer.from(BOM + SQL, 'utf16le').swap16(),
      SQL,
      ['SEAL_ENCODING'],
      'as UTF-8 instead of UTF-16',
    ],
    [
      'Windows-1252',
      Buffer.from(SQL.replace('\u2014', '\u0097'), 'latin1'),
      SQL,
      ['SEAL_ENCODING'],
      'as UTF-8 instead of Windows-1252',
    ],
  ])('to %s is named', (_, is, was, codes, how) => {
    const verdict = verdictOf(was, is);
    expect([verdict.judgement, ...codesOf(verdict)]).toEqual(['NOT_HELD', ...codes]);
    expect(howOf(verdict)).toBe(how);
  });

  test.each<[string, string | Uint8Array, string, string[]]>([
    ['a mark and CR LF', BOM + crlf(SQL), SQL, ['SEAL_BOM', 'SEAL_LINE_ENDINGS']],
    ['both taken away', SQL, BOM + crlf(SQL), ['SEAL_BOM', 'SEAL_LINE_ENDINGS']],
    [
      'CR LF and a plain dash',
      crlf(SQL).replace('\u2014', '-'),
      SQL,
      ['SEAL_LINE_ENDINGS', 'SEAL_UNICODE_DRIFT'],
    ],
    [
      'a mark, CR LF and a plain dash',
      BOM + crlf(SQL).replace('\u2014', '-'),
      SQL,
      ['SEAL_BOM', 'SEAL_LINE_ENDINGS', 'SEAL_UNICODE_DRIFT'],
    ],
    [
      'UTF-16 and CR LF',
      Buffer.from(BOM + crlf(SQL), 'utf16le'),
      SQL,
      ['SEAL_ENCODING', 'SEAL_LINE_ENDINGS'],
    ],
  ])('with others is named with each of them: %s', (_, is, was, codes) => {
    const verdict = verdictOf(was, is);
    expect([verdict.judgement, ...codesOf(verdict)]).toEqual(['NOT_HELD', ...codes]);
  });

  test('is no more than an edit where a word was changed beside it', () => {
    expect(codesOf(verdictOf(SQL, crlf(SQL.replace('1', '2'))))).toEqual(['SEAL_LENGTH_DIFFERS']);
    expect(codesOf(verdictOf(SQL, SQL.replace('1', '2')))).toEqual(['SEAL_CONTENT_EDITED']);
    expect(howOf(verdictOf(SQL, SQL.replace('1', '2')))).toBeUndefined();
  });

  test('in a large file is looked for within a bound, and the usual ones are found', () => {
    const line = 'x \u2014 -- \u00e9 - \\u2014\n';
    const guesses = (text: string): number => {
      const fact = fileFact(Buffer.from(text));
      return fact.kind === 'file' ? fact.undone.length : 0;
    };
    const large = line.repeat(LIMITS.driftGuessBytes / 100 / line.length);
    expect(guesses(large)).toBeLessThan(100);
    expect(guesses(line)).toBeGreaterThan(200);
    expect(codesOf(verdictOf(large, BOM + crlf(large)))).toEqual(['SEAL_BOM', 'SEAL_LINE_ENDINGS']);
  });

  test('makes no file good, however many come together', () => {
    const drift = fc.constantFrom<(text: string) => string>(
      crlf,
      (text) => BOM + text,
      (text) => `${text}\n`,
      (text) => text.replace('\u2014', '-'),
      (text) => text.normalize('NFD'),
      (text) => text.replace('\u2014', '\\u2014'),
    );
    const text = fc.string({ unit: fc.constantFrom('a', '\u2014', '\u00e9', '\n', '"', ' ') });
    fc.assert(
      fc.property(text, fc.array(drift, { maxLength: 4 }), (was, drifts) => {
        const is = drifts.reduce((before, each) => each(before), was);
        const { judgement, identical } = verdictOf(was, is);
        expect([judgement, identical]).toEqual(is === was ? ['HELD', 1] : ['NOT_HELD', 0]);
      }),
    );
  });
});
