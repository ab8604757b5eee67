// A tree that was made to mislead the gate: links, pipes, odd names, and files that change meanwhile.
import { execFile } from 'node:child_process';
import type { BigIntStats } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkSeal, writeSeal, type SealVerdict } from '../../../harness/gate/index.ts';
import { readWhole, type OpenFile } from '../../../harness/gate/read.io.ts';
import { LIMITS } from '../../../harness/kernel/index.ts';

const run = promisify(execFile);
const MANIFEST = 'seal-manifest.sha256';
let work = '';
let root = '';
const at = (name: string): string => path.join(root, name);

beforeEach(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'gate-'));
  root = path.join(work, 'tree');
  await mkdir(at('sql/deep'), { recursive: true });
  await writeFile(at('sql/a.sql'), 'SELECT 1;\n');
  await writeFile(at('sql/deep/c.sql'), 'SELECT 2;\n');
  await writeFile(at('spec.yaml'), 'version: 1\n');
});
afterEach(async () => rm(work, { recursive: true }));

const PATTERNS = ['sql/**', 'spec.yaml'];
const seal = async (patterns = PATTERNS): Promise<void> => {
  expect(await writeSeal(root, patterns, MANIFEST)).toMatchObject({ findings: [] });
};
const told = ({ findings }: Pick<SealVerdict, 'findings'>): string[] =>
  findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);
const check = async (patterns = PATTERNS): Promise<string[]> => {
  const verdict = await checkSeal(root, MANIFEST, patterns);
  return [verdict.judgement, ...told(verdict)];
};

describe('a link', () => {
  test.each([
    ['a relative one out of the tree', '../../moved.sql', 'a link climbs out of it'],
    ['one out of the tree and back in', '../../tree/moved.sql', 'a link climbs out of it'],
    ['an absolute one', '/etc/hostname', 'a link is absolute'],
    ['one over another link', 'over.sql', 'a link is absolute'],
  ])('that leads out is refused: %s', async (_, target, why) => {
    await seal(['sql/a.sql']);
    await rename(at('sql/a.sql'), at('moved.sql'));
    await symlink(target, at('sql/a.sql'));
    await symlink(at('moved.sql'), at('sql/over.sql'));
    expect(await check(['sql/a.sql'])).toEqual([
      'NOT_HELD',
      `SEAL_PATH_LEAVES_TREE sql/a.sql: ${why}`,
    ]);
    expect(told(await writeSeal(root, ['sql/a.sql'], MANIFEST))).toEqual([
      `SEAL_PATH_LEAVES_TREE sql/a.sql: ${why}`,
    ]);
  });

  test('in the middle of a path is refused where it leads out, and followed where it does not', async () => {
    await seal(['sql/deep/c.sql']);
    await rename(at('sql'), path.join(work, 'moved'));
    await symlink('../moved', at('sql'));
    expect(await check(['sql/deep/c.sql'])).toEqual([
      'NOT_HELD',
      'SEAL_PATH_LEAVES_TREE sql/deep/c.sql: a link climbs out of it',
      'SEAL_PATH_LEAVES_TREE sql/deep/c.sql: a link leads out of the tree',
    ]);
    await rm(at('sql'));
    await rename(path.join(work, 'moved'), at('kept'));
    await symlink('kept', at('sql'));
    expect(await check(['sql/deep/c.sql'])).toEqual(['HELD']);
  });

  test('that leads in a circle, or nowhere, is refused', async () => {
    await seal();
    await rm(at('sql/a.sql'));
    await symlink('b.sql', at('sql/a.sql'));
    await symlink('a.sql', at('sql/b.sql'));
    expect(await check()).toEqual([
      'NOT_HELD',
      'SEAL_NOT_A_FILE sql/a.sql: its links lead in a circle',
      'SEAL_FILE_UNSEALED sql/b.sql: it is not in the manifest',
    ]);
    await rm(at('sql/b.sql'));
    expect(await check()).toEqual(['NOT_HELD', 'SEAL_FILE_MISSING sql/a.sql: nothing is there']);
  });

  test('within the tree is followed, to the bytes it leads to', async () => {
    await symlink('../spec.yaml', at('sql/z.sql'));
    await seal(['sql/z.sql']);
    expect(await check(['sql/z.sql'])).toEqual(['HELD']);
    await appendFile(at('spec.yaml'), 'x');
    expect((await check(['sql/z.sql']))[0]).toBe('NOT_HELD');
  });

  test('to a folder is never walked, and never overlooked', async () => {
    await seal(['sql/**/*.sql']);
    await mkdir(at('elsewhere'));
    await writeFile(at('elsewhere/new.sql'), 'SELECT 3;\n');
    await symlink('../elsewhere', at('sql/more'));
    expect(await check(['sql/**/*.sql'])).toEqual([
      'NOT_DECIDED',
      'SEAL_NOT_A_FILE sql/more: it is a link to a folder; what lies behind it is not looked at',
    ]);
    expect(await check(['sql/**'])).toEqual([
      'NOT_HELD',
      'SEAL_FILE_UNSEALED sql/more: it is not in the manifest',
    ]);
    expect(await check(['sql/*.sql'])).toEqual(['HELD']);
  });

  test('at the beginning of a pattern is refused where it leads out', async () => {
    await seal(['spec.yaml']);
    await rename(at('sql'), path.join(work, 'moved'));
    await symlink('../moved', at('sql'));
    expect(await check(['sql/deep/**'])).toEqual([
      'NOT_DECIDED',
      'SEAL_PATH_LEAVES_TREE sql/deep: a link leads out of the tree',
    ]);
    expect(await check(['sql/**'])).toEqual([
      'NOT_DECIDED',
      'SEAL_NOT_A_FILE sql: it is a link to a folder; what lies behind it is not looked at',
    ]);
  });
});

