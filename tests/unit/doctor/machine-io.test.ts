// The look at this machine, on real folders: what it tries to write is gone after.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lookAtMachine, refusalToWrite } from '../../../harness/doctor/index.ts';

/** Without the path, which stands beside it; jest's errors are of another realm and keep their name. */
const REASON = /^(?:Error: )?E[A-Z]+: [a-z ]+$/;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('finds that a folder may be written, and one that a run would make in it', async () => {
  expect(await refusalToWrite(folder)).toBeNull();
  expect(await refusalToWrite(path.join(folder, 'evidence/of/today'))).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test('says why a folder may not be written, without naming it twice', async () => {
  await writeFile(path.join(folder, 'file'), '');
  expect(await refusalToWrite(path.join(folder, 'file'))).toMatch(REASON);
  // Nobody may make anything there, root neither.
  expect(await refusalToWrite('/proc/evidence')).toMatch(REASON);
});

test('reads facts of this machine, and leaves its temporary folder as it was', async () => {
  const facts = await lookAtMachine((made) => `${made}/socket`, folder);
  expect(facts.nodeVersion).toBe(process.versions.node);
  expect(facts.temporary).toEqual({
    folder,
    refusal: null,
    socketPathBytes: Buffer.byteLength(folder) + '/clone-rehearsal-xxxxxx/socket'.length,
  });
  expect(facts.temporaryFreeBytes).toEqual({ kind: 'read', value: expect.any(Number) });
  expect(await readdir(folder)).toEqual([]);
});

test('says what it could not read of a temporary folder that is not there', async () => {
  const gone = path.join(folder, 'gone');
  const { temporary, temporaryFreeBytes } = await lookAtMachine((made) => made, gone);
  expect(temporary.refusal).toMatch(REASON);
  expect(temporaryFreeBytes).toEqual({ kind: 'unread', why: expect.stringMatching(REASON) });
});
