// How much of a dump is copied: of a file and of a folder; nobody knows before the copy is there.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { copyMeasure } from '../../../harness/run/copied.io.ts';
import { Gauge } from '../../../harness/run/progress/gauge.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'copied-'));
  await mkdir(path.join(folder, 'staged'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('of a file', async () => {
  await writeFile(path.join(folder, 'own.dump'), 'x'.repeat(1000));
  await writeFile(path.join(folder, 'staged/dump'), 'x'.repeat(400));
  const measure = copyMeasure(path.join(folder, 'own.dump'), path.join(folder, 'staged'));
  expect(await measure()).toMatchObject({ done: 400, total: 1000, unit: 'bytes' });
});

test('of a folder, by all its files', async () => {
  for (const [name, length] of Object.entries({
    'own/toc.dat': 10,
    'own/1.dat': 90,
    'staged/dump/toc.dat': 7,
  })) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), 'x'.repeat(length));
  }
  const measure = copyMeasure(path.join(folder, 'own'), path.join(folder, 'staged'));
  expect(await measure()).toMatchObject({ done: 7, total: 100, unit: 'bytes' });
});

test('nobody knows where there is no copy, or no dump', async () => {
  const gauge = new Gauge(copyMeasure(path.join(folder, 'gone'), path.join(folder, 'staged')), 0);
  await gauge.ask(() => 5000);
  expect(gauge.words().amount).toBeNull();
});