describe('something that is no plain file', () => {
  test('is refused, and a pipe is not waited for', async () => {
    await seal();
    await rm(at('sql/a.sql'));
    await run('mkfifo', [at('sql/a.sql')]);
    await rm(at('spec.yaml'));
    await mkdir(at('spec.yaml'));
    expect(await check(['sql/**'])).toEqual([
      'NOT_HELD',
      'SEAL_NOT_A_FILE spec.yaml: it is no plain file',
      'SEAL_NOT_A_FILE sql/a.sql: it is no plain file',
    ]);
  });

  test.each([
    ['a pipe', async () => run('mkfifo', [at(MANIFEST)]), 'it is no plain file'],
    ['a folder', async () => mkdir(at(MANIFEST)), 'it is no plain file'],
    [
      'a link to the true one',
      async () => symlink('moved', at(MANIFEST)),
      'it is a link, or lies behind one',
    ],
  ])('is no manifest: %s', async (_, make, why) => {
    await seal();
    await rename(at(MANIFEST), at('moved'));
    await make();
    expect(await check()).toEqual(['NOT_DECIDED', `SEAL_NOT_A_FILE ${MANIFEST}: ${why}`]);
  });

  test('nor is a manifest that is larger than any can be, or lies outside', async () => {
    await seal();
    await truncate(at(MANIFEST), LIMITS.sealManifestBytes + 1);
    expect(await check()).toEqual([
      'NOT_DECIDED',
      `SEAL_UNREADABLE ${MANIFEST}: 16777217 bytes, 16777216 at the most`,
    ]);
    const outside = await checkSeal(root, '../x.sha256', PATTERNS);
    expect([outside.judgement, ...told(outside)]).toEqual([
      'NOT_DECIDED',
      'SEAL_PATH_FORBIDDEN "../x.sha256": it holds "..", "." or an empty part',
    ]);
    expect(told(await writeSeal(root, PATTERNS, '../x.sha256'))).toEqual([
      'SEAL_PATH_FORBIDDEN "../x.sha256": it holds "..", "." or an empty part',
    ]);
  });
});

describe('a folder that is sealed whole', () => {
  test.each([
    ['a new file', 'sql/new.sql'],
    ['a hidden file', 'sql/.new'],
    ['a file in a new folder', 'sql/x/y/new.sql'],
    ['a file in a hidden folder', 'sql/.x/new.sql'],
  ])('refuses %s', async (_, name) => {
    await seal();
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), '');
    expect(await check()).toEqual([
      'NOT_HELD',
      `SEAL_FILE_UNSEALED ${name}: it is not in the manifest`,
    ]);
  });

  test('refuses a pipe and a link, which are not opened', async () => {
    await seal();
    await run('mkfifo', [at('sql/pipe')]);
    await symlink('nowhere', at('sql/link'));
    expect(await check()).toEqual([
      'NOT_HELD',
      'SEAL_FILE_UNSEALED sql/link: it is not in the manifest',
      'SEAL_FILE_UNSEALED sql/pipe: it is not in the manifest',
    ]);
  });

  test('overlooks no name that is not text, or not on one line', async () => {
    await seal();
    await writeFile(Buffer.from([...Buffer.from(at('sql/')), 0xff, 0x61]), '');
    expect(await check()).toEqual([
      'NOT_DECIDED',
      'SEAL_PATH_FORBIDDEN sql: the name of a file in it is not in UTF-8',
    ]);
    await rm(Buffer.from([...Buffer.from(at('sql/')), 0xff, 0x61]));
    await writeFile(at('sql/two\nlines'), '');
    expect(await check()).toEqual([
      'NOT_HELD',
      'SEAL_FILE_UNSEALED "sql/two\\nlines": it is not in the manifest',
    ]);
    expect(told(await writeSeal(root, PATTERNS, MANIFEST))).toEqual([
      'SEAL_PATH_FORBIDDEN "sql/two\\nlines": it holds a backslash or an invisible character',
    ]);
  });

  test.each([
    ['A.SQL', 'SEAL_PATH_TWICE sql/a.sql: beside sql/A.SQL'],
    ['Deep', 'SEAL_PATH_TWICE sql/deep/c.sql: beside sql/Deep'],
    ['a\u0308.sql', 'SEAL_PATH_FORBIDDEN "sql/a\u0308.sql": it is not in plain Unicode form'],
  ])('is not sealed with %j in it', async (name, expected) => {
    await writeFile(at(`sql/${name}`), '');
    expect(told(await writeSeal(root, PATTERNS, MANIFEST))).toEqual([expected]);
  });
});

