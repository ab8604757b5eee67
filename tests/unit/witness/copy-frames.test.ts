// What a server answers to COPY ... TO STDOUT, taken apart: however it is cut on its way, the text of
// all rows comes out of it, and every other message as it came.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CopyFrames, NoMessage, type Phase } from '../../../harness/witness/copy-frames.ts';
import { cutAt, message, rowsOf, TOLD } from './copy-messages.ts';

interface Told {
  readonly text: string;
  readonly other: string;
  readonly phase: Phase;
  readonly rows: number;
}

/** Hex, so that a byte is told from its neighbour wherever something is missing. */
function taken(pieces: readonly Buffer[]): Told {
  const text: Buffer[] = [];
  const other: Buffer[] = [];
  const frames = new CopyFrames({
    text: (bytes) => text.push(Buffer.from(bytes)),
    other: (bytes) => other.push(Buffer.from(bytes)),
  });
  for (const piece of pieces) {
    const memory = Buffer.from(piece);
    frames.take(memory);
    memory.fill(0xee); // whatever it told of was there during the call alone
  }
  const hex = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('hex');
  return { text: hex(text), other: hex(other), phase: frames.phase, rows: frames.rows };
}

const beside = fc
  .tuple(fc.constantFrom('N', 'S', 'A'), fc.uint8Array({ maxLength: 30 }))
  .map(([kind, content]) => message(kind, Buffer.from(content)));
const row = fc
  .oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 300, maxLength: 600 }))
  .map((content) => message('d', Buffer.from(content)));
const among = fc.array(fc.oneof({ arbitrary: row, weight: 4 }, beside), { maxLength: 25 });
const cuts = fc.array(fc.nat(), { maxLength: 40 });
const isRow = (each: Buffer): boolean => each[0] === 'd'.charCodeAt(0);
const hexOf = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('hex');

describe('the answer to COPY', () => {
  test('gives the text of all its rows and the rest of it, wherever it is cut', () => {
    const ends = fc.constantFrom('complete', 'over');
    fc.assert(
      fc.property(fc.array(beside, { maxLength: 2 }), among, ends, cuts, (before, all, end, at) => {
        const last = end === 'complete' ? [TOLD.done, TOLD.count(7)] : [message('E', 'SERROR')];
        const messages = [...before, TOLD.out, ...all, ...last, TOLD.ready];
        expect(taken(cutAt(Buffer.concat(messages), at))).toEqual({
          text: hexOf(rowsOf(messages)),
          other: hexOf(messages.filter((each) => !isRow(each))),
          phase: end,
          rows: all.filter(isRow).length,
        });
      }),
      { numRuns: 500 },
    );
  });

  test('gives the same byte by byte', () => {
    const messages = [TOLD.out, message('d', 'a\tb\n'), message('d', ''), TOLD.done, TOLD.ready];
    const bytes = Buffer.concat(messages);
    expect(taken([...bytes].map((byte) => Buffer.from([byte])))).toEqual({
      text: Buffer.from('a\tb\n').toString('hex'),
      other: hexOf(messages.filter((each) => !isRow(each))),
      phase: 'complete',
      rows: 2,
    });
  });

  test('gives a row longer than any piece of it', () => {
    const long = Buffer.alloc(3_000_000, 'abcdefg');
    const bytes = Buffer.concat([TOLD.out, message('d', long), message('d', 'z\n'), TOLD.done]);
    const pieces = cutAt(bytes, [10, 100_000, 100_003, 2_999_999, 3_000_021]);
    const { text, rows } = taken(pieces);
    expect(rows).toBe(2);
    expect(text === hexOf([long, Buffer.from('z\n')])).toBe(true);
  });

  test.each<readonly [string, readonly Buffer[], Phase]>([
    ['is not complete before its end', [TOLD.out, message('d', 'a\n')], 'rows'],
    ['has no rows before it begins', [message('d', 'a\n'), TOLD.ready], 'over'],
    ['is not complete by an end alone', [TOLD.done], 'over'],
    ['is not complete by a count alone', [TOLD.out, TOLD.count(0), TOLD.ready], 'over'],
    ['has one beginning', [TOLD.out, TOLD.out, message('d', 'a\n'), TOLD.done], 'over'],
    ['has no rows behind its end', [TOLD.out, TOLD.done, message('d', 'a\n')], 'complete'],
    ['has none behind an error', [TOLD.out, message('E', 'no'), message('d', 'a\n')], 'over'],
    ['is no answer to a query', [message('T', 'x'), message('D', 'y'), TOLD.done], 'over'],
  ])('%s', (_, messages, phase) => {
    const found = taken([Buffer.concat(messages)]);
    const rows = phase === 'rows' ? rowsOf(messages) : [];
    expect(found).toEqual({
      text: hexOf(rows),
      other: hexOf(messages.filter((each) => phase !== 'rows' || !isRow(each))),
      phase,
      rows: rows.length,
    });
  });

  test.each([0, 1, 3, -1, -2147483648])('is refused with a message of %d bytes', (length) => {
    const broken = Buffer.alloc(5, 'd');
    broken.writeInt32BE(length, 1);
    for (const before of [[], [TOLD.out], [TOLD.out, message('d', 'a\n')]]) {
      fc.assert(
        fc.property(cuts, (at) => {
          const pieces = cutAt(Buffer.concat([...before, broken, TOLD.done]), at);
          expect(() => taken(pieces)).toThrow(new NoMessage(`a message of ${length} bytes`));
        }),
        { numRuns: 20 },
      );
    }
  });
});
