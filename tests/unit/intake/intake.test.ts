// Dumps that are there, missing or not attested, on real files.
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { scanPlainFile } from '../../../harness/intake/index.ts';
import { sha256 } from '../../../harness/kernel/index.ts';
import { writeTar } from './archives.ts';
import { ARCHIVE, codesOf, given, ROWS, SCRIPT, TOC } from './given.ts';
const here = given();
const givenFolder = async (files: Record<string, Buffer>): Promise<void> => {
  await mkdir(here.dump);
  for (const [name, bytes] of Object.entries(files))
    await writeFile(path.join(here.dump, name), bytes);
};

describe('a dump that is there and attested', () => {
  const forms: readonly (readonly [string, string, string, Buffer])[] = [
    ['a custom archive', 'custom', 'gzip', ARCHIVE],
    [
      'a tar archive',
      'tar',
      'gzip',
      writeTar([
        ['toc.dat', TOC],
        ['3.dat', ROWS],
        ['restore.sql', Buffer.alloc(0)],
      ]),
    ],
    ['a plain dump', 'plain', 'none', Buffer.from(SCRIPT)],
    ['a plain dump in gzip', 'plain', 'gzip', gzipSync(SCRIPT)],
    ['a plain dump in zstd', 'plain', 'zstd', zstdCompressSync(Buffer.from(SCRIPT))],
  ];
  test.each(forms)('is accepted: %s', async (_, format, compression, bytes) => {
    await writeFile(here.dump, bytes);
    await here.attest();
    const outcome = await here.take();
    expect(outcome.findings).toEqual([]);
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    expect(outcome.dump.facts).toMatchObject({
      format,
      compression,
      serverMajor: 15,
      databaseName: 'directus',
      encoding: 'UTF8',
      sha256: sha256(bytes),
      byteLength: bytes.length,
    });
    expect(outcome.dump.contents.dataEntries).toBe(1);
    expect(outcome.dump.attestation.operator).toBe('Ada');
    expect((await readFile(outcome.dump.stagedPath)).equals(bytes)).toBe(true);
  });

  test('is accepted as a folder, whose hash is over its listing', async () => {
    await givenFolder({ 'toc.dat': TOC, '3.dat.gz': gzipSync(ROWS) });
    await here.attest();
    const outcome = await here.take();
    expect(outcome.findings).toEqual([]);
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    const listing = `${sha256(gzipSync(ROWS))}  3.dat.gz\n${sha256(TOC)}  toc.dat\n`;
    expect(outcome.dump.facts).toMatchObject({
      format: 'directory',
      sha256: sha256(listing),
      byteLength: TOC.length + gzipSync(ROWS).length,
    });
    expect((await readdir(outcome.dump.stagedPath)).sort()).toEqual(['3.dat.gz', 'toc.dat']);
    // Readable for all; removable for an operator who is not root, or the copy would be left.
    expect((await stat(outcome.dump.stagedPath)).mode & 0o777).toBe(0o755);
    expect((await stat(path.join(outcome.dump.stagedPath, 'toc.dat'))).mode & 0o777).toBe(0o444);
  });

  test('is copied where others may read and nobody writes; the original is left alone', async () => {
    await writeFile(here.dump, ARCHIVE, { mode: 0o600 });
    await here.attest();
    const mask = process.umask(0o077);
    const before = await stat(here.dump);
    const outcome = await here.take().finally(() => process.umask(mask));
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    expect((await stat(outcome.dump.stagedPath)).mode & 0o777).toBe(0o444);
    const after = await stat(here.dump);
    expect([after.mode, after.mtimeMs, after.ino]).toEqual([
      before.mode,
      before.mtimeMs,
      before.ino,
    ]);
    expect((await readdir(path.dirname(here.dump))).sort()).toEqual([
      'clone.dump',
      'clone.dump.attestation.yaml',
    ]);
  });

  test('may be reached through a link of the operator\u2019s', async () => {
    await writeFile(path.join(here.root, 'real'), ARCHIVE);
    await symlink(path.join(here.root, 'real'), here.dump);
    await here.attest();
    expect((await here.take()).kind).toBe('accepted');
  });

  test('gives its pieces again at restore, unpacked', async () => {
    await writeFile(here.dump, gzipSync(SCRIPT));
    const parts: Uint8Array[] = [];
    for await (const { bytes } of scanPlainFile(here.dump)) parts.push(Buffer.from(bytes));
    expect(Buffer.concat(parts).toString()).toBe(SCRIPT);
  });
});

describe('a dump that is missing or not attested', () => {
  test('is asked for, with the commands that make it', async () => {
    const outcome = await here.take();
    expect(outcome).toMatchObject({ kind: 'missing', facts: {} });
    expect(codesOf(outcome)).toEqual(['INTAKE_DUMP_MISSING']);
    expect(outcome.findings[0]?.what).toMatch(
      /pg_dump --format=custom.*make attest DUMP=dumps\/clone\.dump/,
    );
  });

  test('is missing where a link leads nowhere, and where a file stands in the place of its folder', async () => {
    await symlink(path.join(here.root, 'nowhere'), here.dump);
    expect((await here.take()).kind).toBe('missing');
    here.dump = path.join(here.root, 'file', 'clone.dump');
    await writeFile(path.join(here.root, 'file'), '');
    expect((await here.take()).kind).toBe('missing');
  });

  test('lacks only its attestation, and is measured all the same', async () => {
    await writeFile(here.dump, ARCHIVE);
    const outcome = await here.take();
    expect(outcome).toMatchObject({
      kind: 'missing',
      facts: { sha256: sha256(ARCHIVE), format: 'custom' },
    });
    expect(codesOf(outcome)).toEqual(['ATTESTATION_MISSING']);
  });

  test('is refused, not missing, where something else is wrong too', async () => {
    await writeFile(here.dump, ARCHIVE.subarray(0, 100));
    const outcome = await here.take();
    expect(outcome.kind).toBe('refused');
    expect(codesOf(outcome).sort()).toEqual(['ATTESTATION_MISSING', 'INTAKE_TRUNCATED']);
  });
});
