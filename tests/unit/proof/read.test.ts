// A file of a packet from anywhere is read bounded, and nothing makes the reader wait or follow.
import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, open, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../harness/kernel/index.ts';
import { readPacketFile } from '../../../harness/proof/index.ts';

let folder = '';
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'validator-read-'));
  await writeFile(at('plain'), 'text');
  await writeFile(at('empty'), '');
  await symlink('plain', at('link'));
  await symlink('nowhere', at('broken-link'));
  await symlink('loop', at('loop'));
  await link(at('plain'), at('hard-link'));
  await mkdir(at('folder'));
  execFileSync('mkfifo', [at('fifo')]);
  await symlink('fifo', at('link-to-fifo'));
  for (const [name, bytes] of [
    ['full', LIMITS.proofBytes],
    ['too-full', LIMITS.proofBytes + 1],
    ['enormous', 2 ** 40],
  ] as const) {
    await writeFile(at(name), '');
    await truncate(at(name), bytes);
  }
});
afterAll(async () => rm(folder, { recursive: true }));

const INSIDE = { followsLink: false };
const NAMED = { followsLink: true };

describe('a plain file', () => {
  test.each([
    ['plain', INSIDE, 4],
    ['plain', NAMED, 4],
    ['empty', INSIDE, 0],
    ['hard-link', INSIDE, 4],
    ['link', NAMED, 4],
    ['full', INSIDE, LIMITS.proofBytes],
  ])('is read whole: %s, %j', async (name, how, length) => {
    const read = await readPacketFile(at(name), 'proof', how);
    expect(read.kind === 'read' ? read.bytes.length : read).toBe(length);
  });

  test('that is not there is told from one that cannot be read', async () => {
    for (const name of ['nowhere', 'plain/below', 'nowhere/below']) {
      expect(await readPacketFile(at(name), 'proof', INSIDE)).toEqual({ kind: 'absent' });
    }
    expect(await readPacketFile(at('broken-link'), 'proof', NAMED)).toEqual({ kind: 'absent' });
  });
});

describe('what is no plain file', () => {
  const what = 'it is a link, a folder, a FIFO or a device';

  test.each([
    ['link', INSIDE],
    ['broken-link', INSIDE],
    ['loop', INSIDE],
    ['loop', NAMED],
    ['folder', INSIDE],
    ['folder', NAMED],
    ['fifo', INSIDE],
    ['fifo', NAMED],
    ['link-to-fifo', INSIDE],
    ['link-to-fifo', NAMED],
    ['/dev/zero', INSIDE],
    ['/dev/null', NAMED],
  ])('is refused at once: %s, %j', async (name, how) => {
    const file = path.isAbsolute(name) ? name : at(name);
    expect(await readPacketFile(file, 'proof', how)).toEqual({
      kind: 'refused',
      finding: { code: 'PACKET_NOT_A_FILE', where: 'proof', what },
    });
  });
});

describe('what has no end', () => {
  test.each(['too-full', 'enormous'])('is not read to it: %s', async (name) => {
    expect(await readPacketFile(at(name), 'proof', INSIDE)).toEqual({
      kind: 'refused',
      finding: {
        code: 'PACKET_FILE_TOO_LARGE',
        where: 'proof',
        what: `${LIMITS.proofBytes} bytes at the most`,
      },
    });
  });

  test('is refused where more comes than its length said', async () => {
    // Files of the kernel say that they have no bytes, and have some.
    expect(await readPacketFile('/proc/self/status', 'proof', INSIDE)).toEqual({
      kind: 'refused',
      finding: {
        code: 'PACKET_UNREADABLE',
        where: 'proof',
        what: 'its length changed while it was read',
      },
    });
  });

  test('may grow behind the reader, and is then none of both lengths', async () => {
    await writeFile(at('growing'), 'text');
    await using writer = await open(at('growing'), 'a');
    const reading = readPacketFile(at('growing'), 'proof', INSIDE);
    await writer.write('more');
    const read = await reading;
    // Whichever came first, what was read is a whole state of it, or it was refused.
    const seen = read.kind === 'read' ? Buffer.from(read.bytes).toString() : read.kind;
    expect(['text', 'textmore', 'refused']).toContain(seen);
  });
});
