// Sessions over exec, on this machine's engine: all that a socket gives, through one relay.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection as WireConnection } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Problem } from '../../harness/kernel/index.ts';
import { MAINTENANCE_DATABASE } from '../../harness/sandbox/index.ts';
import { compareDump } from '../../harness/sandbox/dump-volume.io.ts';
import { placeOf } from '../../harness/sandbox/places.io.ts';
import { startRelay } from '../../harness/sandbox/relay.io.ts';
import { copiedOut } from '../../harness/witness/copy-out.io.ts';
import { giveBack } from '../../harness/witness/slabs.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

const SLOW_MS = 180_000;
const MIB = 1024 * 1024;
/** Of a row, 0 to 999 bytes. */
const TEXT = `repeat('x', (n % 1000)::int)`;
const OVER_EXEC = { access: { named: null, transport: 'exec' } } as const;

let folder: string;
let held: TestSandbox;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'transport-'));
  await mkdir(path.join(folder, 'dump', 'a folder'), { recursive: true });
  await writeFile(path.join(folder, 'dump', 'toc $(of) "it"'), 'contents');
  await writeFile(path.join(folder, 'dump', 'a folder', '1.dat'), Buffer.alloc(3 * MIB, 7));
  const stagedDumpPath = path.join(folder, 'dump', 'toc $(of) "it"');
  held = await testSandbox(15, { ...OVER_EXEC, stagedDumpPath });
}, SLOW_MS);
afterAll(async () => {
  await held[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
}, SLOW_MS);

const session = () => held.sandbox.connect({ database: MAINTENANCE_DATABASE });
const codeOf = async (work: Promise<unknown>): Promise<string[]> => {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Problem)) throw error;
  return error.findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);
};

