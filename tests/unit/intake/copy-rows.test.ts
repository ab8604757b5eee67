// The rows of an archive's COPY data: all before their end, or refused.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rowsBeforeEnd } from '../../../harness/intake/copy-rows.ts';
import { UnpackError } from '../../../harness/intake/data-error.ts';
import { chunksOf } from './scripts.ts';

const END = '\\.\n\n\n';

describe('rows before their end', () => {
  const rowsOf = async (text: string, size: number): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const chunk of rowsBeforeEnd(chunksOf(Buffer.from(text), size)))
      parts.push(Buffer.from(chunk));
    return Buffer.concat(parts).toString();
  };
  const row = fc
    .array(fc.constantFrom('a', '\\\\', '.', '\t\\N\t', '\t', '\\\\.'), { maxLength: 5 })
    .map((parts) => `${parts.join('')}\n`)
    .filter((row) => !row.startsWith('\\.'));

  test('come whole however their bytes do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, size) => {
          expect(await rowsOf(rows.join('') + END, size)).toBe(rows.join(''));
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ['without an end', '1\n', 'its rows end early'],
    ['with half an end', '1\n\\.\n\n', 'its rows end early'],
    ['with a lone backslash at the end', '1\n\\', 'its rows end early'],
    ['with rows behind the end', `1\n${END}2\n`, 'something stands behind the end of its rows'],
    [
      'with a line that begins like the end',
      `\\.x\n${END}`,
      'something stands behind the end of its rows',
    ],
    ['with a bare carriage return', `1\r2\n${END}`, 'a row holds a bare carriage return'],
    ['with an end in the middle of a line', `1\\.\n2\n${END}`, 'a row holds a backslash'],
    ['with a line that goes on in the next', `1\\\n2\n${END}`, 'a row holds a backslash'],
    ['with the number of a byte', `\\057\n${END}`, 'a row holds a backslash'],
  ])('are refused %s', async (_, text, message) => {
    for (let size = 1; size < 12; size += 1) {
      await expect(rowsOf(text, size)).rejects.toThrow(message);
      await expect(rowsOf(text, size)).rejects.toThrow(UnpackError);
    }
  });
});
