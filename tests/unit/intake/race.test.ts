// Dumps that somebody is at while they are read: each change is made for real, in the middle of it.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { IntakeOutcome } from '../../../harness/intake/index.ts';
import { Problem } from '../../../harness/kernel/index.ts';
import { msUntil } from '../../until.ts';
import { ARCHIVE, codesOf, given, ROWS, TOC } from './given.ts';

const here = given();

/** Its copy takes much longer than one turn of whoever waits for its first part. */
const LARGE_BYTES = 96 << 20;
const BEGUN_BYTES = 4 << 20;

async function makeLarge(file: string, head: Buffer = ARCHIVE): Promise<void> {
  await writeFile(file, head);
  await truncate(file, LARGE_BYTES);
}

/** Does it at once when so much of the large file has been copied, and no more than that. */
async function during(copy: string, act: () => void): Promise<IntakeOutcome> {
  const taking = here.take();
  let copied = 0;
  const hasBegun = async (): Promise<boolean> => {
    await new Promise(setImmediate);
    copied = statSync(path.join(here.root, 'work', copy), { throwIfNoEntry: false })?.size ?? 0;
    if (copied < BEGUN_BYTES) return false;
    act(); // in the same turn: nobody reads on meanwhile
    return true;
  };
  expect(await msUntil(hasBegun, 20_000)).toBeLessThan(20_000);
  expect(copied).toBeLessThan(LARGE_BYTES);
  return await taking;
}

describe('a dump is refused as changed that, while it is read,', () => {
  const put = (place: string): void => renameSync(`${here.dump}.new`, place);
  test.each<readonly [string, () => void]>([
    ['is truncated', () => truncateSync(here.dump, BEGUN_BYTES)],
    ['grows', () => appendFileSync(here.dump, 'more')],
    ['is written over in place', () => writeFileSync(here.dump, 'x', { flag: 'r+' })],
    [
      'is replaced by another file of its length',
      () => {
        execFileSync('cp', ['--sparse=always', here.dump, `${here.dump}.new`]);
        put(here.dump);
      },
    ],
    [
      'is replaced by a link to itself',
      () => {
        renameSync(here.dump, `${here.dump}.away`);
        symlinkSync(`${here.dump}.away`, here.dump);
      },
    ],
    [
      'is replaced by a pipe',
      () => {
        execFileSync('mkfifo', [`${here.dump}.new`]);
        put(here.dump);
      },
    ],
    ['is removed', () => rmSync(here.dump)],
    [
      'goes with the folder that it stands in',
      () => rmSync(path.dirname(here.dump), { recursive: true }),
    ],
  ])('%s', async (_what, act) => {
    await makeLarge(here.dump);
    await here.attest();
    const outcome = await during('dump', act);
    expect(outcome).toMatchObject({ kind: 'refused', facts: {} });
    expect(outcome.findings).toEqual([
      { code: 'INTAKE_CHANGED', where: 'dumps/clone.dump', what: 'it changed while it was read' },
    ]);
  });
});

describe('a directory dump', () => {
  const piece = (name: string): string => path.join(here.dump, name);
  test.each<readonly [string, () => void, string]>([
    ['loses a file that is still to be read', () => rmSync(piece('toc.dat')), 'INTAKE_CHANGED'],
    ['gets another file', () => writeFileSync(piece('4.dat'), ''), 'INTAKE_CHANGED'],
    [
      'gets a link in place of a file that is still to be read',
      () => {
        rmSync(piece('toc.dat'));
        symlinkSync('/etc/hostname', piece('toc.dat'));
      },
      'INTAKE_NOT_A_FILE',
    ],
    [
      'gets other bytes in a file that is still to be read',
      () => appendFileSync(piece('toc.dat'), 'x'),
      'ATTESTATION_OTHER_BYTES',
    ],
  ])('%s: it is refused', async (_what, act, code) => {
    await mkdir(here.dump);
    await writeFile(piece('toc.dat'), TOC);
    await makeLarge(piece('3.dat'), ROWS);
    await here.attest();
    const outcome = await during('dump/3.dat', act);
    expect(outcome.kind).toBe('refused');
    expect(codesOf(outcome)).toContain(code);
  });
});

describe('an attestation', () => {
  const sidecar = (): string => `${here.dump}.attestation.yaml`;
  test.each<readonly [string, () => void, string, string]>([
    ['is removed', () => rmSync(sidecar()), 'missing', 'ATTESTATION_MISSING'],
    ['is cut off', () => truncateSync(sidecar(), 40), 'refused', 'ATTESTATION_INVALID'],
    [
      'becomes a pipe',
      () => {
        rmSync(sidecar());
        execFileSync('mkfifo', [sidecar()]);
      },
      'refused',
      'ATTESTATION_INVALID',
    ],
  ])('that %s while the dump is read confirms nothing', async (_what, act, kind, code) => {
    await makeLarge(here.dump);
    await here.attest();
    const outcome = await during('dump', act);
    expect(outcome.kind).not.toBe('accepted');
    expect(codesOf(outcome)).toContain(code);
    expect(kind === 'missing' || outcome.kind === 'refused').toBe(true);
  });
});

test('a copy that cannot be made is no fault of the dump, and names no place', async () => {
  await writeFile(here.dump, ARCHIVE);
  await mkdir(path.join(here.root, 'work', 'dump'), { recursive: true }); // its place is taken
  const error: unknown = await here.take().catch((reason: unknown) => reason);
  if (!(error instanceof Problem)) throw new Error('no problem', { cause: error });
  expect(error.findings).toEqual([
    {
      code: 'INTAKE_NOT_COPIED',
      where: 'dumps/clone.dump',
      what: 'Error: EEXIST: file already exists',
    },
  ]);
});
