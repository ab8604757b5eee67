// The rich, harmless database, dumped in every format and with many options: never refused.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attestAndTake, openKitchen, refusalsOf, type Kitchen } from './kitchen.ts';

const SLOW_MS = 60_000;

describe.each([15, 17])('a harmless database of version %d', (major) => {
  let folder: string;
  let kitchen: Kitchen;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'harmless-'));
    kitchen = await openKitchen(folder, major);
  }, SLOW_MS);
  afterAll(async () => {
    await kitchen[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }, SLOW_MS);

  test.each([
    ['--format=custom'],
    ['--format=custom --compress=0 --create'],
    ['--format=custom --inserts --rows-per-insert=2'],
    ['--format=directory --inserts'],
    ['--format=tar --inserts'],
    ['--format=directory --column-inserts --data-only'],
    ['--format=directory --jobs=2'],
    ['--format=tar --no-owner'],
    ['--format=custom --load-via-partition-root --quote-all-identifiers'],
    ['--format=plain'],
    ['--format=plain --create --clean --if-exists'],
    ['--format=plain --clean --if-exists --no-privileges'],
    ['--format=plain --inserts --disable-triggers'],
    ['--format=plain --column-inserts --on-conflict-do-nothing --quote-all-identifiers'],
    ['--format=plain --use-set-session-authorization --no-comments'],
    ['--format=plain --disable-dollar-quoting --load-via-partition-root --compress=6'],
    ['--format=plain --schema-only --no-publications'],
    ['--format=plain --data-only --large-objects'],
    ['--format=plain --section=pre-data --encoding=LATIN1'],
  ])('is taken in as pg_dump %s leaves it', async (options) => {
    const given = major === 15 ? options.replace('--large-objects', '--blobs') : options;
    const dump = await kitchen.dump('rich', given.split(' '), options.replaceAll(/\W/g, '_'));
    const outcome = await attestAndTake(dump, folder);
    expect(refusalsOf(outcome)).toEqual([]);
    expect(outcome.kind).toBe('accepted');
    const hasFunctions = !options.includes('data-only');
    expect(outcome.findings.map(({ code }) => code)).toEqual(
      hasFunctions ? ['INTAKE_SECURITY_DEFINER'] : [],
    );
  });
});
