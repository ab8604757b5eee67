// LZ4 frames of every form, cut, bent and hostile.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UnpackError } from '../../../harness/intake/data-error.ts';
import { unpackBlock } from '../../../harness/intake/lz4-block.ts';
import { unpackedLz4, unpackLz4 } from '../../../harness/intake/lz4-frame.ts';
import { XxHash32, xxHash32 } from '../../../harness/intake/xxhash32.ts';
import { int32, sequence, writeBlock, writeFrame, type FrameForm } from './lz4-writer.ts';
import { chunksOf } from './scripts.ts';

const unpack = (bytes: Uint8Array, maxOutputLength = 1 << 26): Buffer =>
  Buffer.from(unpackLz4(bytes, { maxOutputLength }));

async function streamed(bytes: Uint8Array, size: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of unpackedLz4(chunksOf(bytes, size))) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

function troubleOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof UnpackError) return `${error.trouble}: ${error.message}`;
    throw error;
  }
  return 'none';
}

/** Rows that repeat themselves, near and far. */
const text = fc
  .array(
    fc.constantFrom('lorem ', 'ipsum\t', '\\N', 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '4711\n'),
    {
      maxLength: 3000,
    },
  )
  .map((words) => Buffer.from(words.join('')));
const content = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
);
const form: fc.Arbitrary<FrameForm> = fc.record({
  isLinked: fc.boolean(),
  hasBlockChecksum: fc.boolean(),
  hasContentChecksum: fc.boolean(),
  hasContentSize: fc.boolean(),
  blockSize: fc.constantFrom(4, 5, 6, 7),
  blockBytes: fc.integer({ min: 1, max: 65_536 }),
  isStored: fc.boolean(),
});

describe('xxHash32', () => {
  test.each([
    ['', 0x02cc5d05],
    ['abc', 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0xe2293b2f],
  ])('of %j is the published one', (text, hash) => {
    expect(xxHash32(Buffer.from(text))).toBe(hash);
  });

  test('does not hang on how the bytes come', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }), (pieces) => {
        const hash = new XxHash32();
        for (const piece of pieces) hash.update(Buffer.from(piece));
        expect(hash.digest()).toBe(xxHash32(Buffer.concat(pieces)));
      }),
    );
  });
});

