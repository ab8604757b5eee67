// Whatever a text repeats: to look for words and secrets in it takes time in proportion to its length.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { forbiddenCount } from '../../../harness/evidence/readings.ts';
import { guardText } from '../../../harness/output/guard.ts';
import { LineGuard } from '../../../harness/output/lines.ts';
import { searchSecretsWith } from '../../../harness/output/secrets.ts';
import { secretsInText } from '../../../harness/scan/secrets-in-text.ts';
import { processorMsOf } from '../../processor.ts';

const SIGNS = [
  ...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)),
  '\n',
  '\t',
  '\u001b',
  '\u00a0',
  '\u0430',
];
/** What begins something that a pattern follows. */
const BEGINNINGS = [
  '\\u005f',
  '\\\\u',
  '\\_',
  'a\\_pas',
  '%5f',
  '&lowbar;',
  '&amp;',
  '<a ',
  '<a',
  '\u001b[0',
  'a\n ',
  ['a', 'pas$'].join('_'),
  '://',
  'a://b:',
  'a://b:c@',
  'eyJ',
  'password=',
  "password='\\",
  '"kty"',
  '$2a$',
  'host=',
  'scrypt:',
  '"d":"',
  '{SHA',
  'hf_1',
  'a.',
  'a@',
  '"password":"',
  'pwd = ',
  `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}${'A'.repeat(16)}`,
];
const PIECES = [...SIGNS, ...SIGNS.map((sign) => `${sign}_`), ...BEGINNINGS];

const WAYS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['a page', (text) => forbiddenCount('x.html', text)],
  ['a text', (text) => forbiddenCount('x.md', text)],
  ['lines of JSON', (text) => forbiddenCount('x.jsonl', text)],
  ['what leaves', guardText],
  ['a line that leaves', (text) => new LineGuard().next(text)],
  ['a text with a secret', (text) => secretsInText(`password= ${text}`)],
];

beforeAll(() => searchSecretsWith(secretsInText));
afterAll(() => searchSecretsWith(() => []));

function repeated(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length));
}

const SHORT = 60_000;
/** A look from every place to the end of such a text takes five seconds and more. */
const BOUND_MS = 1_500;

describe('a text that repeats any sign, also with a low line, or any beginning', () => {
  test.each(WAYS)('is done with in time as %s', (_, way) => {
    const slow = PIECES.filter((piece) => {
      const text = repeated(piece, SHORT);
      return processorMsOf(() => way(text)) > BOUND_MS;
    });
    expect(slow).toEqual([]);
  });
});

/** In parts, so that this file holds no word of the shape. */
const END = ['PA', 'SS'].join('');

describe('a text twice as long', () => {
  const words = (length: number): string =>
    Array.from({ length: length / 10 }, (_, at) => `a${at}_${END}`).join(' ');
  const made = new Map<string, (length: number) => string>([
    ['opened tags', (length) => repeated('<', length)],
    ['opened tags with letters', (length) => repeated('<a', length)],
    ['backslashes', (length) => repeated('\\', length)],
    ['backslashes and low lines', (length) => repeated('\\\\\\_', length)],
    ['low lines', (length) => repeated('_', length)],
    ['words that are all others', words],
    ['keys in each other', (length) => repeated(BEGINNINGS.at(-1) ?? '', length)],
  ]);
  test.each([...made])(
    'takes no four times as long, of %s',
    (_, make) => {
      for (const [what, way] of WAYS) {
        const isInTime = (): boolean => {
          const [one = 0, two = 0] = [200_000, 400_000].map((length) => {
            const text = make(length);
            return processorMsOf(() => way(text));
          });
          // What takes next to no time is told by chance.
          return two < 4 * one + 250 && two < 5_000;
        };
        // Looked at again where it took long: the engine compiles in between.
        expect([what, isInTime() || isInTime()]).toEqual([what, true]);
      }
    },
    60_000,
  );
});
