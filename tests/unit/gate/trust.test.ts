// Whom the gate believes: this project's manifest, never the tree's own; a pin, never the disk.
import { cp, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { gateCommand } from '../../../harness/commands/gate.io.ts';
import { checkSeal, writeSeal, type SealVerdict } from '../../../harness/gate/index.ts';
import { LIMITS, Problem, sha256 } from '../../../harness/kernel/index.ts';
import { keepingDoor } from '../commands/doors.ts';

const MANIFEST = 'seal-manifest.sha256';
const PATTERNS = ['sql/**'];
let work = '';
let ours = '';
let theirs = '';

beforeEach(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'gate-'));
  ours = path.join(work, 'ours');
  theirs = path.join(work, 'theirs');
  await mkdir(path.join(ours, 'sql'), { recursive: true });
  await writeFile(path.join(ours, 'sql/a.sql'), 'SELECT 1;\n');
  await writeFile(path.join(ours, 'canon.py'), 'print(1)\n');
  await writeSeal(ours, PATTERNS, MANIFEST);
  await cp(ours, theirs, { recursive: true });
});
afterEach(async () => rm(work, { recursive: true }));

const told = ({ judgement, findings }: SealVerdict): string[] => [
  judgement,
  ...findings.map(({ code, where, what }) => `${code} ${where}: ${what}`),
];

describe('a tree elsewhere', () => {
  const check = async (): Promise<string[]> =>
    told(await checkSeal(theirs, MANIFEST, PATTERNS, { manifestRoot: ours }));

  test('holds with the same bytes, with or without a manifest of its own', async () => {
    expect(await check()).toEqual(['HELD']);
    await rm(path.join(theirs, MANIFEST));
    expect(await check()).toEqual(['HELD']);
  });

  test('does not hold for having been sealed anew after an edit', async () => {
    await writeFile(path.join(theirs, 'sql/a.sql'), 'SELECT 2;\n');
    await writeSeal(theirs, PATTERNS, MANIFEST);
    expect(told(await checkSeal(theirs, MANIFEST, PATTERNS))).toEqual(['HELD']);
    expect(await check()).toEqual([
      'NOT_HELD',
      expect.stringMatching(/^SEAL_CONTENT_EDITED sql\/a\.sql: 10 bytes, sealed with 10; sha256 /),
      `SEAL_MANIFEST_DIFFERS ${MANIFEST}: its bytes are not the trusted ones`,
    ]);
  });

  test('does not hold with a manifest that leaves a file out, or is no plain file', async () => {
    await writeFile(path.join(theirs, 'sql/b.sql'), '');
    await writeSeal(theirs, PATTERNS, MANIFEST);
    expect((await check()).map((each) => each.split(':')[0])).toEqual([
      'NOT_HELD',
      'SEAL_FILE_UNSEALED sql/b.sql',
      `SEAL_MANIFEST_DIFFERS ${MANIFEST}`,
    ]);
    await rm(path.join(theirs, 'sql/b.sql'));
    await rm(path.join(theirs, MANIFEST));
    await symlink(path.join(ours, MANIFEST), path.join(theirs, MANIFEST));
    expect(await check()).toEqual([
      'NOT_HELD',
      `SEAL_PATH_LEAVES_TREE ${MANIFEST}: a link is absolute`,
    ]);
  });

  test('is not decided where the trusted manifest is the one that is missing', async () => {
    await rm(path.join(ours, MANIFEST));
    expect(await check()).toEqual([
      'NOT_DECIDED',
      `SEAL_MANIFEST_MISSING ${MANIFEST}: nothing is there`,
    ]);
  });

  test.each(['', 'no-such-folder', MANIFEST])('is asked for where %j is none', async (base) => {
    const config = path.join(import.meta.dirname, '../../../rehearsal.config.yaml');
    const refused = gateCommand(
      { config, base: base === '' ? '' : path.join(ours, base) },
      keepingDoor(),
    );
    await expect(refused).rejects.toThrow(Problem);
    await expect(refused).rejects.toThrow(/^SEAL_BASE_MISSING at .*: no folder is there\n/);
  });
});

describe('a pinned file', () => {
  const pinned = { 'canon.py': sha256('print(1)\n') };
  const check = async (pins: Record<string, string> = pinned): Promise<string[]> =>
    told(await checkSeal(ours, MANIFEST, PATTERNS, { pinned: pins }));
  const seal = async (pins: Record<string, string> = pinned): Promise<string[]> =>
    (await writeSeal(ours, PATTERNS, MANIFEST, pins)).findings.map(({ code }) => code);

  test('is sealed with the others, and holds with the bytes that were pinned', async () => {
    expect(await check()).toEqual([
      'NOT_HELD',
      'SEAL_FILE_UNSEALED canon.py: it is not in the manifest',
    ]);
    expect(await seal()).toEqual([]);
    expect(await readFile(path.join(ours, MANIFEST), 'utf8')).toContain('  canon.py\n');
    expect(await check()).toEqual(['HELD']);
  });

  test('is refused with other bytes, even where they were sealed', async () => {
    await writeFile(path.join(ours, 'canon.py'), 'print(1)\r\n');
    await writeSeal(ours, [...PATTERNS, 'canon.py'], MANIFEST);
    expect(await check({})).toEqual(['HELD']);
    const drifted = sha256('print(1)\r\n').slice(0, 12);
    expect(await check()).toEqual([
      'NOT_HELD',
      `SEAL_PINNED_DIFFERS canon.py: sha256 ${drifted}, pinned as ${pinned['canon.py'].slice(0, 12)}; equal again with CR LF turned into LF`,
    ]);
    expect(await seal()).toEqual(['SEAL_PINNED_DIFFERS']);
  });

  test('is refused where it is missing, and never made up for by the disk', async () => {
    await rm(path.join(ours, 'canon.py'));
    expect(await check()).toEqual(['NOT_HELD', 'SEAL_FILE_MISSING canon.py: nothing is there']);
    expect(await seal()).toEqual(['SEAL_FILE_MISSING']);
    await symlink(path.join(theirs, 'canon.py'), path.join(ours, 'canon.py'));
    expect(await check()).toEqual([
      'NOT_HELD',
      'SEAL_PATH_LEAVES_TREE canon.py: a link is absolute',
    ]);
  });

  test('is not decided where it cannot be read', async () => {
    const large = { 'canon.py': sha256('x') };
    await truncate(path.join(ours, 'canon.py'), LIMITS.sealedFileBytes + 1);
    expect(await check(large)).toEqual([
      'NOT_DECIDED',
      'SEAL_UNREADABLE canon.py: 67108865 bytes, 67108864 at the most',
    ]);
  });

  test.each([
    ['../theirs/canon.py', 'SEAL_PATH_FORBIDDEN'],
    ['/etc/hostname', 'SEAL_PATH_FORBIDDEN'],
  ])('is refused at %s', async (place, code) => {
    const verdict = await checkSeal(ours, MANIFEST, PATTERNS, {
      pinned: { [place]: sha256('print(1)\n') },
    });
    expect([verdict.judgement, verdict.findings[0]?.code]).toEqual(['NOT_HELD', code]);
  });

  test('is refused where its hash is none, whatever stands there', async () => {
    expect((await check({ 'canon.py': pinned['canon.py'].toUpperCase() }))[0]).toBe('NOT_HELD');
    expect((await check({ 'canon.py': '' }))[0]).toBe('NOT_HELD');
  });
});
