// The sidecar on real files: what is no attestation, and when one is written.
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { CONFIRMATION } from '../../../harness/intake/index.ts';
import { Problem, sha256 } from '../../../harness/kernel/index.ts';
import { ARCHIVE, codesOf, given, SCRIPT } from './given.ts';
const run = promisify(execFile);
const here = given();
describe('a sidecar', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['too large', () => writeFile(`${here.dump}.attestation.yaml`, ' '.repeat(70_000))],
    ['a pipe', () => run('mkfifo', [`${here.dump}.attestation.yaml`])],
    ['a device without an end', () => symlink('/dev/zero', `${here.dump}.attestation.yaml`)],
    ['a folder', () => mkdir(`${here.dump}.attestation.yaml`)],
    ['no attestation', () => writeFile(`${here.dump}.attestation.yaml`, 'operator: Ada\n')],
  ])('is refused at once where it is %s', async (_, make) => {
    await writeFile(here.dump, ARCHIVE);
    await make();
    const outcome = await here.take();
    expect(outcome.kind).toBe('refused');
    expect(codesOf(outcome)).toEqual(['ATTESTATION_INVALID']);
  });

  const problemsOf = async (work: Promise<unknown>): Promise<string[]> => {
    const error: unknown = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error instanceof Problem) return error.findings.map(({ code }) => code);
    throw new Error('no problem', { cause: error });
  };

  test('is not written for words that are nearly the right ones', async () => {
    await writeFile(here.dump, ARCHIVE);
    expect(await problemsOf(here.attest({ confirmation: `${CONFIRMATION} ` }))).toEqual([
      'ATTESTATION_NOT_CONFIRMED',
    ]);
    expect(await readdir(path.dirname(here.dump))).toEqual(['clone.dump']);
  });

  test('is not written without an operator, or for a dump that is not there', async () => {
    expect(await problemsOf(here.attest())).toEqual(['INTAKE_DUMP_MISSING']);
    await writeFile(here.dump, ARCHIVE);
    expect(await problemsOf(here.attest({ operator: ' ', sanitizedWith: '' }))).toEqual([
      'ATTESTATION_INVALID',
      'ATTESTATION_INVALID',
    ]);
    expect(await readdir(path.dirname(here.dump))).toEqual(['clone.dump']);
  });

  test('is replaced for other bytes only when that is said', async () => {
    await writeFile(here.dump, ARCHIVE);
    const sidecar = await here.attest();
    const first = await readFile(sidecar, 'utf8');
    await here.attest({ operator: 'Bo' }); // the same bytes: a new word may take the place of the old
    expect(await readFile(sidecar, 'utf8')).toBe(first.replace('Ada', 'Bo'));
    await writeFile(here.dump, SCRIPT);
    expect(await problemsOf(here.attest())).toEqual(['ATTESTATION_EXISTS']);
    expect(await readFile(sidecar, 'utf8')).toBe(first.replace('Ada', 'Bo'));
    await here.attest({ replace: true });
    expect(await readFile(sidecar, 'utf8')).toContain(sha256(SCRIPT));
    expect((await readdir(path.dirname(here.dump))).sort()).toEqual([
      'clone.dump',
      'clone.dump.attestation.yaml',
    ]);
  });
});
