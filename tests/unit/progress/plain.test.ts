// A plain log: a line when a stage has ended, one every half minute while it goes on, nothing else.
import { describe, expect, test } from '@jest/globals';
import { plainShow } from '../../../harness/run/progress/plain.ts';
import { stagesShownBy } from '../../../harness/run/progress/stages.ts';
import type { Measure, Progress } from '../../../harness/run/contract.ts';
import { HandClock } from './clock.ts';

const MIB = 1024 * 1024;

function logged(): Disposable & { clock: HandClock; lines: string[]; progress: Progress } {
  const clock = new HandClock();
  const lines: string[] = [];
  const show = plainShow((line) => void lines.push(line), clock);
  return {
    clock,
    lines,
    progress: stagesShownBy(show, clock.now),
    [Symbol.dispose]: () => show[Symbol.dispose](),
  };
}

describe('a plain log', () => {
  test('has one line for a stage, and one for what is said', async () => {
    using log = logged();
    const done = log.progress.stage('intake');
    await log.clock.pass(1234);
    log.progress.say('a note');
    done('accepted');
    expect(log.lines).toEqual([
      '  a note',
      '  intake                                1.2 s  accepted',
    ]);
  });

  test('says every half minute how far a slow stage is, and no more often', async () => {
    using log = logged();
    let read = 0;
    const measure: Measure = () => ({
      done: (read += 100 * MIB),
      total: 1000 * MIB,
      unit: 'bytes',
    });
    const done = log.progress.stage('restore', measure);
    await log.clock.pass(29_999);
    expect(log.lines).toEqual([]);
    await log.clock.pass(1);
    await log.clock.pass(30_000);
    expect(log.lines).toEqual([
      '  restore                              30.0 s  going on: 100 of 1,000 MiB read, 3.3 MiB/s, about 5 min left',
      '  restore                              60.0 s  going on: 200 of 1,000 MiB read, 3.3 MiB/s, about 4 min left',
    ]);
    done('64 objects');
    await log.clock.pass(120_000);
    expect(log.lines).toHaveLength(3);
    expect(log.clock.timers).toBe(0);
  });

  test('says that it goes on where nobody can count, fails or answers', async () => {
    using log = logged();
    log.progress.stage('clones');
    log.progress.stage('restore', () => {
      throw new Error('the server is gone');
    });
    log.progress.stage('scan', () => new Promise(() => undefined));
    await log.clock.pass(32_000);
    expect(log.lines).toEqual([
      '  clones                               30.0 s  going on',
      '  restore                              30.0 s  going on',
      '  scan                                 32.0 s  going on',
    ]);
  });

  test('counts what goes on over several stages, and keeps no time of it', async () => {
    using log = logged();
    {
      using _ = log.progress.over('scenarios', () => ({ done: 3, total: 12, unit: 'pieces' }));
      await log.clock.pass(30_000);
    }
    await log.clock.pass(60_000);
    expect(log.lines).toEqual([
      '  scenarios                            30.0 s  going on: 3 of 12 done',
    ]);
    expect(log.progress.laps).toEqual([]);
  });

  test('says nothing any more once it is over, whatever has not ended', async () => {
    const log = logged();
    log.progress.stage('restore');
    log[Symbol.dispose]();
    await log.clock.pass(90_000);
    expect(log.lines).toEqual([]);
    expect(log.clock.timers).toBe(0);
  });

  test('says nothing of a stage that ended while it was being counted', async () => {
    using log = logged();
    const counting = Promise.withResolvers<null>();
    const done = log.progress.stage('restore', () => counting.promise);
    await log.clock.pass(30_000);
    done('64 objects');
    counting.resolve(null);
    await log.clock.pass(5000);
    expect(log.lines).toEqual(['  restore                              30.0 s  64 objects']);
  });
});

test('laps tell when each stage began, so that what went on side by side overlaps', async () => {
  using log = logged();
  await log.clock.pass(100);
  const scan = log.progress.stage('scan');
  await log.clock.pass(200);
  const restore = log.progress.stage('restore');
  await log.clock.pass(300);
  scan('all');
  await log.clock.pass(400);
  restore('all');
  expect(log.progress.laps).toEqual([
    { stage: 'scan', startMs: 100, ms: 500 },
    { stage: 'restore', startMs: 300, ms: 700 },
  ]);
});
