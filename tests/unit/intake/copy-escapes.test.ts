// The backslashes of COPY data: those that pg_dump writes, and all others.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CopyEscapes } from '../../../harness/intake/copy-escapes.ts';

/** Whether any of them is, where the rows come in chunks of this size. */
function isOdd(rows: string, size = rows.length): boolean {
  const bytes = Buffer.from(rows);
  const escapes = new CopyEscapes();
  for (let at = 0; at < bytes.length; at += size)
    if (escapes.oddIn(bytes.subarray(at, at + size)) !== -1) return true;
  return false;
}

describe('backslashes in rows', () => {
  test.each([
    '1\t\\N\ttext\n\\N\t\\N\n',
    '\\N\n',
    'tab\\there\\nline\\rreturn\\vand\\fand\\b\n',
    '\\\\N\t\\\\x6869\t\\\\.\t\\\\\\\\\n',
    `${'x'.repeat(100)}\\n${'y'.repeat(100)}\t\\N\n`,
  ])('are taken as pg_dump writes them: %j', (rows) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(isOdd(rows, size)).toBe(false);
  });

  test.each([
    ['a letter that stands for itself', 'g\\hp\n'],
    ['a sign that stands for itself', 'postgres:\\//a\n'],
    ['the number of a byte', 'a\\057\n'],
    ['the number of a byte in hexadecimal', '\\x2f\n'],
    ['an end of data in a line', 'a\\.\nb\n'],
    ['an end of data in a field', 'a\tb\\.\n'],
    ['the end of a line', 'a\\\nb\n'],
    ['a tab', 'a\\\tb\n'],
    ['a null in a field', 'a\\N\n'],
    ['a null with more behind it', '1\t\\Nx\n'],
    ['a null with an escape behind it', '1\t\\N\\n\n'],
    ['an escape behind another', 'a\\\\\\x\n'],
    ['a byte beyond ASCII', 'a\\\u00e9\n'],
    ['one far from any other', `${'x'.repeat(300)}\\/\n`],
  ])('are odd before %s', (_, rows) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(isOdd(rows, size)).toBe(true);
  });

  test('are told apart as a reader of one field at a time tells them apart', () => {
    const part = fc.constantFrom('\\', '\\\\', 'N', '\\N', '\t', '\n', 'n', '.', '\\.', 'a');
    const field = /^(?:\\N|(?:[^\\]|\\[bfnrtv\\])*)$/;
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        (parts, size) => {
          const rows = `${parts.join('')}\n`;
          const fields = rows.slice(0, -1).split(/[\t\n]/);
          expect(isOdd(rows, size)).toBe(!fields.every((each) => field.test(each)));
        },
      ),
      { numRuns: 3000 },
    );
  });
});
