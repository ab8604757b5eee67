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

describe('a file that the configuration pins', () => {
  const pin = async (hash: string): Promise<void> => {
    const config = path.join(folder, 'rehearsal.config.yaml');
    await writeFile(config, `${await readFile(config, 'utf8')}pinned: { fold.py: ${hash} }\n`);
    for (const name of ['canon.py', 'fold.py']) await writeFile(path.join(folder, name), 'one');
  };

  test('is watched as well, and is not told where it is the one that was pinned', async () => {
    await pin(sha256('one'));
    const read = await inputs();
    expect(read.executor.map(({ file }) => file)).toEqual([EXECUTOR, 'canon.py', 'fold.py']);
    expect(read.notes).toEqual([]);
  });

  test('keeps a run from being ready where it is another one', async () => {
    await pin(sha256('two'));
    expect((await inputs()).notes).toEqual([
      { code: 'SEAL_PINNED_DIFFERS', where: 'fold.py', what: 'it has another sha256' },
    ]);
  });
});

describe('a scenario', () => {
  test('whose id is easily taken for that of another keeps a run from being started', async () => {
    const place = path.join(folder, 'scenarios');
    for (const id of ['add-l', 'add-1']) {
      await cp(path.join(place, 'birth-insert'), path.join(place, id), { recursive: true });
      const yaml = path.join(place, id, 'scenario.yaml');
      const text = await readFile(yaml, 'utf8');
      await writeFile(yaml, text.replace('id: birth-insert', `id: ${id}`));
    }
    await writeFile(path.join(folder, 'canon.py'), 'one');
    const config = path.join(folder, 'rehearsal.config.yaml');
    const text = await readFile(config, 'utf8');
    const more = 'scenarios:\n  - scenarios/add-l\n  - scenarios/add-1';
    await writeFile(config, text.replace('scenarios:', more));
    const error: unknown = await inputs().catch((cause: unknown) => cause);
    expect(error instanceof Problem ? error.findings : []).toEqual([
      {
        code: 'SCENARIO_INVALID',
        where: 'scenario "add-1"',
        what: 'the id is easily taken for "add-l"',
      },
    ]);
  });
});

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
