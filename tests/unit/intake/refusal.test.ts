// Dumps that are refused, on real files: each with its reason, none waited for.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readArchive } from '../../../harness/intake/archive.ts';
import { ENTRIES, writeArchive, writeTar } from './archives.ts';
import { ARCHIVE, codesOf, given, ROWS, SCRIPT, TOC } from './given.ts';
const run = promisify(execFile);
const here = given();
/** What a dump of these bytes, attested, is refused for. */
const refusalOf = async (bytes: Buffer | string): Promise<string[]> => {
  await writeFile(here.dump, bytes);
  await here.attest({ replace: true });
  await rm(path.join(here.root, 'work'), { recursive: true, force: true });
  const outcome = await here.take();
  expect(outcome.kind).toBe('refused');
  return codesOf(outcome);
};
const givenFolder = async (files: Record<string, Buffer>): Promise<void> => {
  await mkdir(here.dump);
  for (const [name, bytes] of Object.entries(files))
    await writeFile(path.join(here.dump, name), bytes);
};

describe('a dump that is refused', () => {
  test.each<[string, Buffer, string]>([
    ['an empty file', Buffer.alloc(0), 'INTAKE_EMPTY'],
    ['bytes of no dump', Buffer.from('dear operator'), 'INTAKE_NOT_A_DUMP'],
    ['a custom archive in gzip', gzipSync(ARCHIVE), 'INTAKE_WRAPPED'],
    ['nothing in gzip', gzipSync(''), 'INTAKE_EMPTY'],
    [
      'a plain dump in lz4 that is cut off',
      Buffer.from([4, 0x22, 0x4d, 0x18, 0x64, 0x40, 0xa7]),
      'INTAKE_TRUNCATED',
    ],
    [
      'a plain dump in lz4 that needs a dictionary',
      Buffer.from([4, 0x22, 0x4d, 0x18, 0x65, 0x40, 1, 0, 0, 0, 0]),
      'INTAKE_COMPRESSION',
    ],
    [
      'a plain dump in lz4 whose header is damaged',
      Buffer.from([4, 0x22, 0x4d, 0x18, 0x64, 0x40, 0xa8]),
      'INTAKE_DATA_DAMAGED',
    ],
    [
      'a custom archive that ends with its table of contents',
      ARCHIVE.subarray(0, readArchive(ARCHIVE).tocBytes),
      'INTAKE_TRUNCATED',
    ],
    ['a gzip file that is cut off', gzipSync(SCRIPT).subarray(0, -20), 'INTAKE_TRUNCATED'],
    ['a plain dump that is cut off', Buffer.from(SCRIPT.slice(0, -60)), 'INTAKE_TRUNCATED'],
    ['a tar archive without a table of contents', writeTar([['3.dat', ROWS]]), 'INTAKE_NOT_A_DUMP'],
    [
      'a tar archive that is cut off',
      writeTar([
        ['toc.dat', TOC],
        ['3.dat', ROWS],
      ]).subarray(0, 2048),
      'INTAKE_TRUNCATED',
    ],
    ['a tar archive that lacks data', writeTar([['toc.dat', TOC]]), 'INTAKE_TRUNCATED'],
    [
      'a tar archive with two tables of contents',
      writeTar([
        ['toc.dat', TOC],
        ['toc.dat', TOC],
        ['3.dat', ROWS],
      ]),
      'INTAKE_NOT_A_DUMP',
    ],
    [
      'a tar archive whose members are links',
      writeTar(
        [
          ['toc.dat', TOC],
          ['3.dat', ROWS],
        ],
        '2',
      ),
      'INTAKE_NOT_A_DUMP',
    ],
    [
      'an archive that names a file elsewhere',
      writeTar([
        [
          'toc.dat',
          writeArchive({
            container: 3,
            entries: ENTRIES.map((each) => ({
              ...each,
              ...(each.data === undefined ? {} : { fileName: '../x.dat' }),
            })),
          }),
        ],
      ]),
      'INTAKE_NOT_A_DUMP',
    ],
    ['an archive without a version', writeArchive({ serverVersion: '' }), 'INTAKE_HEADER'],
    ['an archive without an encoding', writeArchive({ entries: [] }), 'INTAKE_HEADER'],
    [
      'an archive with a grant that does not parse',
      writeArchive({ entries: [{ tag: 'x', description: 'ACL', definition: 'GRANT' }] }),
      'INTAKE_UNPARSABLE',
    ],
    ['a meta-command', Buffer.from(SCRIPT.replace('COPY', '\\! id\nCOPY')), 'INTAKE_META_COMMAND'],
  ])('says why: %s', async (_, bytes, code) => {
    expect(await refusalOf(bytes)).toContain(code);
  });

  test('is refused wherever a custom archive is cut, never accepted and never a fault', async () => {
    for (let length = 1; length < ARCHIVE.length; length += 19) {
      const [code] = await refusalOf(ARCHIVE.subarray(0, length));
      expect(['INTAKE_TRUNCATED', 'INTAKE_NOT_A_DUMP']).toContain(code);
    }
  });

  test('needs the database\u2019s name from its operator where a plain dump does not say it', async () => {
    await writeFile(here.dump, SCRIPT);
    await here.attest({ database: undefined });
    const outcome = await here.take();
    expect(outcome.findings).toMatchObject([
      { code: 'INTAKE_HEADER', what: 'its databaseName cannot be read' },
    ]);
  });

  test('was changed by one byte after it was attested', async () => {
    await writeFile(here.dump, ARCHIVE);
    await here.attest();
    const bent = Buffer.from(ARCHIVE);
    bent[bent.length - 8] = (bent[bent.length - 8] ?? 0) ^ 1; // inside a row
    await writeFile(here.dump, bent);
    expect(codesOf(await here.take())).toContain('ATTESTATION_OTHER_BYTES');
  });

  test('is a pipe, a socket or a device: none is waited for', async () => {
    await run('mkfifo', [here.dump]);
    expect(codesOf(await here.take())).toEqual(['INTAKE_NOT_A_FILE']);
    await rm(here.dump);
    const server = createServer().listen(here.dump);
    await once(server, 'listening');
    const outcome = await here.take();
    server.close();
    expect(outcome.kind).toBe('refused');
    await rm(here.dump, { force: true });
    await symlink('/dev/zero', here.dump);
    expect(codesOf(await here.take())).toEqual(['INTAKE_NOT_A_FILE']);
  });

  test('is a folder that holds more than plain files', async () => {
    await givenFolder({ 'toc.dat': TOC });
    await symlink('/etc/hostname', path.join(here.dump, '3.dat'));
    await mkdir(path.join(here.dump, 'more'));
    const outcome = await here.take();
    expect(outcome.findings.map(({ code }) => code)).toEqual([
      'INTAKE_NOT_A_FILE',
      'INTAKE_NOT_A_FILE',
    ]);
  });

  test('is a folder with a line feed in a name, whose listing could be another folder\u2019s', async () => {
    await givenFolder({ 'toc.dat': TOC, '3.dat\nx': ROWS });
    expect(codesOf(await here.take())).toEqual(['INTAKE_NOT_A_FILE']);
  });

  test('is a folder without a table of contents, or without its data', async () => {
    await givenFolder({ 'readme.txt': ROWS });
    await here.attest();
    expect(codesOf(await here.take())).toEqual(['INTAKE_NOT_A_DUMP']);
    await rm(path.join(here.root, 'work'), { recursive: true });
    await writeFile(path.join(here.dump, 'toc.dat'), TOC);
    await here.attest({ replace: true });
    expect(codesOf(await here.take())).toEqual(['INTAKE_TRUNCATED']);
  });
});