describe('an LZ4 frame', () => {
  test('of any form gives its content, however its bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        form,
        fc.integer({ min: 1, max: 5000 }),
        async (bytes, form, size) => {
          const packed = writeFrame(bytes, form);
          expect((await streamed(packed, size)).equals(bytes)).toBe(true);
          expect(unpack(packed).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('of megabytes keeps its window from block to block', async () => {
    const line = (index: number): string =>
      `${index % 977}\tcustomer ${index}\t${'x'.repeat(index % 50)}\n`;
    const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => line(index)).join(''));
    for (const isLinked of [true, false]) {
      const packed = writeFrame(bytes, { isLinked, blockBytes: 65_536, hasContentChecksum: true });
      expect((await streamed(packed, 262_144)).equals(bytes)).toBe(true);
    }
  });

  test('may be followed by others, and by frames that are to be skipped', async () => {
    const skippable = Buffer.concat([int32(0x184d2a53), int32(5), Buffer.from('hello')]);
    const packed = Buffer.concat([
      skippable,
      writeFrame(Buffer.from('one ')),
      skippable,
      writeFrame(Buffer.from('two'), { isLinked: false }),
    ]);
    for (const size of [1, 3, 1000])
      expect((await streamed(packed, size)).toString()).toBe('one two');
  });

  test('that does not come at all is nothing', () => {
    expect(unpack(Buffer.alloc(0))).toHaveLength(0);
  });

  test('that is cut anywhere ends early, never quietly', () => {
    const packed = writeFrame(Buffer.from('some rows '.repeat(40)), {
      blockBytes: 100,
      hasContentChecksum: true,
      hasContentSize: true,
    });
    for (let length = 1; length < packed.length; length += 1) {
      expect(troubleOf(() => unpack(packed.subarray(0, length)))).toBe(
        'cut off: its packed data ends early',
      );
    }
  });

  test('with checksums never gives other content, whatever byte is bent', () => {
    const bytes = Buffer.from('some rows that repeat some rows '.repeat(9));
    const packed = writeFrame(bytes, { hasBlockChecksum: true, hasContentChecksum: true });
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bent = Buffer.from(packed);
        bent[at] = (bent[at] ?? 0) ^ change;
        try {
          // A magic number may become that of a frame to be skipped, and all of it be skipped.
          expect([bytes.toString(), '']).toContain(unpack(bent).toString());
        } catch (error) {
          expect(error).toBeInstanceOf(UnpackError);
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('without checksums gives at the most what it may when it is bent', () => {
    const packed = writeFrame(Buffer.from('some rows that repeat some rows '.repeat(9)));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        (changes) => {
          const bent = Buffer.from(packed);
          for (const [at, value] of changes) bent[at] = value;
          try {
            expect(unpack(bent).length).toBeLessThanOrEqual(1 << 26);
          } catch (error) {
            expect(error).toBeInstanceOf(UnpackError);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  const frame = (flags: number, sizes: number, ...rest: Buffer[]): Buffer => {
    const header = Buffer.of(flags, sizes);
    const checksum = Buffer.of((xxHash32(header) >>> 8) & 0xff);
    return Buffer.concat([int32(0x184d2204), header, checksum, ...rest]);
  };
  test.each<[string, Buffer, string]>([
    ['no magic number', Buffer.from('nothing packed'), 'damaged: it is no LZ4 frame'],
    [
      'bytes behind its end',
      Buffer.concat([writeFrame(Buffer.from('x')), Buffer.from('more')]),
      'damaged: bytes stand behind the end of its packed data',
    ],
    ['a dictionary', frame(0x61, 0x40), 'unsupported: an LZ4 frame needs a dictionary'],
    [
      'another version',
      frame(0x80, 0x40),
      'unsupported: an LZ4 frame is of a version that is not known',
    ],
    [
      'a reserved flag',
      frame(0x62, 0x40),
      'unsupported: an LZ4 frame is of a version that is not known',
    ],
    [
      'a block size of none',
      frame(0x60, 0x30),
      'unsupported: an LZ4 frame names an unknown block size',
    ],
    [
      'a block that is too long',
      frame(0x60, 0x40, int32(65_537)),
      'damaged: an LZ4 block is longer than its frame allows',
    ],
    [
      'a wrong content size',
      writeFrame(Buffer.from('abc'), { hasContentSize: true, contentBytes: 4 }),
      'damaged: an LZ4 frame does not hold as many bytes as it says',
    ],
  ])('with %s is refused', (_, bytes, expected) => {
    expect(troubleOf(() => unpack(bytes))).toBe(expected);
  });

  test('with checksums of its blocks alone is refused with any bent byte in one', () => {
    const packed = writeFrame(Buffer.from('abcd'), { hasBlockChecksum: true, isStored: true });
    for (let at = 11; at < 19; at += 1) {
      const bent = Buffer.from(packed);
      bent[at] = (bent[at] ?? 0) ^ 1;
      expect(troubleOf(() => unpack(bent))).toBe(
        'damaged: a checksum of its LZ4 data does not match',
      );
    }
  });

  test('cannot refer to what the frame before it held', () => {
    const first = writeFrame(Buffer.from('secret'));
    const block = Buffer.concat([
      sequence(Buffer.from('a'), 5, 4),
      sequence(Buffer.from('b'), 0, 0),
    ]);
    const second = frame(0x40, 0x40, int32(block.length), block, int32(0));
    expect(troubleOf(() => unpack(Buffer.concat([first, second])))).toBe(
      'damaged: an LZ4 block is damaged',
    );
  });

  test('is stopped where it would unpack past what it may', () => {
    const packed = writeFrame(Buffer.alloc(1 << 20), { blockSize: 7, blockBytes: 1 << 20 });
    expect(troubleOf(() => unpack(packed, 1000))).toBe('damaged: it unpacks to more than it may');
  });
});

describe('an LZ4 block', () => {
  const room = Buffer.alloc(64);
  const bounds = { oldest: 0, limit: 64 };
  test.each<[string, Buffer]>([
    ['a distance of zero', Buffer.concat([sequence(Buffer.from('abcd'), 0, 4), Buffer.of(0)])],
    [
      'a distance beyond what there is',
      Buffer.concat([sequence(Buffer.from('abcd'), 5, 4), Buffer.of(0)]),
    ],
    [
      'a match beyond its room',
      Buffer.concat([sequence(Buffer.from('abcd'), 1, 61), Buffer.of(0)]),
    ],
    ['literals beyond its room', sequence(Buffer.alloc(65), 0, 0)],
    ['literals beyond its end', Buffer.of(0x50, 1, 2)],
    ['a length without end', Buffer.of(0xf0, 255, 255)],
    ['a match length without end', Buffer.of(0x1f, 65, 1, 0, 255)],
    ['half a distance', Buffer.of(0x10, 65, 1)],
    ['a match as its last', sequence(Buffer.from('abcd'), 4, 8)],
    ['no bytes', Buffer.alloc(0)],
  ])('with %s is refused', (_, block) => {
    expect(() => unpackBlock(block, room, 0, bounds)).toThrow(UnpackError);
  });

  test('copies a match that overlaps itself byte by byte', () => {
    const bytes = Buffer.from(`ab${'ab'.repeat(20)}c`);
    const end = unpackBlock(writeBlock(bytes, 0, bytes.length, 0), room, 0, bounds);
    expect(room.subarray(0, end).equals(bytes)).toBe(true);
  });

  test('fills its room to the last byte', () => {
    const block = Buffer.concat([
      sequence(Buffer.from('a'), 1, 62),
      sequence(Buffer.from('b'), 0, 0),
    ]);
    expect(unpackBlock(block, room, 0, bounds)).toBe(64);
  });
});
