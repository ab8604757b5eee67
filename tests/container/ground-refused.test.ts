// A ground that cannot be had as it ought to be, or whose harness dies: refused, told, cleaned up.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../harness/kernel/index.ts';
import {
  connectEngine,
  groundOn,
  RUN_LABEL,
  stackLayers,
  sweep,
} from '../../harness/sandbox/index.ts';
import { SLOTS, type Stacking } from '../../harness/sandbox/overlay-layers.ts';
import { overlayGround } from '../../harness/sandbox/overlay.io.ts';
import { placeOf } from '../../harness/sandbox/places.io.ts';
import { DATABASE, engineHolds, fill, rowsOf, SLOW_MS } from './grounds.ts';
import { testSandbox } from './sandboxes.ts';
import { msUntil } from '../until.ts';

/** Layers below which a few more still fit into the kernel’s page of options. */
const DEEP = 32;

describe('a ground that cannot be had as it ought to be', () => {
  test(
    'goes on with copies where the kernel refuses the overlay, and says so',
    async () => {
      await using held = await testSandbox(15);
      await fill(held);
      const request = { database: DATABASE, jobs: 2 };
      await using ground = await groundOn(held.sandbox, request, (...where) => {
        const options = stackLayers(...where);
        return { ...options, o: `${options['o']},no_such_option=1` };
      });
      expect(ground.method).toBe('template');
      expect(ground.refusal).toBe('failed to mount local volume: invalid argument');
      await using clone = await ground.fresh();
      expect(await rowsOf(clone)).toBe(500);
      expect(clone.canRecover).toBe(false);
      expect(await clone.changedFiles()).toBeNull();
      expect(await ground.isUntouched()).toBeNull();
      await expect(clone.startFrom('/rehearsal/kept')).rejects.toThrow('GROUND_NOT_MADE');
      await expect(ground.fresh()).rejects.toThrow('GROUND_NOT_MADE');
    },
    SLOW_MS,
  );

  test.each<readonly [string, Stacking, string]>([
    [
      'the layer of another',
      (paths, slot, below) => stackLayers(paths, slot + 8, below),
      'what a clone writes is not in its layer',
    ],
    ['nothing', () => ({}), 'ended 1: \u2026 is not a valid data directory'],
  ])(
    'goes on with copies where the engine mounts %s and does not say so',
    async (_what, stacking, refusal) => {
      await using held = await testSandbox(15);
      await fill(held);
      const request = { database: DATABASE, jobs: 2 };
      await using ground = await groundOn(held.sandbox, request, stacking);
      expect([ground.method, ground.refusal]).toEqual(['template', refusal]);
      await using clone = await ground.fresh();
      expect(await rowsOf(clone)).toBe(500);
    },
    SLOW_MS,
  );

  test(
    'is kept on itself as deep as the kernel mounts, and loses nothing where that ends',
    async () => {
      await using held = await testSandbox(15);
      await fill(held);
      // Slots that nobody has written are layers too: as if so many states had been kept already.
      const kept = SLOTS.slice(-DEEP);
      const request = { database: DATABASE, method: 'overlay', jobs: 1 } as const;
      await using ground = await groundOn(held.sandbox, request, (paths, slot, below) =>
        stackLayers(paths, slot, [...below, ...kept]),
      );
      expect(ground.refusal).toBeNull();
      let layer = await (await ground.fresh()).freeze();
      let refused: unknown = null;
      while (refused === null && layer.depth < 10) {
        await using clone = await ground.fresh({ from: layer });
        try {
          layer = await clone.freeze();
        } catch (error) {
          refused = error;
          expect(await rowsOf(clone)).toBe(500);
        }
      }
      expect(refused).toBeInstanceOf(Problem);
      expect(String(refused)).toContain('GROUND_TOO_DEEP');
      expect(layer.depth).toBeGreaterThan(1);
    },
    SLOW_MS,
  );

  test(
    'hands out no clone that is joined to a network',
    async () => {
      const engine = await connectEngine();
      await using held = await testSandbox(15);
      await fill(held);
      await held.sandbox.restart('rehearse');
      await placeOf(held.sandbox).stop();
      const labels = { [RUN_LABEL]: held.runId };
      const network = await engine.createNetwork({
        Name: held.runId,
        Internal: true,
        Labels: labels,
      });
      try {
        const joining = new Proxy(engine, {
          get: (target, key) => {
            const value: unknown = Reflect.get(target, key);
            if (typeof value !== 'function') return value;
            if (key !== 'createContainer') return value.bind(target);
            return (options: Parameters<typeof engine.createContainer>[0]) =>
              target.createContainer({
                ...options,
                NetworkDisabled: false,
                HostConfig: { ...options.HostConfig, NetworkMode: held.runId },
              });
          },
        });
        const place = { ...placeOf(held.sandbox), engine: joining };
        const made = overlayGround(place, { database: DATABASE, jobs: 1 }, stackLayers);
        const problem: unknown = await made.then(
          () => null,
          (error: unknown) => error,
        );
        expect(problem).toBeInstanceOf(Problem);
        const findings = problem instanceof Problem ? problem.findings : [];
        expect(new Set(findings.map(({ code }) => code))).toEqual(
          new Set(['SANDBOX_NOT_ISOLATED']),
        );
        expect(findings.map(({ where }) => where)).toEqual(
          expect.arrayContaining(['interfaces', 'routes-ipv4', 'network-mode', 'networks']),
        );
        // Its container is gone already; only the sandbox's own is left.
        expect((await engineHolds(held.runId)).containers).toBe(1);
      } finally {
        await network.remove();
      }
    },
    SLOW_MS,
  );
});

describe('clones and a harness that dies', () => {
  test(
    'containers are gone at once, volumes at the next sweep',
    async () => {
      const engine = await connectEngine();
      const script = path.join(import.meta.dirname, 'hold-sandbox.ts');
      const child = spawn(process.execPath, [script, '2'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [chunk] = (await once(child.stdout, 'data')) as [Buffer]; // the run id is one write
      const runId = chunk.toString().trim();
      expect((await engineHolds(runId)).containers).toBe(3);
      child.kill('SIGKILL');
      const isGone = async (): Promise<boolean> => (await engineHolds(runId)).containers === 0;
      // At once, and three of them: a busy machine takes a few seconds to remove what has ended.
      expect(await msUntil(isGone, 20_000)).toBeLessThan(20_000);
      await sweep(engine);
      expect(await engineHolds(runId)).toEqual({ containers: 0, volumes: 0 });
    },
    SLOW_MS,
  );

  test(
    'a container that was made and never started is swept with its dead run',
    async () => {
      const engine = await connectEngine();
      const script = path.join(import.meta.dirname, 'hold-sandbox.ts');
      const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [chunk] = (await once(child.stdout, 'data')) as [Buffer]; // the run id is one write
      const runId = chunk.toString().trim();
      await engine.createContainer({
        Image: 'clone-rehearsal/postgres:15',
        Labels: { [RUN_LABEL]: runId },
      });
      child.kill('SIGKILL');
      await once(child, 'close');
      await sweep(engine);
      expect(await engineHolds(runId)).toEqual({ containers: 0, volumes: 0 });
    },
    SLOW_MS,
  );
});
