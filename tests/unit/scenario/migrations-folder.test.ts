// A folder of migrations on the disk: names as messages have them, links, sizes, encodings.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { LIMITS } from '../../../harness/kernel/index.ts';
import { readMigrations } from '../../../harness/scenario/migrations/migrations.io.ts';
import { DOWN, UP } from './migrations-files.ts';

let root = '';
const folder = (): string => path.join(root, 'migrations');

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'rehearsal-migrations-'));
  await mkdir(folder());
  await writeFile(path.join(folder(), '1_a.up.sql'), UP);
  await writeFile(path.join(folder(), '1_a.down.sql'), DOWN);
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function read(after?: string): Promise<string[]> {
  const { steps, findings } = await readMigrations({
    folder: folder(),
    where: 'db/migrations',
    layout: 'auto',
    ...(after !== undefined && { after }),
  });
  // A folder in which anything is wrong gives no step: a chain with a gap is another chain.
  if (findings.some(({ code }) => code !== 'MIGRATION_FILE_PASSED_OVER')) expect(steps).toEqual([]);
  return [
    ...steps.map(({ up, down }) => `${up.file} < ${down?.file ?? '-'}`),
    ...findings.map(({ code, where, what }) => `${code} ${where}: ${what}`),
  ];
}

describe('a folder of migrations', () => {
  test('is read with its files as messages name them; hidden ones are none', async () => {
    await mkdir(path.join(folder(), '.git'));
    await writeFile(path.join(folder(), '.git', '2_b.up.sql'), UP);
    expect(await read()).toEqual(['db/migrations/1_a.up.sql < db/migrations/1_a.down.sql']);
  });

  test('that is the configuration\u2019s own is not named in front of its files', async () => {
    const request = { folder: folder(), where: '.', layout: 'auto' } as const;
    const [step] = (await readMigrations(request)).steps;
    expect([step?.up.file, step?.down?.file]).toEqual(['1_a.up.sql', '1_a.down.sql']);
  });

  test('that is not there, or no folder, or a file that is not found, is told', async () => {
    expect(await read('2')).toEqual([
      'MIGRATIONS_NOT_FOUND db/migrations: "after" names "2", which is none of them; did you mean "1"?',
    ]);
    await rm(folder(), { recursive: true });
    expect(await read()).toEqual([
      'MIGRATIONS_NOT_FOUND db/migrations: there is nothing at this path',
    ]);
    await writeFile(folder(), '');
    expect(await read()).toEqual(['MIGRATIONS_NOT_FOUND db/migrations: it is no folder']);
  });

  test('may hold a link within itself, and none that leads out or to a folder', async () => {
    await symlink('1_a.up.sql', path.join(folder(), '2_b.up.sql'));
    expect(await read()).toHaveLength(2);
    await writeFile(path.join(root, 'outside.sql'), UP);
    await symlink('../outside.sql', path.join(folder(), '3_c.up.sql'));
    await symlink('..', path.join(folder(), 'more'));
    await mkdir(path.join(folder(), 'sub'));
    await symlink('sub', path.join(folder(), 'same'));
    await symlink('nowhere', path.join(folder(), 'gone'));
    expect(await read()).toEqual([
      'MIGRATIONS_INVALID db/migrations/gone: there is nothing at this path',
      'MIGRATIONS_INVALID db/migrations/more: a link leads out of the folder',
      'MIGRATIONS_INVALID db/migrations/same: it is a link to a folder',
      'MIGRATIONS_INVALID db/migrations/3_c.up.sql: a link leads out of the folder',
    ]);
  });

  test('gives no text of what is too large, not UTF-8 or no plain file', async () => {
    const at = (name: string): string => path.join(folder(), name);
    await writeFile(at('2_large.up.sql'), '');
    await truncate(at('2_large.up.sql'), LIMITS.scenarioSqlBytes + 1);
    await writeFile(at('3_latin.up.sql'), Buffer.from([0x2d, 0x2d, 0xe9]));
    await promisify(execFile)('mkfifo', [at('4_pipe.up.sql')]);
    expect(await read()).toEqual([
      `MIGRATIONS_INVALID db/migrations/2_large.up.sql: it is larger than ${LIMITS.scenarioSqlBytes} bytes`,
      'MIGRATIONS_INVALID db/migrations/3_latin.up.sql: it is not plain UTF-8',
      'MIGRATIONS_INVALID db/migrations/4_pipe.up.sql: it is no plain file',
    ]);
  });

  test('has a bound on its files and on their bytes', async () => {
    for (let each = 2; each <= 18; each += 1) {
      await writeFile(path.join(folder(), `${each}_x.up.sql`), '');
      await truncate(path.join(folder(), `${each}_x.up.sql`), LIMITS.scenarioSqlBytes);
    }
    expect(await read()).toEqual([
      `MIGRATIONS_NOT_FOUND db/migrations: its files come to more than ${LIMITS.migrationBytes} bytes`,
    ]);
  });
});
