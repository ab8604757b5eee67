import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256, statusOf } from '../../../harness/kernel/index.ts';
import {
  fileFact,
  formatSealManifest,
  parseSealManifest,
  verifySeal,
  type FileFact,
  type SealEntry,
} from '../../../harness/gate/index.ts';
import { pathProblem } from '../../../harness/gate/paths.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const entry = (path: string, text: string): SealEntry => ({
  path,
  sha256: sha256(text),
  byteLength: bytes(text).byteLength,
});
const codesOf = (findings: readonly { code: string }[]): string[] =>
  findings.map(({ code }) => code);
const parsedCodes = (text: string | Uint8Array): string[] => {
  const parsed = parseSealManifest(text);
  return parsed.kind === 'parsed' ? [] : [...new Set(codesOf(parsed.findings))];
};

describe('a file against its seal', () => {
  const sealed = 'SELECT 1;\n-- a \u2014 b\n';
  const verdictOf = (fact: FileFact | undefined, text = sealed): ReturnType<typeof verifySeal> =>
    verifySeal(
      { entries: [entry('a.sql', text)] },
      new Map(fact === undefined ? [] : [['a.sql', fact]]),
    );

  test('passes with identical bytes', () => {
    expect(verdictOf(fileFact(bytes(sealed)))).toEqual({
      judgement: 'HELD',
      identical: 1,
      sealed: 1,
      findings: [],
    });
  });

  test.each([
    ['SEAL_CONTENT_EDITED', sealed, sealed.replace('1', '2')],
    ['SEAL_LENGTH_DIFFERS', sealed, `${sealed}\n`],
    ['SEAL_LENGTH_DIFFERS', sealed, ''],
    ['SEAL_LINE_ENDINGS', sealed, sealed.replaceAll('\n', '\r\n')],
    ['SEAL_LINE_ENDINGS', 'a\r\nb\r\n', 'a\nb\n'],
    ['SEAL_LINE_ENDINGS', 'a\nb\n', 'a\rb\r'],
    ['SEAL_BOM', sealed, `\ufeff${sealed}`],
    ['SEAL_BOM', `\ufeff${sealed}`, sealed],
    ['SEAL_UNICODE_DRIFT', 'a - b', 'a \u2014 b'],
    ['SEAL_UNICODE_DRIFT', 'a \u2014 b', 'a - b'],
    ['SEAL_UNICODE_DRIFT', 'it\'s "so"', 'it\u2019s \u201cso\u201d'],
    ['SEAL_UNICODE_DRIFT', 'a b', 'a\u00a0b'],
    ['SEAL_UNICODE_DRIFT', 'ab', 'a\u200bb'],
    ['SEAL_UNICODE_DRIFT', 'Z\u00fcrich', 'Zu\u0308rich'],
    ['SEAL_UNICODE_DRIFT', 'Zu\u0308rich', 'Z\u00fcrich'],
    ['SEAL_UNICODE_DRIFT', 'Z\u00fcrich', 'Z\u00c3\u00bcrich'],
    ['SEAL_JSON_REENCODED', '{"a":"\u2014"}', '{"a":"\\u2014"}'],
    ['SEAL_JSON_REENCODED', '{"a":"\ud83d\ude00"}', '{"a":"\\uD83D\\uDE00"}'],
    ['SEAL_JSON_REENCODED', '{"a":"\\u2014"}', '{"a":"\u2014"}'],
  ])('is refused as %s: %j became %j', (code, was, is) => {
    const verdict = verdictOf(fileFact(bytes(is)), was);
    expect(verdict).toMatchObject({ judgement: 'NOT_HELD', identical: 0 });
    expect(codesOf(verdict.findings)).toEqual([code]);
    expect(statusOf(verdict.findings)).toBe('ROLLBACK_NOT_PROVEN');
  });

  test.each([
    ['SEAL_FILE_MISSING', 'NOT_HELD', undefined],
    ['SEAL_FILE_MISSING', 'NOT_HELD', { kind: 'missing', why: 'x' } as const],
    ['SEAL_NOT_A_FILE', 'NOT_HELD', { kind: 'not-a-file', why: 'x' } as const],
    ['SEAL_PATH_LEAVES_TREE', 'NOT_HELD', { kind: 'leaves-tree', why: 'x' } as const],
    ['SEAL_UNREADABLE', 'NOT_DECIDED', { kind: 'unreadable', why: 'x' } as const],
  ])('is refused as %s and comes to %s', (code, judgement, fact) => {
    const verdict = verdictOf(fact);
    expect(verdict.judgement).toBe(judgement);
    expect(codesOf(verdict.findings)).toEqual([code]);
  });

  test('is refused where only the length in the manifest is wrong', () => {
    const lied = { ...entry('a.sql', sealed), byteLength: 1 };
    const verdict = verifySeal({ entries: [lied] }, new Map([['a.sql', fileFact(bytes(sealed))]]));
    expect(codesOf(verdict.findings)).toEqual(['SEAL_LENGTH_DIFFERS']);
  });

  test('is told by its bytes even where they are no text', () => {
    expect(codesOf(verdictOf(fileFact(Uint8Array.of(0xff, 0xfe))).findings)).toEqual([
      'SEAL_LENGTH_DIFFERS',
    ]);
  });

  test('that ought to be sealed and is not is refused', () => {
    const facts = new Map([['a.sql', fileFact(bytes(sealed))]]);
    const verdict = verifySeal({ entries: [entry('a.sql', sealed)] }, facts, ['b.sql']);
    expect(verdict.judgement).toBe('NOT_HELD');
    expect(codesOf(verdict.findings)).toEqual(['SEAL_FILE_UNSEALED']);
  });

  test('passes only where no byte differs, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.uint8Array({ maxLength: 50 }), (was, is) => {
        const manifest = { entries: [{ path: 'a', sha256: sha256(was), byteLength: was.length }] };
        const verdict = verifySeal(manifest, new Map([['a', fileFact(is)]]));
        expect(verdict.judgement === 'HELD').toBe(Buffer.compare(was, is) === 0);
      }),
    );
  });

  test('nothing sealed decides nothing', () => {
    expect(verifySeal({ entries: [] }, new Map()).judgement).toBe('NOT_DECIDED');
  });
});

