// An engine that sees no file of this machine: named, it serves over exec; else nothing goes there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RUN_LABEL } from '../../harness/sandbox/index.ts';
import { msUntil } from '../until.ts';
import { startFarEngine, type FarEngine } from './far-engine.ts';

const SLOW_MS = 240_000;
const SCRIPT = path.join(import.meta.dirname, 'elsewhere.ts');
const IMAGE = 'clone-rehearsal/postgres:15';

// An engine takes root; where there is none, this says so in the list of tests.
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('an engine that sees no file of this machine', () => {
  let far: FarEngine;
  beforeAll(async () => {
    far = await startFarEngine(IMAGE);
  }, SLOW_MS);
  afterAll(async () => await far[Symbol.asyncDispose](), SLOW_MS);

  const environment = () => ({
    PATH: process.env['PATH'] ?? '',
    HOME: far.unseen,
    DOCKER_HOST: far.uri,
    TMPDIR: far.unseen,
  });
  const ask = async (...words: readonly string[]): Promise<unknown> => {
    const { stdout } = await execa(process.execPath, [SCRIPT, ...words], {
      env: environment(),
      extendEnv: false,
    });
    return JSON.parse(stdout);
  };
  const isEmpty = async (): Promise<boolean> => {
    const filter = ['--quiet', '--filter', `label=${RUN_LABEL}`];
    const found = [
      await far.docker('container', 'ls', '--all', ...filter),
      await far.docker('volume', 'ls', ...filter),
    ];
    return found.every((each) => each === '');
  };

  test.each([
    ['found out', 'auto'],
    ['asked for', 'exec'],
  ])(
    'is refused where no configuration names it, and exec is %s',
    async (_, transport) => {
      expect(await ask('open', '', transport)).toEqual({
        refused: [
          `ENGINE_REMOTE: "${far.uri}" is not what rehearsal.config.yaml names under "engine": ` +
            'it names none; no file of this machine is seen behind it',
        ],
      });
      expect(await isEmpty()).toBe(true);
    },
    SLOW_MS,
  );

  test(
    'is refused where another is named, and where the socket has to serve',
    async () => {
      expect(await ask('open', 'unix:///elsewhere.sock')).toMatchObject({
        refused: [expect.stringMatching(/^ENGINE_REMOTE: /)],
      });
      expect(await ask('open', far.uri, 'socket')).toEqual({
        refused: ['TRANSPORT_NOT_CROSSING: the engine sees no folder of this machine'],
      });
      expect(await isEmpty()).toBe(true);
    },
    SLOW_MS,
  );

  test(
    'serves over exec where it is named: isolated, with thin clones, and says why',
    async () => {
      const reason = 'the engine sees no folder of this machine';
      expect(await ask('open', far.uri)).toEqual({
        crossing: { transport: 'exec', reason },
        isolated: 'HELD',
        said: [`sessions go over exec: ${reason}`],
        clones: { method: 'overlay', refusal: null, isolation: 'HELD' },
        rows: 500,
      });
      expect(await isEmpty()).toBe(true);
    },
    SLOW_MS,
  );

  test(
    'keeps nothing of a dump when the harness is killed',
    async () => {
      const child = spawn(process.execPath, [SCRIPT, 'hold', far.uri], {
        env: environment(),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      expect(await isEmpty()).toBe(false);
      child.kill('SIGKILL');
      expect(await msUntil(isEmpty, 20_000)).toBeLessThan(20_000);
    },
    SLOW_MS,
  );
});
