// Nothing seal-shaped leaves, in whatever pieces it is written.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { guardText, guardValue, outputWriter } from '../../../harness/output/guard.ts';
import { forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { SEAL } from '../evidence/packets.ts';

const pieces = fc.array(
  fc.oneof(fc.string(), fc.constantFrom('REAL', '_', 'RUN_', 'PASS', '_GRAN', 'TED', ' ')),
);

describe('the guard', () => {
  test('breaks a word and leaves the rest as it is', () => {
    expect(guardText(`the table ${SEAL} has 3 rows`)).toBe(
      'the table REAL_RUN\u00b7PASS has 3 rows',
    );
    expect(guardText('HOLD_PRODUCTION, ROLLBACK_READY')).toBe('HOLD_PRODUCTION, ROLLBACK_READY');
  });

  test('reaches every key and string of a value', () => {
    const value = { [SEAL]: [{ deep: SEAL, count: 3, none: null, yes: true }] };
    const guarded = guardValue(value);
    expect(forbiddenTokensIn(JSON.stringify(guarded))).toEqual([]);
    expect(guarded).toEqual({
      'REAL_RUN\u00b7PASS': [{ deep: 'REAL_RUN\u00b7PASS', count: 3, none: null, yes: true }],
    });
  });

  test('lets no word through in pieces', () => {
    fc.assert(
      fc.property(pieces, (texts) => {
        const out: string[] = [];
        const writer = outputWriter((text) => out.push(text));
        for (const text of texts) writer.write(text);
        writer.end();
        expect(out.join('')).toBe(guardText(texts.join('')));
        expect(forbiddenTokensIn(out.join(''))).toEqual([]);
      }),
    );
  });

  test('holds back the last word only', () => {
    const out: string[] = [];
    const writer = outputWriter((text) => out.push(text));
    writer.write('done: 3 of 4');
    expect(out).toEqual(['done: 3 of ']);
    writer.write('\n');
    expect(out.join('')).toBe('done: 3 of 4\n');
    writer.end();
    expect(out.join('')).toBe('done: 3 of 4\n');
  });
});
