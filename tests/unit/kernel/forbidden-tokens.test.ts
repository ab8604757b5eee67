// No word that reads as authority survives: it is found wherever it stands, and defusing breaks it.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defuseTokens, forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { processorMsOf } from '../../processor.ts';

// Assembled, so that this file holds none of the words either.
const ENDS = ['PASS', 'AUTHORIZED', 'GRANTED'].map((end) => `_${end}`);
const NAMED = ['PRODUCTION', 'REAL_RUN', 'CUTOVER'].map((lead) => `${lead}${ENDS[0]}`);
const SHAPED = ['A', 'X2', '0', 'DRY_RUN', 'A__B', 'A_'].flatMap((lead) =>
  ENDS.map((end) => `${lead}${end}`),
);
const [PASS = '', , GRANTED = ''] = ENDS;

const MIDDLE_DOT = '\u00b7';
const anyText = fc.string({ unit: 'grapheme' });
/** Texts dense in what the shape is made of. */
const nearText = fc
  .array(fc.constantFrom('_', 'A', 'z', '9', '-', ' ', '.', '\u00e9', '"', '\n', ...ENDS, ...NAMED))
  .map((parts) => parts.join(''));
const casing = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toLowerCase(),
  (text: string) => text.charAt(0) + text.slice(1).toLowerCase(),
);

describe('a forbidden token', () => {
  test('that nobody may find by searching is found in any text, whatever is glued to it', () => {
    const texts = fc.oneof(anyText, nearText);
    fc.assert(
      fc.property(texts, fc.constantFrom(...NAMED), casing, texts, (before, token, as, after) => {
        expect(forbiddenTokensIn(`${before}${as(token)}${after}`)).not.toEqual([]);
      }),
    );
  });

  test('of the shape is found wherever a word may end after it', () => {
    const texts = fc.oneof(anyText, nearText);
    const ending = fc.constantFrom('', ' ', '_', '-', '.', '"', '\n', '\u00e9', MIDDLE_DOT);
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom(...SHAPED),
        casing,
        ending,
        texts,
        (before, token, as, end, after) => {
          const text = `${before}${as(token)}${end}${end === '' ? '' : after}`;
          expect(forbiddenTokensIn(text)).not.toEqual([]);
        },
      ),
    );
  });

  test.each([
    ['alone', NAMED[0] ?? '', [NAMED[0]]],
    ['glued to a letter before', `x${NAMED[0]}`, [`x${NAMED[0]}`]],
    ['glued to a digit before', `7${NAMED[1]}`, [`7${NAMED[1]}`]],
    ['after underscores', `__${NAMED[2]}`, [`__${NAMED[2]}`]],
    ['glued to a letter after', `${NAMED[0]}ED`, [NAMED[0]]],
    ['glued to a digit after', `x${NAMED[1]}1`, [NAMED[1]]],
    ['in lower case', (NAMED[0] ?? '').toLowerCase(), [(NAMED[0] ?? '').toLowerCase()]],
    ['behind a hyphen', `PRE-${NAMED[0]}-2`, [NAMED[0]]],
    ['behind a letter that is not ASCII', `\u00e9A${GRANTED}`, [`A${GRANTED}`]],
    ['in front of an underscore', `A${GRANTED}_AT`, [`A${GRANTED}`]],
    ['of two seals', `A${PASS}${GRANTED}`, [`A${PASS}${GRANTED}`]],
    ['inside JSON text', JSON.stringify(`\n${NAMED[0]}`), [`n${NAMED[0]}`]],
    ['twice, once named', `A${PASS} A${PASS} B${PASS}`, [`A${PASS}`, `B${PASS}`]],
  ])('is found %s', (_how, text, tokens) => {
    expect(forbiddenTokensIn(text)).toEqual(tokens);
  });

  test.each([
    ['a password column', 'user_password'],
    ['a longer word', `A${PASS}ED`],
    ['a word with a hyphen in the place of the underscore', 'RUN-PASS'],
    ['the last word alone', 'PASS, AUTHORIZED, GRANTED'],
    ['the shape as a pattern', `*${PASS}`],
    ['the harness\u2019s own verdicts', 'ROLLBACK_READY READY_NOT_APPLIED INPUT_REJECTED NOT_HELD'],
  ])('is not seen in %s', (_what, text) => {
    expect(forbiddenTokensIn(text)).toEqual([]);
    expect(defuseTokens(text)).toBe(text);
  });

  test('takes no longer on a long word without an end', () => {
    const long = `${'_'.repeat(200_000)}${'A_'.repeat(200_000)}${PASS}ED`;
    const found: string[] = [];
    const tookMs = processorMsOf(() => found.push(...forbiddenTokensIn(long)));
    expect(found).toEqual([]);
    expect(tookMs).toBeLessThan(2_000);
  });
});

describe('defused text', () => {
  test('holds no token, whatever it held before', () => {
    fc.assert(
      fc.property(fc.oneof(nearText, anyText), (text) => {
        expect(forbiddenTokensIn(defuseTokens(text))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is otherwise the same text', () => {
    fc.assert(
      fc.property(fc.oneof(nearText, anyText), (text) => {
        expect(defuseTokens(text).replaceAll(MIDDLE_DOT, '_')).toBe(
          text.replaceAll(MIDDLE_DOT, '_'),
        );
        if (forbiddenTokensIn(text).length === 0) expect(defuseTokens(text)).toBe(text);
      }),
    );
  });

  test('still shows what stood there', () => {
    expect(defuseTokens(`table "public.access${GRANTED.toLowerCase()}" changed`)).toBe(
      `table "public.access${MIDDLE_DOT}granted" changed`,
    );
    expect(defuseTokens(`A${PASS}${GRANTED}`)).toBe(`A${MIDDLE_DOT}PASS${MIDDLE_DOT}GRANTED`);
  });
});
