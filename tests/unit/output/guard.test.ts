// Nothing seal-shaped leaves, however it is disguised, and no secret; all else leaves as it is.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { guardText, guardValue, heldBackIn } from '../../../harness/output/guard.ts';
import { LineGuard } from '../../../harness/output/lines.ts';
import { printable } from '../../../harness/output/printable.ts';
import { neverLeaves, searchSecretsWith } from '../../../harness/output/secrets.ts';
import { forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { secretsInText } from '../../../harness/scan/index.ts';
import { SEAL } from '../evidence/packets.ts';
import { DISGUISES } from './disguised.ts';
import { SECRETS } from './secret-samples.ts';
import { processorMsOf } from '../../processor.ts';

beforeAll(() => searchSecretsWith(secretsInText));
afterAll(() => searchSecretsWith(() => []));

const anyText = fc.string({ unit: 'grapheme' });
/** Texts dense in what disguises are made of. */
const nearText = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom('REAL', '_', 'RUN_', 'PASS', '_GRAN', 'TED', ' ', '\n', '\\u005f', '%5F'),
      fc.constantFrom(
        '&#95;',
        '&amp;',
        '\u200b',
        '\uff3f',
        '<b>',
        '**',
        '\u0420',
        'A',
        '\\',
        '%25',
      ),
      fc.constantFrom(...DISGUISES.map(({ text }) => text)),
      fc.constantFrom(...SECRETS.map(({ text }) => text)),
    ),
  )
  .map((parts) => parts.join(''));
const texts = fc.oneof(anyText, nearText);

describe('the guard', () => {
  test('breaks a word and leaves the rest as it is', () => {
    expect(guardText(`the table ${SEAL} has 3 rows`)).toBe(
      'the table REAL_RUN\u00b7PASS has 3 rows',
    );
    expect(guardText('HOLD_PRODUCTION, ROLLBACK_READY')).toBe('HOLD_PRODUCTION, ROLLBACK_READY');
  });

  test.each(DISGUISES)('breaks a word $how', ({ text, broken }) => {
    expect(forbiddenTokensIn(text)).not.toEqual([]);
    expect(guardText(text)).toBe(broken);
    expect(forbiddenTokensIn(guardText(text))).toEqual([]);
  });

  test('lets no word through, whatever stands around it and in whatever layers', () => {
    fc.assert(
      fc.property(texts, (text) => expect(forbiddenTokensIn(guardText(text))).toEqual([])),
      { numRuns: 1_000 },
    );
  });

  test('changes nothing a second time', () => {
    fc.assert(
      fc.property(texts, (text) => expect(guardText(guardText(text))).toBe(guardText(text))),
      { numRuns: 1_000 },
    );
  });

  test('leaves a text as it is that holds neither a word nor a secret', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(forbiddenTokensIn(text).length === 0 && heldBackIn(text).length === 0);
        expect(guardText(text)).toBe(text);
      }),
    );
  });

  test('is done with a report of a megabyte in the time of a glance', () => {
    const line = '| `public.birth_registry` | HELD | the rows are as they were: 20000 | md5(x) |\n';
    const report = line.repeat(Math.ceil(1_000_000 / line.length));
    let guarded = '';
    const tookMs = processorMsOf(() => (guarded = guardText(report)));
    expect(guarded).toBe(report);
    expect(tookMs).toBeLessThan(1_000);
  });
});

