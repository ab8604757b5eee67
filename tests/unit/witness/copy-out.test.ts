// Rows taken from a session past its client, whatever its server answers: they end well where the
// server says all of it, and the session is of use again wherever it can be.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as allMoved } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { SessionSocket } from '../../../harness/sandbox/session-socket.io.ts';
import { copiedOut } from '../../../harness/witness/copy-out.io.ts';
import { giveBack, SLAB_BYTES } from '../../../harness/witness/slabs.ts';
import { msUntil } from '../../until.ts';
import { cutAt, message, rowsOf, TOLD } from './copy-messages.ts';

/** What the server sends for a query, piece by piece; null: it hangs up. */
type Answer = readonly (Buffer | null)[];

let folder: string;
let server: Server;
let answers: Answer[];
let served: Socket[];
let opened: { readonly client: Client; readonly errors: string[] }[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'copy-'));
  [answers, served, opened] = [[], [], []];
  server = createServer((socket) => {
    served.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.concat([TOLD.welcome, TOLD.ready]));
      socket.on('data', (asked) => {
        if (asked[0] === 0x51) void answer(socket, answers.shift() ?? [TOLD.error('nothing')]); // Q
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(path.join(folder, '.s.PGSQL.5432'), resolve);
  });
});
afterEach(async () => {
  await Promise.all(opened.map(({ client }) => client.end()));
  for (const each of served) each.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

async function answer(socket: Socket, pieces: Answer): Promise<void> {
  for (const piece of pieces) {
    if (piece === null) socket.destroy();
    else if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
    await allMoved(); // so that most of them come one by one
  }
}

async function session(): Promise<{ client: Client; errors: string[]; notices: string[] }> {
  const client = new Client({ host: folder, user: 'a', stream: () => new SessionSocket() });
  const held = { client, errors: new Array<string>(), notices: new Array<string>() };
  client.on('error', (error) => held.errors.push(error.message));
  client.on('notice', ({ message: words }) => held.notices.push(words ?? ''));
  await client.connect();
  opened.push(held);
  return held;
}

interface Copied {
  readonly text: Buffer;
  readonly rows: number | null;
}

async function copied(client: Client): Promise<Copied> {
  const parts: Buffer[] = [];
  let rows: number | null = null;
  for await (const bytes of copiedOut(client, 'COPY', (told) => (rows = told))) {
    expect(bytes.length).toBeLessThanOrEqual(SLAB_BYTES);
    parts.push(Buffer.from(bytes));
    giveBack(bytes);
  }
  return { text: Buffer.concat(parts), rows };
}

const ONE = [message('T', Buffer.from('0001610000000000000000000019ffffffffffff0000', 'hex'))];
const SELECTED = Buffer.concat([
  ...ONE,
  message('D', Buffer.from('00010000000178', 'hex')),
  message('C', 'SELECT 1\0'),
  TOLD.ready,
]);

/** It answers a question as before. */
async function expectUseful(client: Client): Promise<void> {
  answers = [[SELECTED]];
  expect((await client.query('SELECT')).rows).toEqual([{ a: 'x' }]);
}

const row = (words: string): Buffer => message('d', words);
const whole = (rows: readonly Buffer[]): Buffer[] => [
  TOLD.out,
  ...rows,
  TOLD.done,
  TOLD.count(rows.length),
  TOLD.ready,
];

describe('rows that a session copies out', () => {
  test('are those that were sent, however they come, and again and again', async () => {
    const { client, notices } = await session();
    const sizes = fc.array(fc.oneof(fc.nat(300), fc.nat(400_000)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(fc.nat(), { maxLength: 8 }), async (all, at) => {
        const rows = all.map((size, index) => message('d', Buffer.alloc(size, `${index}.`)));
        const bytes = Buffer.concat([TOLD.notice('before'), ...whole(rows)]);
        answers = [cutAt(bytes, at)];
        const { text, rows: told } = await copied(client);
        expect(text.equals(Buffer.concat(rowsOf(rows)))).toBe(true);
        expect(told).toBe(rows.length);
        expect(notices.splice(0)).toEqual(['before']);
        if (all.length % 3 === 0) await expectUseful(client);
      }),
      { numRuns: 60 },
    );
  });

  test('leave to the client what is told between them', async () => {
    const { client, notices } = await session();
    const between = [TOLD.out, row('a\n'), TOLD.notice('one'), row('b\n'), TOLD.notice('two')];
    answers = [[Buffer.concat([...between, TOLD.done, TOLD.count(2), TOLD.ready])]];
    expect(await copied(client)).toEqual({ text: Buffer.from('a\nb\n'), rows: 2 });
    expect(notices).toEqual(['one', 'two']);
  });

  test('of two queries come one after the other', async () => {
    const { client } = await session();
    answers = [whole([row('a\n')]), whole([row('b\n'), row('c\n')])];
    const both = [copied(client), copied(client)];
    expect(await Promise.all(both)).toEqual([
      { text: Buffer.from('a\n'), rows: 1 },
      { text: Buffer.from('b\nc\n'), rows: 2 },
    ]);
  });

  test.each<readonly [string, readonly Buffer[], string]>([
    ['end in an error', [TOLD.out, row('a\n'), TOLD.error('no more')], 'no more'],
    ['never begin', [TOLD.error('no such table')], 'no such table'],
    [
      'are fewer than the server says',
      [TOLD.out, row('a\n'), TOLD.done, TOLD.count(2)],
      'COPY was answered with 2 rows, of which 1 came',
    ],
    [
      'are more than the server says',
      [TOLD.out, row('a\n'), row('b\n'), TOLD.done, TOLD.count(1)],
      'COPY was answered with 1 rows, of which 2 came',
    ],
    [
      'are counted before they are told to be all',
      [TOLD.out, row('a\n'), TOLD.count(1)],
      'COPY was answered with "COPY 1"',
    ],
    [
      'are not counted',
      [TOLD.out, row('a\n'), TOLD.done],
      'COPY was answered with an end without their number',
    ],
    [
      'are counted in other words',
      [TOLD.out, TOLD.done, message('C', 'SELECT 0\0')],
      'COPY was answered with "SELECT 0"',
    ],
    [
      'come before they are told of',
      [row('a\n'), TOLD.out, TOLD.done, TOLD.count(1)],
      'COPY was answered with a row in the wrong place',
    ],
    [
      'come behind their end',
      [TOLD.out, TOLD.done, row('a\n'), TOLD.count(1)],
      'COPY was answered with a row in the wrong place',
    ],
    ['are rows of a query', [SELECTED.subarray(0, -6)], 'COPY was answered with rows of a query'],
    ['are asked for nothing', [message('I')], 'COPY was answered with an empty query'],
    ['stop', [TOLD.out, row('a\n'), message('s')], 'COPY was answered with a portal'],
  ])('end badly where they %s, and the session goes on', async (_, messages, words) => {
    const { client } = await session();
    for (const pieces of [[Buffer.concat([...messages, TOLD.ready])], [...messages, TOLD.ready]]) {
      answers = [pieces];
      await expect(copied(client)).rejects.toThrow(new Error(words));
      await expectUseful(client);
    }
  });

  test('end badly where the server wants some instead', async () => {
    const { client } = await session();
    answers = [[message('G', Buffer.from([0, 0, 0]))]];
    await expect(copied(client)).rejects.toThrow('COPY was answered with a wish for rows');
  });

  test('end badly where the server is gone', async () => {
    for (const before of [[], [TOLD.out], whole([row('a\n')]).slice(0, -1)]) {
      const { client, errors } = await session();
      answers = [[...before, null]];
      await expect(copied(client)).rejects.toThrow('Connection terminated unexpectedly');
      expect(errors).toEqual(['Connection terminated unexpectedly']);
    }
  });

  test('end badly with their session where something else speaks', async () => {
    const { client, errors } = await session();
    answers = [[TOLD.out, row('a\n'), Buffer.from('d\0\0\0\u0003'), TOLD.done, TOLD.count(1)]];
    await expect(copied(client)).rejects.toThrow('a message of 3 bytes');
    expect(errors).toEqual(['a message of 3 bytes']);
    await expect(client.query('SELECT')).rejects.toThrow('not queryable');
  });

  test('that nobody wants any more are passed over', async () => {
    const { client } = await session();
    const rows = Array.from({ length: 40 }, () => message('d', Buffer.alloc(100_000, 'x')));
    answers = [whole(rows), [SELECTED]];
    for await (const bytes of copiedOut(client, 'COPY', () => expect(true).toBe(false))) {
      expect(bytes.length).toBe(SLAB_BYTES);
      break;
    }
    expect((await client.query('SELECT')).rows).toEqual([{ a: 'x' }]);
  });

  test('wait at the server where nobody takes them', async () => {
    const { client } = await session();
    const rows = Array.from({ length: 200 }, (_, at) =>
      message('d', Buffer.alloc(100_000, `${at}.`)),
    );
    answers = [whole(rows)];
    const copy = copiedOut(client, 'COPY', () => undefined);
    const first = await copy.next();
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection; // not in types
    const isFull = (): Promise<boolean> => Promise.resolve(served[0]?.writableNeedDrain === true);
    expect(await msUntil(isFull, 60_000)).toBeLessThan(60_000);
    for (let turn = 0; turn < 100; turn += 1) await allMoved();
    expect(stream.bytesRead).toBeLessThan(8 * SLAB_BYTES);
    const parts = [Buffer.from(first.value ?? [])];
    for await (const bytes of copy) parts.push(Buffer.from(bytes));
    expect(Buffer.concat(parts).equals(Buffer.concat(rowsOf(rows)))).toBe(true);
  });

  test('can be had from the same session as a stream, too', async () => {
    const { client } = await session();
    const rows = Array.from({ length: 50 }, (_, at) =>
      message('d', Buffer.alloc(50_000, `${at}.`)),
    );
    for (let time = 0; time < 3; time += 1) {
      answers = [whole(rows)];
      const parts: Buffer[] = [];
      for await (const bytes of client.query(copyTo('COPY'))) parts.push(bytes as Buffer); // as it says
      expect(Buffer.concat(parts).equals(Buffer.concat(rowsOf(rows)))).toBe(true);
      answers = [whole(rows)];
      expect((await copied(client)).rows).toBe(50);
    }
  });
});