describe('a manifest', () => {
  const good = formatSealManifest({ entries: [entry('b.sql', 'b'), entry('a/\u00e9 x.sql', 'a')] });
  const [head = '', ...rows] = good.split('\n');
  const withRows = (...lines: string[]): string => [head, ...lines, ''].join('\n');
  const pair = (path: string, text = path): string[] => [
    `# ${text.length} ${path}`,
    `${sha256(text)}  ${path}`,
  ];

  test('reads back what was written, sorted by bytes', () => {
    expect(parseSealManifest(bytes(good))).toEqual({
      kind: 'parsed',
      manifest: { entries: [entry('a/\u00e9 x.sql', 'a'), entry('b.sql', 'b')] },
    });
  });

  test('round-trips whatever paths it may hold', () => {
    const path = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { selector: (each) => each.normalize('NFKC').toLowerCase() }),
        (paths) => {
          const entries = paths
            .filter((each) => pathProblem(each) === null)
            .map((each) => entry(each, each));
          const parsed = parseSealManifest(formatSealManifest({ entries }));
          expect(parsed.kind).toBe(entries.length === 0 ? 'refused' : 'parsed');
        },
      ),
    );
  });

  test.each([
    ['SEAL_MANIFEST_EMPTY', `${head}\n`],
    ['SEAL_MANIFEST_INVALID', ''],
    ['SEAL_MANIFEST_INVALID', good.slice(0, -1)],
    ['SEAL_MANIFEST_INVALID', good.replaceAll('\n', '\r\n')],
    ['SEAL_MANIFEST_INVALID', `\ufeff${good}`],
    ['SEAL_MANIFEST_INVALID', Uint8Array.of(...bytes(good), 0xff, 0x0a)],
    ['SEAL_MANIFEST_INVALID', good.replace('# 1 ', '# 01 ')],
    ['SEAL_MANIFEST_INVALID', good.replace('# 1 ', '# -1 ')],
    ['SEAL_MANIFEST_INVALID', good.replace('# 1 ', '# 1e3 ')],
    ['SEAL_MANIFEST_INVALID', good.replace(/  b/, ' *b')],
    ['SEAL_MANIFEST_INVALID', good.replace(sha256('b'), sha256('b').toUpperCase())],
    ['SEAL_MANIFEST_INVALID', `${good}# a remark\n`],
    ['SEAL_MANIFEST_INVALID', withRows(...rows.slice(2, 4), ...rows.slice(0, 2))],
    ['SEAL_MANIFEST_INVALID', withRows(rows[0] ?? '', rows[3] ?? '')],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('/etc/passwd'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('C:/x'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('../x'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('a/../../x'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('./x'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('a//x'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('a\\x'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('a\u202ex'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('a\tx'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('u\u0308'))],
    ['SEAL_PATH_FORBIDDEN', withRows(...pair('a /x'))],
    ['SEAL_PATH_TWICE', withRows(...pair('a'), ...pair('a'))],
    ['SEAL_PATH_TWICE', withRows(...pair('A.sql'), ...pair('a.sql'))],
  ])('is refused as %s: %j', (code, text) => {
    expect(parsedCodes(text)).toEqual([code]);
  });
});
