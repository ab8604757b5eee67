// `rehearse init`: what it writes can be read as it is; nothing is written over, and nothing half.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadLane } from '../../../harness/decision/index.ts';
import { explain, finding } from '../../../harness/kernel/index.ts';
import { readConfig } from '../../../harness/run/config.io.ts';
import { runCli } from '../../container/cli.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'init-'));
});
afterEach(async () => await rm(folder, { recursive: true }));

const init = async (
  name: string,
  ...options: string[]
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> =>
  await runCli(['init', path.join(folder, name), ...options]);

describe('a new folder of rehearsals', () => {
  test('holds a configuration and a lane that can be read, and names the dump from where it lies', async () => {
    const dump = path.join(folder, 'dumps', 'shop: last.dump');
    const { exitCode, stdout, stderr } = await init('web-shop', '--dump', dump, '--role', 'no');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('make spec DUMP=');
    const root = path.join(folder, 'web-shop');
    const config = await readConfig(path.join(root, 'rehearsal.config.yaml'));
    expect(config).toMatchObject({
      dump: '../dumps/shop: last.dump',
      scenarioRole: 'no',
      scenarios: ['scenarios/first-change', 'scenarios/first-restore'],
    });
    const { lane, findings } = await loadLane(path.join(root, config.lane));
    expect(findings).toEqual([]);
    expect(lane?.status_prefix).toBe('WEB_SHOP_REHEARSAL_');
    const scenarios = (await readdir(path.join(root, 'scenarios'))).sort();
    expect(scenarios).toEqual(['first-change', 'first-restore']);
  });

  test('is refused, whole, where one of its files is there already', async () => {
    const root = path.join(folder, 'shop');
    await mkdir(root);
    await writeFile(path.join(root, 'lane.yaml'), 'mine');
    const { exitCode, stderr } = await init('shop');
    const told = explain(finding('INIT_EXISTS', 'lane.yaml', 'it is there already'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `${told}\n` });
    expect(await readdir(root)).toEqual(['lane.yaml']);
    expect(await readFile(path.join(root, 'lane.yaml'), 'utf8')).toBe('mine');
  });

  test('has a name that can be the lane’s', async () => {
    const { exitCode, stderr } = await init('My Shop');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('INIT_NAME_BAD at ');
    expect(stderr).toContain('"My Shop" is not made of lower-case words with hyphens');
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(['9-lives', 'rollback-ready'])('%s makes no prefix of a verdict', async (name) => {
    const { exitCode, stderr } = await init(name);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('INIT_NAME_BAD at ');
    expect(stderr).toContain('status_prefix');
    expect(await readdir(folder)).toEqual([]);
  });

  test('says so where it cannot be written', async () => {
    await writeFile(path.join(folder, 'file'), '');
    const { exitCode, stderr } = await init('file/shop');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('INIT_NOT_WRITTEN at ');
  });
});