describe('the guard of values', () => {
  test('reaches every key and string', () => {
    const value = { [SEAL]: [{ deep: SEAL, count: 3, none: null, yes: true }] };
    const guarded = guardValue(value);
    expect(forbiddenTokensIn(JSON.stringify(guarded))).toEqual([]);
    expect(guarded).toEqual({
      'REAL_RUN\u00b7PASS': [{ deep: 'REAL_RUN\u00b7PASS', count: 3, none: null, yes: true }],
    });
  });

  test('loses no value where two keys come to the same', () => {
    const value = { [SEAL]: 1, 'REAL_RUN\u00b7PASS': 2, [SEAL.replace('_P', '\\u005fP')]: 3 };
    expect(Object.values(Object(guardValue(value)))).toEqual([1, 2, 3]);
    expect(forbiddenTokensIn(JSON.stringify(guardValue(value)))).toEqual([]);
    expect(guardValue(JSON.parse('{"__proto__": 1}'))).toHaveProperty(['__proto__'], 1);
  });

  test('leaves no word behind the letter of an escape', () => {
    const [, , last = ''] = SEAL.split('_');
    const guarded = guardValue([`a\n\n_${last}`, `"_${last}`, `\t_${last} a_b`]);
    expect(forbiddenTokensIn(JSON.stringify(guarded))).toEqual([]);
    expect(guarded).toEqual([`a\n\n\u00b7${last}`, `"_${last}`, `\t\u00b7${last} a_b`]);
  });

  test('gives a value whose JSON holds no word and no secret', () => {
    fc.assert(
      fc.property(fc.dictionary(texts, fc.oneof(texts, fc.array(texts))), (value) => {
        const text = JSON.stringify(guardValue(value));
        expect(forbiddenTokensIn(text)).toEqual([]);
        expect(heldBackIn(text)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('does not hang on what this machine alone knows', () => {
    neverLeaves('only-here-4711');
    expect(guardValue('only-here-4711')).toBe('only-here-4711');
    expect(heldBackIn('x only-here-4711 x')).toEqual(['a value that only this machine knows']);
    expect(guardText('x only-here-4711 x')).toBe('x [withheld] x');
  });
});

describe('a secret', () => {
  test.each(SECRETS)('of kind $kind is masked, and what it was is told', ({ text, kind, left }) => {
    expect(heldBackIn(text)).toEqual([kind]);
    expect(guardText(`before ${text} after`)).toBe(`before ${left} after`);
    expect(heldBackIn(guardText(text))).toEqual([]);
  });

  test.each([
    'public.user_password is not masked',
    'UPDATE people SET password = $1 WHERE host = $2',
    'postgres://app:${PASSWORD}@db.example.com/app',
    'postgres://app:********@db.example.com/app',
    'hf_customer_orders_2024_with_long_names',
    `sha256 ${'0123456789abcdef'.repeat(4)}`,
    '$2b$99$aA9aa... (60 characters)',
  ])('is not seen in: %s', (text) => {
    expect(heldBackIn(text)).toEqual([]);
    expect(guardText(text)).toBe(text);
  });
});

describe('a value that never leaves', () => {
  test('is withheld as it is, in JSON and in an address', () => {
    neverLeaves('p"w/d 4711');
    expect(guardText('p"w/d 4711')).toBe('[withheld]');
    expect(guardText(JSON.stringify({ a: 'p"w/d 4711' }))).toBe('{"a":"[withheld]"}');
    expect(guardText(`?x=${encodeURIComponent('p"w/d 4711')}`)).toBe('?x=[withheld]');
  });

  test.each(['postgres', 'password', 'short-1', 'DO_NOT-ASK', '100000000'])(
    'is never the word "%s"',
    (word) => {
      neverLeaves(word);
      expect(guardText(`a ${word} b`)).toBe(`a ${word} b`);
    },
  );
});

describe('lines one after the other', () => {
  test('hold no word that begins in one and ends in the next', () => {
    const lines = new LineGuard();
    expect(lines.next('table REAL_RUN_')).toBe('table REAL_RUN_');
    expect(lines.next('PASS is its name')).toBe('\u00b7 PASS is its name');
    expect(lines.next('PASS is its name')).toBe('PASS is its name');
  });

  test('hold none in whatever pieces a word is written', () => {
    const pieces = fc.array(fc.constantFrom('REAL_', 'RUN', '_', 'PA', 'SS', 'GRANTED', ' ', 'a'));
    fc.assert(
      fc.property(fc.array(pieces), (written) => {
        const lines = new LineGuard();
        const out = written.map((line) => lines.next(line.join('')));
        expect(forbiddenTokensIn(out.join('\n'))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a terminal', () => {
  test.each([
    ['\u001b[2J\u001b[1;1H', '\ufffd[2J\ufffd[1;1H'],
    ['a\rb', 'a\ufffdb'],
    ['a\bb', 'a\ufffdb'],
    ['\u009b31m', '\ufffd31m'],
    ['\u202ertl\u2066', '\ufffdrtl\ufffd'],
    ['a\u2028b', 'a\ufffdb'],
    ['\ud800', '\ufffd'],
    ['tab\tand\nline end', 'tab\tand\nline end'],
  ])('is given no command: %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