describe('a sandbox that is reached over exec', () => {
  test('is isolated, and says how it is reached and why', () => {
    expect(held.sandbox.isolation.isolated).toBe('HELD');
    expect(held.sandbox.isolation.observed?.mounts).toEqual(
      ['dump', 'pgdata', 'scratch', 'socket'].map((place) => `/rehearsal/${place}`),
    );
    expect(held.sandbox.crossing).toEqual({ transport: 'exec', reason: 'it was asked for' });
  });

  test('has the dump as it was sent, and cannot write it', async () => {
    const { stdout } = await held.sandbox.run(['find', '/rehearsal/dump', '-type', 'f']);
    expect(stdout.trim().split('\n').sort()).toEqual([
      '/rehearsal/dump/a folder/1.dat',
      '/rehearsal/dump/toc $(of) "it"',
    ]);
    const written = await held.sandbox.run(['touch', '/rehearsal/dump/new']);
    expect(written.stderr).toContain('Read-only file system');
    const { container } = placeOf(held.sandbox);
    const sums = new Map<string, string>(
      (
        [
          ['toc $(of) "it"', 'contents'],
          ['a folder/1.dat', Buffer.alloc(3 * MIB, 7)],
        ] as const
      ).map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
    );
    await compareDump(container, sums);
    const other = new Map(sums).set('a folder/1.dat', '0'.repeat(64));
    for (const sent of [other, new Map([...sums].slice(1)), new Map(sums).set('more', 'x')]) {
      expect(await codeOf(compareDump(container, sent))).toEqual([
        `TRANSPORT_DUMP_DIFFERS staged dump: 1 of ${sent.size} files differ from what was sent`,
      ]);
    }
  });

  test('gives out what was made inside, and nothing beside it', async () => {
    const made = [
      'bash',
      '-c',
      'mkdir /rehearsal/socket/made && echo one > /rehearsal/socket/made/1',
    ];
    await held.sandbox.run(made);
    await held.sandbox.takeOut('/rehearsal/socket/made', path.join(folder, 'taken'));
    expect(await readFile(path.join(folder, 'taken', '1'), 'utf8')).toBe('one\n');
    await held.sandbox.run(['ln', '-s', '/etc/passwd', '/rehearsal/socket/made/2']);
    await expect(
      held.sandbox.takeOut('/rehearsal/socket/made', path.join(folder, 'again')),
    ).rejects.toThrow('the archive holds a symlink');
    await held.sandbox.run(['rm', '-r', '/rehearsal/socket/made']);
  });

  test(
    'copies much both ways, byte for byte',
    async () => {
      await using one = await session();
      await one.client.query('CREATE UNLOGGED TABLE copied (bytes bytea)');
      const row = Buffer.from(`\\\\x${'00ff0d0a5c'.repeat(13_000)}\n`);
      const rows = 400; // 52 MB
      await pipeline(
        Readable.from(Array.from({ length: rows }, () => row)),
        one.client.query(copyFrom('COPY copied FROM STDIN')),
      );
      const hash = createHash('sha256');
      await pipeline(
        one.client.query(copyTo('COPY copied TO STDOUT')),
        new Writable({
          write: (bytes: Buffer, _encoding, done) => {
            hash.update(bytes);
            setImmediate(done); // slower than the server, which has to wait
          },
        }),
      );
      const expected = createHash('sha256');
      for (let done = 0; done < rows; done += 1) expected.update(row);
      expect(hash.digest('hex')).toBe(expected.digest('hex'));
    },
    SLOW_MS,
  );

  test(
    'copies rows out past its client, however slowly they are taken',
    async () => {
      await using one = await session();
      const expected = await one.client.query<{ sum: string }>(
        `SELECT encode(sha256(convert_to(string_agg(${TEXT} || E'\n', '' ORDER BY n), 'UTF8')), 'hex') AS sum
           FROM generate_series(1, 30000) AS n`,
      );
      const query = `COPY (SELECT ${TEXT} FROM generate_series(1, 30000) AS n ORDER BY n) TO STDOUT`;
      for (const isSlow of [false, true]) {
        const hash = createHash('sha256');
        let rows = 0;
        for await (const bytes of copiedOut(one.client, query, (told) => (rows = told))) {
          hash.update(bytes);
          giveBack(bytes);
          if (isSlow) await session().then((other) => other[Symbol.asyncDispose]());
        }
        expect([rows, hash.digest('hex')]).toEqual([30_000, expected.rows[0]?.sum]);
      }
      for await (const bytes of copiedOut(one.client, query, () => undefined)) {
        expect(bytes.length).toBeGreaterThan(0);
        break;
      }
      expect((await one.client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    },
    SLOW_MS,
  );

  test(
    'lets nobody wait for a session that does not read',
    async () => {
      await using stalled = await session();
      const unread = stalled.client.query(
        copyTo(`COPY (SELECT repeat('x', 1000) FROM generate_series(1, 20000)) TO STDOUT`),
      );
      await new Promise((resolve) => unread.once('readable', resolve));
      const many = await Promise.all(Array.from({ length: 30 }, session));
      const answers = await Promise.all(
        many.map(({ client }, number) =>
          client.query<{ text: string }>(`SELECT repeat('${number % 10}', 200000) AS text`),
        ),
      );
      expect(answers.map(({ rows }) => rows[0]?.text)).toEqual(
        many.map((_, number) => String(number % 10).repeat(200_000)),
      );
      for (const each of many) await each[Symbol.asyncDispose]();
      let bytes = 0;
      for await (const chunk of unread) bytes += (chunk as Buffer).length; // COPY gives buffers
      expect(bytes).toBe(20_000 * 1001);
    },
    SLOW_MS,
  );

  test('can be told to cancel what it is at', async () => {
    await using busy = await session();
    const key = busy.client as unknown as { processID: number; secretKey: number }; // not in types
    const { rows } = await busy.client.query('SELECT 1');
    expect(rows).toHaveLength(1);
    using relay = await startRelay(placeOf(held.sandbox).container);
    const ended = expect(busy.client.query('SELECT pg_sleep(60)')).rejects.toThrow(
      'canceling statement due to user request',
    );
    const wire = new WireConnection({ stream: () => relay.dial() });
    const second = wire as unknown as {
      connect(port: number, path: string): void;
      cancel(process: number, key: number): void;
    };
    wire.on('error', () => undefined);
    wire.once('connect', () => second.cancel(key.processID, key.secretKey));
    second.connect(5432, 'unused');
    await ended;
  });

  test('loses its sessions with the server, and gets new ones from the next', async () => {
    await using before = await session();
    await held.sandbox.restart('rehearse');
    await expect(before.client.query('SELECT 1')).rejects.toThrow();
    await using after = await session();
    expect((await after.client.query('SHOW fsync')).rows).toEqual([{ fsync: 'on' }]);
  });

  test('has no session left when its relay has gone', async () => {
    const { container } = placeOf(held.sandbox);
    const relay = await startRelay(container);
    const stream = relay.dial();
    const lost = new Promise<Error>((resolve) => stream.once('error', resolve));
    relay[Symbol.dispose]();
    expect((await lost).message).toBe('the relay was ended');
    const late = relay.dial();
    const refused = new Promise<Error>((resolve) => late.once('error', resolve));
    expect((await refused).message).toBe('the relay has ended');
  });

  test('is not there where the image has no perl, and says so', async () => {
    const { container } = placeOf(held.sandbox);
    const without = new Proxy(container, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        if (key !== 'exec') return value.bind(target);
        return (options: object) => target.exec({ ...options, Cmd: ['no-such-perl', '-e', ''] });
      },
    });
    const [said] = await codeOf(startRelay(without));
    expect(said).toMatch(/^TRANSPORT_NOT_STARTED relay: /);
  });
});
