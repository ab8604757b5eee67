// Files that are cut, bent, re-encoded or no dumps at all: refused, each with its own code.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readArchive } from '../../harness/intake/archive.ts';
import { DataError, readData, type IntakeOutcome } from '../../harness/intake/index.ts';
import type { Code } from '../../harness/kernel/index.ts';
import { attest } from '../container/made-dumps.ts';
import { attestAndTake, openKitchen, refusalsOf, take, written } from './kitchen.ts';

const SLOW_MS = 60_000;
const FORMATS = ['custom', 'tar', 'plain', 'packed'] as const;
type Format = (typeof FORMATS)[number];

describe('a file that was damaged on its way', () => {
  let folder: string;
  let directory: string;
  const dumps = new Map<Format, Buffer>();
  const bytesOf = (format: Format): Buffer => dumps.get(format) ?? Buffer.alloc(0);
  const text = (): string => bytesOf('plain').toString('utf8');

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'damaged-'));
    await using kitchen = await openKitchen(folder, 15);
    for (const format of ['custom', 'tar', 'plain'] as const) {
      const dump = await kitchen.dump('rich', [`--format=${format}`], `rich.${format}`);
      dumps.set(format, await readFile(dump));
    }
    dumps.set('packed', gzipSync(bytesOf('plain')));
    directory = await kitchen.dump('rich', ['--format=directory'], 'rich.directory');
  }, SLOW_MS);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const codesOf = async (bytes: Uint8Array | string): Promise<Code[]> =>
    refusalsOf(await attestAndTake(await written(folder, 'x.dump', bytes), folder));

  test.each(FORMATS)('whole: %s is taken in', async (format) => {
    expect(await codesOf(bytesOf(format))).toEqual([]);
  });

  test.each(FORMATS)('cut at any of twelve places: %s is refused', async (format) => {
    const bytes = bytesOf(format);
    for (let part = 1; part <= 12; part += 1) {
      const codes = await codesOf(bytes.subarray(0, Math.floor((bytes.length * part) / 13)));
      const isKnown = codes.includes('INTAKE_TRUNCATED') || codes.includes('INTAKE_NOT_A_DUMP');
      expect({ part, isKnown }).toEqual({ part, isKnown: true });
    }
  });

  test.each(FORMATS)(
    'with one bit flipped behind its attestation: %s is refused',
    async (format) => {
      const bytes = Buffer.from(bytesOf(format));
      const dump = await written(folder, 'flipped.dump', bytes);
      await attest(dump, folder);
      const at = Math.floor(bytes.length * 0.7);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(dump, bytes);
      expect(refusalsOf(await take(dump, folder))).toContain('ATTESTATION_OTHER_BYTES');
    },
  );

  test('with one bit flipped in packed data, and attested so: found at intake or while it is scanned', async () => {
    const bytes = bytesOf('packed');
    for (let part = 1; part <= 8; part += 1) {
      const bent = Buffer.from(bytes);
      const at = Math.floor((bytes.length * part) / 9);
      bent[at] = (bent[at] ?? 0) ^ 4;
      expect(await codesOf(bent)).not.toEqual([]);
    }
    const custom = bytesOf('custom');
    const whole = await contentOf(await attestAndTake(await written(folder, 'y', custom), folder));
    const { tocBytes } = readArchive(custom);
    for (let part = 1; part <= 24; part += 1) {
      const bent = Buffer.from(custom);
      const at = tocBytes + Math.floor(((custom.length - tocBytes) * part) / 25);
      bent[at] = (bent[at] ?? 0) ^ 4;
      const outcome = await attestAndTake(await written(folder, 'y', bent), folder);
      // Found, or the bit says nothing of the content: never other content than was dumped.
      const content = await contentOf(outcome);
      expect({ part, isHarmless: content === whole || content === 'refused' }).toEqual({
        part,
        isHarmless: true,
      });
    }
  });

  test.each<[string, () => Uint8Array | string, Code, Code?]>([
    ['nothing', () => '', 'INTAKE_EMPTY'],
    ['zero bytes', () => Buffer.alloc(4096), 'INTAKE_NOT_A_DUMP'],
    [
      'noise',
      () => Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 251)),
      'INTAKE_NOT_A_DUMP',
    ],
    ['a byte order mark', () => `\uFEFF${text()}`, 'INTAKE_ENCODING'],
    ['CR LF', () => text().replaceAll('\n', '\r\n'), 'INTAKE_ENCODING'],
    ['UTF-16', () => Buffer.from(text(), 'utf16le'), 'INTAKE_ENCODING'],
    ['UTF-16 with its mark', () => Buffer.from(`\uFEFF${text()}`, 'utf16le'), 'INTAKE_ENCODING'],
    ['an archive that was packed again', () => gzipSync(bytesOf('custom')), 'INTAKE_WRAPPED'],
    ['a dump that was packed twice', () => gzipSync(bytesOf('packed')), 'INTAKE_WRAPPED'],
    ['a zip file', () => Buffer.from('PK\x03\x04 and more'), 'INTAKE_NOT_A_DUMP'],
    ['a dump of MySQL', () => '-- MySQL dump 10.13\n', 'INTAKE_NOT_A_DUMP'],
    [
      'no footer',
      () => text().replace('-- PostgreSQL database dump complete', '--'),
      'INTAKE_TRUNCATED',
    ],
    [
      'a NUL byte',
      () => text().replace('CREATE TABLE', 'CREATE\0TABLE'),
      'INTAKE_HEADER',
      'INTAKE_UNPARSABLE',
    ],
  ])('and is now %s', async (_, make, ...codes) => {
    expect(await codesOf(make())).toEqual(codes);
  });

  test('is known by its bytes, whatever its name says', async () => {
    for (const [name, format] of [
      ['x.sql', 'custom'],
      ['x.tar', 'plain'],
      ['x.sql.gz', 'tar'],
    ] as const) {
      const outcome = await attestAndTake(await written(folder, name, bytesOf(format)), folder);
      expect(outcome).toMatchObject({ kind: 'accepted', dump: { facts: { format } } });
    }
  });

  async function copyOfFolder(name: string): Promise<string> {
    const copy = path.join(folder, name);
    await cp(directory, copy, { recursive: true });
    return copy;
  }

  test('that is a folder is taken in whole, and refused without one of its files', async () => {
    const copy = await copyOfFolder('less');
    expect(refusalsOf(await attestAndTake(copy, folder))).toEqual([]);
    const { stdout } = await promisify(execFile)('ls', [copy]);
    const file = stdout.split('\n').find((name) => /^\d+\.dat/.test(name)) ?? '';
    await rm(path.join(copy, file));
    expect(refusalsOf(await attestAndTake(copy, folder))).toEqual(['INTAKE_TRUNCATED']);
  });

  test('that is a folder with a link, a folder or a pipe in it is refused', async () => {
    const linked = await copyOfFolder('linked');
    await attest(linked, folder);
    await symlink('/etc/passwd', path.join(linked, '9999.dat'));
    const nested = await copyOfFolder('nested');
    await attest(nested, folder);
    await mkdir(path.join(nested, 'more'));
    const piped = await copyOfFolder('piped');
    await attest(piped, folder);
    await promisify(execFile)('mkfifo', [path.join(piped, '9999.dat')]);
    for (const place of [linked, nested, piped]) {
      expect(refusalsOf(await take(place, folder))).toEqual(['INTAKE_NOT_A_FILE']);
    }
  });

  test('that is a pipe or a device is refused without waiting for anybody', async () => {
    const pipe = path.join(folder, 'pipe.dump');
    await promisify(execFile)('mkfifo', [pipe]);
    expect(refusalsOf(await take(pipe, folder))).toEqual(['INTAKE_NOT_A_FILE']);
    expect(refusalsOf(await take('/dev/zero', folder))).toEqual(['INTAKE_NOT_A_FILE']);
  });
});

/** All content of an accepted dump as one text; `refused` where it is not, or cannot be read. */
async function contentOf(outcome: IntakeOutcome): Promise<string> {
  if (outcome.kind !== 'accepted') return 'refused';
  const parts: string[] = [];
  try {
    for await (const { source, chunks } of readData(outcome.dump).parts) {
      parts.push(JSON.stringify(source));
      for await (const chunk of chunks) parts.push(Buffer.from(chunk).toString('latin1'));
    }
  } catch (error) {
    if (error instanceof DataError) return 'refused';
    throw error;
  }
  return parts.join('\n');
}
