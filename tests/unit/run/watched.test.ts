// Files that surfaces of a lane are about: read before and after, like the executor's.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../../harness/config/index.ts';
import { Problem, sha256 } from '../../../harness/kernel/index.ts';
import { readInputs, rereadExecutor } from '../../../harness/run/inputs.io.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'watched-'));
  for (const each of ['rehearsal.config.yaml', 'schema-spec', 'scenarios']) {
    await cp(path.join(ROOT, each), path.join(folder, each), { recursive: true });
  }
  const lane = path.join(folder, 'schema-spec/fix7-p0.lane.yaml');
  const row = '  - { id: canon, title: Canon, basis: files, files: [canon.py] }\n';
  await writeFile(lane, (await readFile(lane, 'utf8')) + row);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const inputs = async (): ReturnType<typeof readInputs> =>
  await readInputs(await loadConfig(path.join(folder, 'rehearsal.config.yaml')));
const EXECUTOR = 'scenarios/executor/99_run_all.sql';

describe('a file that a surface is about', () => {
  test('is watched beside the executor', async () => {
    await writeFile(path.join(folder, 'canon.py'), 'one');
    const read = await inputs();
    const one = sha256('one');
    expect(read.executor.map(({ file }) => file)).toEqual([EXECUTOR, 'canon.py']);
    expect(read.files).toContainEqual({ name: 'canon.py', sha256: one });
    expect((await rereadExecutor(read))[1]).toEqual({ file: 'canon.py', before: one, after: one });
    await writeFile(path.join(folder, 'canon.py'), 'two');
    expect((await rereadExecutor(read))[1]?.after).toBe(sha256('two'));
    await rm(path.join(folder, 'canon.py'));
    expect((await rereadExecutor(read))[1]?.after).toBeNull();
  });

  test('is watched once where it is the executor itself', async () => {
    const lane = path.join(folder, 'schema-spec/fix7-p0.lane.yaml');
    await writeFile(lane, (await readFile(lane, 'utf8')).replace('[canon.py]', `[${EXECUTOR}]`));
    expect((await inputs()).executor.map(({ file }) => file)).toEqual([EXECUTOR]);
  });

  test('keeps a run from being started where it is not there', async () => {
    const error: unknown = await inputs().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Problem);
    expect(error instanceof Problem ? error.findings : []).toEqual([
      {
        code: 'LANE_FILE_UNREADABLE',
        where: 'canon.py',
        what: expect.stringContaining('ENOENT: no such file or directory'),
      },
    ]);
  });
});
