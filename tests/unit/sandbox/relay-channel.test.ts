// Sessions over the relay: what comes out of one is what went in, and nothing piles up on the way.
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { RelayChannel } from '../../../harness/sandbox/relay-channel.ts';
import {
  frameBytes,
  FrameReader,
  numberIn,
  takenBytes,
  WINDOW_BYTES,
  type Frame,
} from '../../../harness/sandbox/relay-frames.ts';

const CHANNEL = 7;
const frame = (kind: Frame['kind'], payload: Buffer = Buffer.alloc(0)): Frame => ({
  kind,
  channel: CHANNEL,
  payload,
});

interface Held {
  readonly channel: RelayChannel;
  readonly sent: () => Frame[];
  readonly forgotten: number[];
  readonly errors: string[];
}

function held(): Held {
  const reader = new FrameReader();
  const sent: Frame[] = [];
  const forgotten: number[] = [];
  const errors: string[] = [];
  const channel = new RelayChannel(
    {
      send: (bytes) => sent.push(...reader.read(bytes)),
      forget: (number) => void forgotten.push(number),
    },
    CHANNEL,
  );
  channel.on('error', (error) => errors.push(error.message));
  return { channel, sent: () => sent, forgotten, errors };
}

const kinds = ({ sent }: Held): string[] => sent().map(({ kind }) => kind);
const dataIn = ({ sent }: Held): Buffer =>
  Buffer.concat(
    sent()
      .filter(({ kind }) => kind === 'data')
      .map(({ payload }) => payload),
  );

describe('frames', () => {
  test('come out as they went in, however they are cut on the way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 200 })),
        fc.integer({ min: 1, max: 50 }),
        (parts, size) => {
          const bytes = Buffer.concat(
            parts.map((part, number) => frameBytes('data', number, Buffer.from(part))),
          );
          const reader = new FrameReader();
          const read: Frame[] = [];
          for (let at = 0; at < bytes.length; at += size) {
            read.push(...reader.read(bytes.subarray(at, at + size)));
          }
          expect(read.map(({ channel, payload }) => [channel, [...payload]])).toEqual(
            parts.map((part, number) => [number, [...part]]),
          );
        },
      ),
    );
  });

  test('are never longer than what the other side reads at once', () => {
    const read = new FrameReader().read(frameBytes('data', 1, Buffer.alloc(200_000)));
    expect(read.map(({ payload }) => payload.length)).toEqual([65_536, 65_536, 65_536, 3392]);
  });

  test.each([
    ['a kind that there is not', Buffer.from('toString\0')],
    ['a length beyond all', Buffer.concat([Buffer.from('D\0\0\0\x01'), Buffer.alloc(4, 255)])],
  ])('are not believed with %s', (_, bytes) => {
    expect(() => new FrameReader().read(bytes)).toThrow('the relay does not speak frames');
  });

  test('carry a number, or none where the bytes are no number', () => {
    expect(numberIn(frame('taken', takenBytes(1, 70_000).subarray(9)))).toBe(70_000);
    expect(numberIn(frame('taken', Buffer.from('1')))).toBeNaN();
  });
});

describe('a session over the relay', () => {
  test('is open when the other side says so, and not before', () => {
    const one = held();
    let isOpen = false;
    one.channel.on('connect', () => (isOpen = true));
    one.channel.connect();
    expect([kinds(one), isOpen]).toEqual([['open'], false]);
    one.channel.received(frame('opened'));
    expect(isOpen).toBe(true);
  });

  test('sends no more than a window until the other side has taken it, and then the rest', () => {
    const one = held();
    const bytes = Buffer.alloc(WINDOW_BYTES + 100_000, 'x');
    let isDone = false;
    one.channel.write(bytes, () => (isDone = true));
    expect(dataIn(one)).toHaveLength(WINDOW_BYTES);
    expect(isDone).toBe(false);
    one.channel.received(frame('taken', takenBytes(CHANNEL, 60_000).subarray(9)));
    expect(dataIn(one)).toHaveLength(WINDOW_BYTES + 60_000);
    one.channel.received(frame('taken', takenBytes(CHANNEL, 60_000).subarray(9)));
    expect(dataIn(one).equals(bytes)).toBe(true);
  });

  test('tells what was taken only once somebody has read it', () => {
    const one = held();
    for (let come = 0; come < WINDOW_BYTES; come += 65_536) {
      one.channel.received(frame('data', Buffer.alloc(65_536)));
    }
    // What fits into the stream's own buffer may be told at once; a window never may.
    const told = (): number =>
      one
        .sent()
        .filter(({ kind }) => kind === 'taken')
        .reduce((sum, each) => sum + numberIn(each), 0);
    expect(told()).toBeLessThan(WINDOW_BYTES);
    while (one.channel.read() !== null);
    expect(told()).toBe(WINDOW_BYTES);
  });

  test('gives what comes to whoever took it over, and tells it as taken once there is room', () => {
    const one = held();
    const taken: number[] = [];
    one.channel.divert((bytes) => {
      taken.push(bytes.length);
      return taken.length % 2 === 1;
    });
    const half = Buffer.alloc(WINDOW_BYTES / 2);
    one.channel.received(frame('data', half));
    expect(kinds(one)).toEqual(['taken']);
    one.channel.received(frame('data', half));
    expect(kinds(one)).toEqual(['taken']);
    one.channel.goOn();
    expect(kinds(one)).toEqual(['taken', 'taken']);
    one.channel.divert(null);
    one.channel.handOn(Buffer.from('first, '));
    one.channel.received(frame('data', Buffer.from('then')));
    expect(taken).toEqual([half.length, half.length]);
    expect(String(one.channel.read())).toBe('first, then');
  });

  test('ends where the other side sends more than it may', () => {
    const one = held();
    for (let come = 0; come < WINDOW_BYTES; come += 65_536) {
      one.channel.received(frame('data', Buffer.alloc(65_536)));
    }
    expect(() => one.channel.received(frame('data', Buffer.alloc(1)))).toThrow(
      'the relay sends more than it may',
    );
  });

  test.each([
    ['more than was sent', takenBytes(CHANNEL, 1).subarray(9)],
    ['no number', Buffer.from('x')],
  ])('ends where the other side takes %s', (_, payload) => {
    const one = held();
    expect(() => one.channel.received(frame('taken', payload))).toThrow(
      'the relay takes what was not sent',
    );
  });

  test('says when it has no more data, and still hears what the other side has', async () => {
    const one = held();
    one.channel.end(Buffer.from('last'));
    const heard: Buffer[] = [];
    one.channel.on('data', (bytes: Buffer) => heard.push(bytes));
    one.channel.received(frame('data', Buffer.from('answer')));
    one.channel.received(frame('end'));
    await new Promise((resolve) => {
      one.channel.once('close', resolve);
    });
    expect(kinds(one)).toEqual(['data', 'end', 'gone']);
    expect(Buffer.concat(heard).toString()).toBe('answer');
    expect([one.forgotten, one.errors]).toEqual([[CHANNEL], []]);
  });

  test('is lost with the reason that the other side gives', async () => {
    const one = held();
    one.channel.received(frame('gone', Buffer.from('No such file or directory')));
    await new Promise((resolve) => {
      one.channel.once('close', resolve);
    });
    expect(one.errors).toEqual(['No such file or directory']);
    expect(one.forgotten).toEqual([CHANNEL]);
    // Nothing is sent to a session that is not there any more.
    expect(kinds(one)).toEqual([]);
  });
});
