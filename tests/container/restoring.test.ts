// How far a restore is: what pg_restore has read of the archive, asked of the server; never guessed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LoadedConfig } from '../../harness/config/index.ts';
import { takeIn, type AcceptedDump } from '../../harness/intake/index.ts';
import { restoreDump } from '../../harness/restore/index.ts';
import { readConfig } from '../../harness/run/config.io.ts';
import { Gauge } from '../../harness/run/progress/gauge.ts';
import { restoring } from '../../harness/run/restoring.io.ts';
import { FEW } from './cli.ts';
import { demoDump } from './made-dumps.ts';
import { testSandbox } from './sandboxes.ts';

const AFTERWARDS = 'now indexes and constraints';
const SLOW_MS = 120_000;
let folder: string;
let config: LoadedConfig;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'restoring-'));
  config = await readConfig(FEW);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function acceptedDump(major: number): Promise<AcceptedDump> {
  const workFolder = await mkdtemp(path.join(folder, 'staged-'));
  const intake = await takeIn({ dumpPath: await demoDump(major), where: 'demo.dump', workFolder });
  if (intake.kind !== 'accepted') throw new Error(intake.kind);
  return intake.dump;
}

describe.each([15, 17])('a restore on Postgres %i', (major) => {
  test(
    'says what was read of the archive while it goes on, and nothing before and after',
    async () => {
      const dump = await acceptedDump(major);
      const held = await testSandbox(major, { stagedDumpPath: dump.stagedPath });
      await using stack = new AsyncDisposableStack();
      stack.use(held);
      const total = dump.facts.byteLength;
      const going = stack.use(restoring(held.sandbox, { dump, config }));
      expect(await going.measure()).toBeNull();

      const state = { isOver: false };
      const restore = restoreDump(going.request).finally(() => (state.isOver = true));
      const seen: number[] = [];
      while (!state.isOver) {
        // A process that ends in the middle of the question makes it fail: then nobody knows.
        const amount = await Promise.resolve(going.measure()).catch(() => null);
        if (amount === null) continue;
        expect(amount).toEqual({ done: amount.done, total, unit: 'bytes', afterwards: AFTERWARDS });
        seen.push(amount.done);
      }
      expect((await restore).evidence.judgement).toBe('HELD');
      expect(Math.min(...seen)).toBeGreaterThan(0);
      expect(Math.max(...seen)).toBeGreaterThan(total / 2);
      expect(Math.max(...seen)).toBeLessThanOrEqual(total);

      expect(await going.measure()).toBeNull();
      await going[Symbol.asyncDispose]();
      expect(await going.measure()).toBeNull();
      await stack.disposeAsync();
      // The server is gone: whoever counts says nothing, and fails with nobody.
      await using late = restoring(held.sandbox, { dump, config });
      await expect(Promise.resolve(late.measure())).rejects.toThrow();
      const gauge = new Gauge(late.measure, 0);
      await gauge.ask(() => 5000);
      expect(gauge.words().amount).toBeNull();
    },
    SLOW_MS,
  );
});
