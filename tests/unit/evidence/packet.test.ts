// Packets on a real file system: written whole or not at all, and verified from raw bytes.
import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  appendFile,
  chmod,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {
  checkPacketFolder,
  OUTSIDE_FILES,
  OUTSIDE_MANIFEST_FILE,
  readPacket,
  verifyPacket,
  writePacket,
} from '../../../harness/evidence/index.ts';
import { canonicalJson, LIMITS } from '../../../harness/kernel/index.ts';
import { folderFinding } from '../../../harness/evidence/folder.io.ts';
import {
  outside,
  record,
  request,
  SCHEMAS,
  STORY,
  SEAL,
  temporaryFolder,
  type Folder,
} from './packets.ts';

const codes = (result: { readonly findings: readonly { readonly code: string }[] }): string[] =>
  result.findings.map(({ code }) => code);

async function written(folder: Folder): Promise<string> {
  const place = path.join(folder.path, 'packet');
  const result = await writePacket(request(place));
  expect(result).toMatchObject({ kind: 'written', findings: [] });
  return place;
}

describe('writing a packet', () => {
  test('gives a folder that sha256sum accepts, and whose tree hash sha256sum prints', async () => {
    await using folder = await temporaryFolder();
    const place = path.join(folder.path, 'deep', 'packet');
    const result = await writePacket(request(place));
    if (result.kind !== 'written') throw new Error(JSON.stringify(result));
    const run = (...command: string[]): string =>
      execFileSync('sha256sum', command, { cwd: place, encoding: 'utf8' });
    expect(run('--strict', '-c', 'packet_tree.sha256').trim().split('\n')).toHaveLength(15);
    expect(run('packet_tree.sha256').slice(0, 64)).toBe(result.treeHash);
    expect(run('--strict', '-c', 'packet_outside.sha256').trim().split('\n')).toHaveLength(6);
    expect(JSON.parse(await readFile(path.join(place, 'run.json'), 'utf8'))).toEqual(
      record(result.treeHash),
    );
    expect(await readdir(path.join(folder.path, 'deep'))).toEqual(['packet']);
  });

  test('takes an empty folder, and gives the same hash elsewhere', async () => {
    await using folder = await temporaryFolder();
    const [left, right] = [path.join(folder.path, 'left'), path.join(folder.path, 'right')];
    await mkdir(left);
    const first = await writePacket(request(left));
    const second = await writePacket(request(right));
    expect(first.kind).toBe('written');
    expect(second).toEqual(first);
  });

  test.each([
    [
      'a folder with a file in it',
      async (place: string) => {
        await mkdir(place);
        await writeFile(path.join(place, 'mine'), 'kept');
      },
    ],
    ['a file', async (place: string) => await writeFile(place, 'kept')],
    [
      'a link to an empty folder',
      async (place: string) => {
        await mkdir(`${place}-target`);
        await symlink(`${place}-target`, place);
      },
    ],
  ])('refuses %s and leaves it as it was', async (_what, prepare) => {
    await using folder = await temporaryFolder();
    const place = path.join(folder.path, 'packet');
    await prepare(place);
    const before = (await readdir(folder.path, { recursive: true })).sort();
    expect(codes(await writePacket(request(place)))).toEqual(['EVIDENCE_FOLDER_TAKEN']);
    expect(codes({ findings: await checkPacketFolder(place) })).toEqual(['EVIDENCE_FOLDER_TAKEN']);
    expect((await readdir(folder.path, { recursive: true })).sort()).toEqual(before);
  });

  test('leaves nothing where a file is refused', async () => {
    await using folder = await temporaryFolder();
    const place = path.join(folder.path, 'packet');
    expect(codes(await writePacket(request(place, { 'report.md': SEAL })))).toEqual([
      'EVIDENCE_TOKEN_FORBIDDEN',
    ]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  test('leaves nothing where reading back shows another packet', async () => {
    await using folder = await temporaryFolder();
    const wrong = {
      ...request(path.join(folder.path, 'packet')),
      outside: () => outside('0'.repeat(64)),
    };
    expect(codes(await writePacket(wrong))).toEqual(['EVIDENCE_NOT_WRITTEN']);
    expect(await readdir(folder.path)).toEqual([]);
  });

  test.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ['an unknown name', { 'notes.txt': 'x' }, 'EVIDENCE_FILE_UNKNOWN'],
    [
      'a forbidden word',
      { 'log.jsonl': `{"m":"${SEAL.replaceAll('_', '\\u005f')}"}\n` },
      'EVIDENCE_TOKEN_FORBIDDEN',
    ],
    [
      'a forbidden word behind markup',
      { 'report.html': SEAL.replace('_', '<b>_</b>') },
      'EVIDENCE_TOKEN_FORBIDDEN',
    ],
    ['no text', { 'junit.xml': 7 }, 'EVIDENCE_FILE_MISSING'],
    ['nothing', { 'run.json': undefined }, 'EVIDENCE_FILE_MISSING'],
    ['a Statement of somebody else', { 'packet.intoto.json': {} }, 'EVIDENCE_FILE_UNKNOWN'],
    ['no JSON', { 'timings.json': { ms: Infinity } }, 'EVIDENCE_SCHEMA_BROKEN'],
    ['another form', { 'run.json': record('1') }, 'EVIDENCE_SCHEMA_BROKEN'],
  ])('checks the files outside the tree too: %s', async (_why, changed, code) => {
    await using folder = await temporaryFolder();
    const wrong = {
      ...request(path.join(folder.path, 'packet')),
      outside: (treeHash: string) => outside(treeHash, changed),
    };
    expect(codes(await writePacket(wrong))).toEqual([code]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  test('puts the link on the newest packet, relative, and says when it cannot', async () => {
    await using folder = await temporaryFolder();
    const latestLink = path.join(folder.path, 'latest');
    for (const name of ['one', 'two']) {
      const done = await writePacket({ ...request(path.join(folder.path, name)), latestLink });
      expect(done).toMatchObject({ kind: 'written', findings: [] });
      expect(await readlink(latestLink)).toBe(name);
    }
    await unlink(latestLink);
    await mkdir(latestLink);
    const third = await writePacket({ ...request(path.join(folder.path, 'three')), latestLink });
    expect(third.kind).toBe('written');
    expect(codes(third)).toEqual(['EVIDENCE_LATEST_NOT_LINKED']);
    expect((await readdir(folder.path)).sort()).toEqual(['latest', 'one', 'three', 'two']);
  });

  test('finds out beforehand whether a folder can be written, and leaves no trace of asking', async () => {
    await using folder = await temporaryFolder();
    expect(await checkPacketFolder(path.join(folder.path, 'packet'))).toEqual([]);
    expect(await readdir(folder.path)).toEqual([]);
    await writeFile(path.join(folder.path, 'file'), '');
    const under = path.join(folder.path, 'file', 'packet');
    expect(codes({ findings: await checkPacketFolder(under) })).toEqual(['EVIDENCE_FOLDER_TAKEN']);
  });

  test.each([
    ['EACCES', 'EVIDENCE_NO_ACCESS'],
    ['EPERM', 'EVIDENCE_NO_ACCESS'],
    ['EROFS', 'EVIDENCE_READ_ONLY'],
    ['ENOSPC', 'EVIDENCE_NO_SPACE'],
    ['EDQUOT', 'EVIDENCE_NO_SPACE'],
    ['EIO', 'EVIDENCE_NOT_WRITTEN'],
  ])('says what %s means', (errno, code) => {
    const error = Object.assign(new Error(`${errno}: no`), { code: errno });
    expect(folderFinding('/there', error)).toEqual({ code, where: '/there', what: `${errno}: no` });
  });
});

describe('verifying a packet', () => {
  test('holds for one that was just written, also through the link and without the outside files', async () => {
    await using folder = await temporaryFolder();
    const place = await written(folder);
    await symlink('packet', path.join(folder.path, 'latest'));
    for (const name of [place, path.join(folder.path, 'latest')]) {
      expect(await verifyPacket(name, SCHEMAS, null, STORY)).toMatchObject({
        judgement: 'HELD',
        findings: [],
      });
    }
    await stripOutside(place);
    expect((await verifyPacket(place, SCHEMAS, null, STORY)).judgement).toBe('HELD');
  });

  test.each<readonly [string, (place: string) => Promise<unknown>, readonly string[]]>([
    [
      'a byte was added',
      async (place) => await appendFile(path.join(place, 'report.md'), ' '),
      ['PACKET_FILE_CHANGED'],
    ],
    [
      'a file is gone',
      async (place) => await rm(path.join(place, 'report.md')),
      ['PACKET_FILE_MISSING'],
    ],
    [
      'the manifest is gone',
      async (place) => await rm(path.join(place, 'packet_tree.sha256')),
      ['PACKET_FILE_MISSING'],
    ],
    [
      'a file too many',
      async (place) => await writeFile(path.join(place, 'x.json'), '{}'),
      ['PACKET_FILE_UNKNOWN'],
    ],
    [
      'a folder in it',
      async (place) => await mkdir(path.join(place, 'x')),
      ['PACKET_FILE_UNKNOWN', 'PACKET_NOT_A_FILE'],
    ],
    [
      'a file replaced by a link to itself',
      async (place) => {
        const file = path.join(place, 'report.md');
        await rename(file, path.join(place, '..', 'elsewhere'));
        await symlink('../elsewhere', file);
      },
      ['PACKET_NOT_A_FILE'],
    ],
    [
      'a file replaced by a pipe',
      async (place) => {
        await rm(path.join(place, 'report.md'));
        execFileSync('mkfifo', [path.join(place, 'report.md')]);
      },
      ['PACKET_NOT_A_FILE'],
    ],
    [
      'a huge file',
      async (place) =>
        await writeFile(path.join(place, 'log.jsonl'), Buffer.alloc(17 * 1024 * 1024)),
      ['PACKET_FILE_TOO_LARGE'],
    ],
    [
      'another record in its place',
      async (place) => {
        await writeFile(
          path.join(place, 'run.json'),
          canonicalJson(record('0'.repeat(64), { status: 'X' })),
        );
      },
      [
        'PACKET_TREE_DIFFERS',
        'PACKET_RECORD_DIFFERS',
        'PACKET_FILE_CHANGED',
        'PACKET_STATEMENT_DIFFERS',
      ],
    ],
    [
      'a run.json that is no JSON',
      async (place) => await writeFile(path.join(place, 'run.json'), '{'),
      [
        'PACKET_NOT_CANONICAL',
        'PACKET_TREE_DIFFERS',
        'PACKET_RECORD_DIFFERS',
        'PACKET_FILE_CHANGED',
        'PACKET_STATEMENT_NOT_BUILT',
      ],
    ],
    [
      'a word hidden by an escape',
      async (place) => {
        await writeFile(
          path.join(place, 'log.jsonl'),
          `{"a":"${SEAL.replaceAll('_', '\\u005f')}"}\n`,
        );
      },
      ['PACKET_TOKEN_FORBIDDEN', 'PACKET_FILE_CHANGED', 'PACKET_STATEMENT_DIFFERS'],
    ],
    [
      'bytes that are no text',
      async (place) => await writeFile(path.join(place, 'junit.xml'), Buffer.from([0xff])),
      ['PACKET_NOT_CANONICAL', 'PACKET_FILE_CHANGED', 'PACKET_STATEMENT_DIFFERS'],
    ],
  ])('finds that %s', async (_what, change, expected) => {
    await using folder = await temporaryFolder();
    const place = await written(folder);
    await change(place);
    const verdict = await verifyPacket(place, SCHEMAS, null, STORY);
    expect(codes(verdict)).toEqual(expected);
    expect(verdict.judgement).toBe('NOT_HELD');
  });

  test.each<readonly [string, (text: string) => string, readonly string[]]>([
    ['other white space', (text) => text.replaceAll('  ', ''), ['PACKET_NOT_CANONICAL']],
    [
      'a key that stands twice',
      (text) => text.replace('{', '{\n  "note": "x",'),
      ['PACKET_NOT_CANONICAL'],
    ],
    ['a byte order mark', (text) => `\ufeff${text}`, ['PACKET_NOT_CANONICAL']],
    ['escaped letters', (text) => text.replace('of', '\\u006ff'), ['PACKET_NOT_CANONICAL']],
    [
      'a key unknown',
      () => '{\n  "extra": 1,\n  "note": "",\n  "version": 1\n}\n',
      ['PACKET_SCHEMA_BROKEN'],
    ],
    ['nesting without end', () => '['.repeat(200_000), ['PACKET_NOT_CANONICAL']],
  ])('is not fooled where the manifest was made anew over %s', async (_what, change, expected) => {
    await using folder = await temporaryFolder();
    const place = await written(folder);
    const file = path.join(place, 'blockers.json');
    await writeFile(file, change(await readFile(file, 'utf8')));
    await remake(place);
    expect(codes(await verifyPacket(place, SCHEMAS, null, STORY))).toEqual(expected);
  });

  test('tells a remade packet by the hash from elsewhere, and by run.json', async () => {
    await using folder = await temporaryFolder();
    const place = await written(folder);
    const { treeHash } = await verifyPacket(place, SCHEMAS, null, STORY);
    await appendFile(path.join(place, 'report.md'), 'more\n');
    const run = await readFile(path.join(place, 'run.json'));
    await remake(place);
    expect((await verifyPacket(place, SCHEMAS, null, STORY)).judgement).toBe('HELD');
    expect(codes(await verifyPacket(place, SCHEMAS, treeHash, STORY))).toEqual([
      'PACKET_TREE_DIFFERS',
    ]);
    await writeFile(path.join(place, 'run.json'), run);
    expect(codes(await verifyPacket(place, SCHEMAS, null, STORY))).toContain('PACKET_TREE_DIFFERS');
  });

  test.each<readonly [string, (lines: string[]) => string]>([
    ['unsorted', (lines) => lines.reverse().join('')],
    ['with a line twice', (lines) => `${lines.join('')}${lines.at(-1) ?? ''}`],
    ['with a line missing', (lines) => lines.slice(1).join('')],
    ['with a path that leaves', (lines) => `${lines.join('')}${'0'.repeat(64)}  ../x\n`],
    ['with a file of no packet', (lines) => `${lines.join('')}${'0'.repeat(64)}  zzz\n`],
    ['with carriage returns', (lines) => lines.join('').replaceAll('\n', '\r\n')],
    ['without its last line feed', (lines) => lines.join('').trimEnd()],
    ['empty', () => ''],
  ])('refuses a manifest %s', async (_what, change) => {
    await using folder = await temporaryFolder();
    const place = await written(folder);
    const file = path.join(place, 'packet_tree.sha256');
    const lines = (await readFile(file, 'utf8')).split(/(?<=\n)/);
    await writeFile(file, change(lines));
    await stripOutside(place);
    const verdict = await verifyPacket(place, SCHEMAS, null, STORY);
    expect(codes(verdict)).toContain('PACKET_MANIFEST_BROKEN');
    expect(verdict.judgement).toBe('NOT_HELD');
  });

  test('opens no file that no packet has, and no folder of many names', async () => {
    await using folder = await temporaryFolder();
    const place = await written(folder);
    await writeFile(path.join(place, 'extra.bin'), 'x'.repeat(1000));
    const { entries } = await readPacket(place);
    expect(entries.find(({ name }) => name === 'extra.bin')).toEqual({
      kind: 'unknown',
      name: 'extra.bin',
    });
    expect(codes(await verifyPacket(place, SCHEMAS, null, STORY))).toEqual(['PACKET_FILE_UNKNOWN']);
    for (let count = 0; count < LIMITS.packetNames; count += 1) {
      await writeFile(path.join(place, `more-${count}`), '');
    }
    const many = await verifyPacket(place, SCHEMAS, null, STORY);
    expect(many.judgement).toBe('NOT_DECIDED');
    expect(many.findings).toEqual([
      {
        code: 'PACKET_FILE_UNKNOWN',
        where: place,
        what: expect.stringMatching(/^\d+ names stand in it, 64 at the most$/),
      },
    ]);
  });

  test('judges no form of a file of more values than any packet has', async () => {
    await using folder = await temporaryFolder();
    const place = await written(folder);
    const file = path.join(place, 'blockers.json');
    await writeFile(file, `[${'{},'.repeat(LIMITS.jsonObjects)}{}]`);
    const { findings } = await verifyPacket(place, SCHEMAS, null, STORY);
    expect(findings.filter(({ where }) => where.startsWith('blockers.json'))).toEqual([
      expect.objectContaining({ code: 'PACKET_FILE_CHANGED' }),
      {
        code: 'PACKET_FILE_TOO_LARGE',
        where: 'blockers.json',
        what: `more than ${LIMITS.jsonObjects} objects and lists`,
      },
    ]);
  });

  test('decides nothing where there is no packet, or a file cannot be read', async () => {
    await using folder = await temporaryFolder();
    const none = await verifyPacket(path.join(folder.path, 'none'), SCHEMAS, null, STORY);
    expect(none.judgement).toBe('NOT_DECIDED');
    expect(codes(none)).toEqual(['PACKET_NOT_FOUND']);
    const empty = await verifyPacket(folder.path, SCHEMAS, null, STORY);
    expect(empty.judgement).toBe('NOT_HELD');
    expect(new Set(codes(empty))).toEqual(new Set(['PACKET_FILE_MISSING']));
  });
});

/** What someone does who changes a packet and covers it up. */
async function remake(place: string): Promise<void> {
  const names = (await readFile(path.join(place, 'packet_tree.sha256'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(66));
  const manifest = execFileSync('sha256sum', names, { cwd: place });
  await writeFile(path.join(place, 'packet_tree.sha256'), manifest);
  await chmod(place, 0o755);
  await stripOutside(place);
}

async function stripOutside(place: string): Promise<void> {
  for (const name of [...OUTSIDE_FILES, OUTSIDE_MANIFEST_FILE]) {
    await rm(path.join(place, name));
  }
}