describe('a file that changes while it is read', () => {
  const openAs = async (
    change: () => Promise<void>,
    moment: 'read' | 'standing',
  ): Promise<Awaited<ReturnType<typeof readWhole>>> => {
    const file = at('sql/a.sql');
    await using handle = await open(file);
    let isDone = false;
    const once = async (now: string): Promise<void> => {
      if (isDone || now !== moment) return;
      isDone = true;
      await change();
    };
    const port: OpenFile = {
      stat: async () => await handle.stat({ bigint: true }),
      read: async (into, from) => {
        const { bytesRead } = await handle.read(into, from, into.length - from, from);
        await once('read');
        return bytesRead;
      },
      standing: async (): Promise<BigIntStats> => {
        await once('standing');
        return await stat(file, { bigint: true });
      },
    };
    return await readWhole(port, 1000);
  };

  test('is read whole where nothing happens', async () => {
    const read = await openAs(async () => {}, 'read');
    expect(read).toEqual({ kind: 'read', bytes: await readUint8(at('sql/a.sql')) });
  });

  test.each([
    ['it grows', 'read', async () => appendFile(at('sql/a.sql'), 'x')],
    ['it shrinks', 'read', async () => truncate(at('sql/a.sql'), 3)],
    ['it is written anew, with the same length', 'read', async () => overwrite('SELECT 9;\n')],
    [
      'another takes its place',
      'standing',
      async () => {
        await writeFile(at('other'), 'SELECT 1;\n');
        await rename(at('other'), at('sql/a.sql'));
      },
    ],
  ] as const)('is not decided: %s', async (_, moment, change) => {
    expect(await openAs(change, moment)).toEqual({
      kind: 'unreadable',
      why: 'it changed while it was read',
    });
  });

  test.each([
    ['fewer bytes come than it has', { bytes: 3 }],
    ['more bytes come than it had', { bytes: 5 }],
    ['the open file is another one', { after: { size: 5n } }],
    ['the open file was written', { after: { mtimeNs: 9n } }],
    ['the open file was touched in another way', { after: { ctimeNs: 9n } }],
    ['another stands at its path', { standing: { ino: 9n } }],
    ['one of another device stands at its path', { standing: { dev: 9n } }],
  ])('is not decided by any single sign of it: %s', async (_, sign) => {
    const identity = { dev: 1n, ino: 1n, size: 4n, mtimeNs: 1n, ctimeNs: 1n, isFile: () => true };
    const {
      bytes = 4,
      after = {},
      standing = {},
    } = sign as {
      bytes?: number;
      after?: Partial<typeof identity>;
      standing?: Partial<typeof identity>;
    }; // a row has one of the three
    let looks = 0;
    const read = await readWhole(
      {
        stat: async () => ((looks += 1) === 1 ? identity : { ...identity, ...after }),
        read: async (into, from) => Math.max(0, Math.min(bytes, into.length) - from),
        standing: async () => ({ ...identity, ...standing }),
      },
      10,
    );
    expect(read).toEqual({ kind: 'unreadable', why: 'it changed while it was read' });
  });

  const readUint8 = async (file: string): Promise<Uint8Array> =>
    Uint8Array.from(await readFile(file));
  const overwrite = async (text: string): Promise<void> => {
    const before = await stat(at('sql/a.sql'), { bigint: true });
    // Within one tick of the file system's clock nothing would show.
    do await writeFile(at('sql/a.sql'), text);
    while ((await stat(at('sql/a.sql'), { bigint: true })).ctimeNs === before.ctimeNs);
  };
});

test('a folder that cannot be read is not taken for an empty one', async () => {
  await seal();
  await chmod(at('sql/deep'), 0);
  const isBarred = await open(at('sql/deep/c.sql')).then(
    async (handle) => {
      await handle.close();
      return false; // root reads it all the same
    },
    () => true,
  );
  expect(await check()).toEqual(
    isBarred
      ? [
          'NOT_DECIDED',
          'SEAL_UNREADABLE sql/deep/c.sql: it cannot be read (EACCES)',
          'SEAL_UNREADABLE sql/**: a folder cannot be read (EACCES)',
        ]
      : ['HELD'],
  );
  await chmod(at('sql/deep'), 0o755);
});
