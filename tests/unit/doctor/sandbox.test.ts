// What a throwaway sandbox shows, three ways each: it holds, it does not, it cannot be told.
import { describe, expect, test } from '@jest/globals';
import {
  judgeSandbox,
  type CheckId,
  type Opened,
  type Trial,
} from '../../../harness/doctor/index.ts';
import { finding } from '../../../harness/kernel/index.ts';
import type { IsolationCheck } from '../../../harness/sandbox/index.ts';
import { checkOf } from './checks.ts';

const LIMITS = { memoryMiB: 1024, cpus: 4, pids: 512, lifeSeconds: 60 };

const item = (id: string, judgement: IsolationCheck['judgement']): IsolationCheck => ({
  id,
  measured: judgement === 'NOT_DECIDED' ? 'not measured' : 'found',
  expected: 'wanted',
  from: 'inside',
  judgement,
});
const isolation = (...checks: IsolationCheck[]): Opened['isolation'] => ({
  version: 1,
  is_production: false,
  isolated: 'HELD',
  checks,
  observed: null,
});

const BOUNDED = 'memory.max 1073741824\npids.max 512\ncpu.max 200000 100000\nfree 1000\n';
const GOOD: Opened = {
  kind: 'opened',
  serverVersion: '17.6',
  seconds: 1.26,
  isolation: isolation(item('interfaces', 'HELD'), item('user', 'HELD')),
  crossing: { transport: 'socket', reason: 'the socket crosses' },
  bounds: BOUNDED,
  clones: { kind: 'made', method: 'overlay', refusal: null },
  leftovers: { containers: 0, volumes: 0, networks: 0, socketFolderGone: true },
};

/** The same over exec: opened and measured, no more. */
const SECOND: Opened = {
  ...GOOD,
  crossing: { transport: 'exec', reason: 'it was asked for' },
  bounds: '',
  clones: { kind: 'not-tried' },
};

const judge = (trial: Trial, overExec: Trial | null = SECOND) =>
  judgeSandbox({ trial, overExec, limits: LIMITS, cpus: 2 });
const judged = (changes: Partial<Opened>, id: CheckId) =>
  checkOf(judge({ ...GOOD, ...changes }), id);

describe('a throwaway sandbox', () => {
  test('is good in every check where all of it held', () => {
    const checks = judge(GOOD);
    expect(checks.map(({ judgement, remedy }) => [judgement, remedy])).toEqual(
      checks.map(() => ['HELD', null]),
    );
    expect(checks.map(({ id, measured }) => [id, measured])).toEqual([
      ['sandbox', 'Postgres 17.6 answered after 1.3 s'],
      ['network', '1 of 1 measurements hold'],
      ['isolation', '1 of 1 measurements hold'],
      ['bounds-in-effect', 'memory, processes and processors, as the kernel has them inside'],
      ['transport', 'a Unix socket across a mount'],
      ['exec', 'works too: Postgres answered after 1.3 s'],
      ['thin-clones', 'one was made, written to and dropped'],
      ['disposal', 'container, volumes and socket are gone'],
    ]);
  });

  test('that did not start says so in the registry\u2019s words, and leaves the rest untold', () => {
    const findings = [
      finding('SANDBOX_NOT_STARTED', 'sandbox', 'it did not come to answer'),
      finding('IMAGE_UNAVAILABLE', 'image', 'there is none'),
    ];
    const [first, ...others] = judge({ kind: 'refused', findings });
    expect(first).toMatchObject({
      judgement: 'NOT_HELD',
      measured:
        'SANDBOX_NOT_STARTED at sandbox: it did not come to answer (and 1 more: see --json)',
      remedy: 'run "docker info", look for free disk and memory, and run again.',
    });
    expect(new Set(others.map(({ judgement }) => judgement))).toEqual(new Set(['NOT_DECIDED']));
    expect(others).toHaveLength(7);
  });

  test('that failed without a reason is untold', () => {
    expect(checkOf(judge({ kind: 'refused', findings: [] }), 'sandbox')).toEqual({
      judgement: 'NOT_DECIDED',
      measured: 'it failed without saying why',
      remedy: 'run it again with --debug.',
    });
  });

  test('that was not tried is untold in everything, and says what it waits for', () => {
    const checks = judge({ kind: 'not-tried', waitsFor: 'image' });
    expect(checks).toHaveLength(8);
    for (const { judgement, measured, remedy } of checks) {
      expect([judgement, measured, remedy]).toEqual([
        'NOT_DECIDED',
        'not tried: "sandbox image" does not hold',
        'see "sandbox image".',
      ]);
    }
  });

  const network =
    'the engine must honour "network none"; no rehearsal is possible on one that does not.';
  const rest = 'a rehearsal refuses this engine; docs/isolation.md says what each item asks of it.';
  test.each<[CheckId, string, string]>([
    ['network', 'interfaces', network],
    ['isolation', 'capabilities', rest],
  ])('is bad in %s where one measurement of it does not hold', (id, of, remedy) => {
    const checks = [item('interfaces', 'HELD'), item('user', 'HELD'), item(of, 'NOT_HELD')];
    expect(judged({ isolation: isolation(...checks) }, id)).toEqual({
      judgement: 'NOT_HELD',
      measured: `${of} "found", not "wanted"`,
      remedy,
    });
    const unread = [item('interfaces', 'HELD'), item('user', 'HELD'), item(of, 'NOT_DECIDED')];
    expect(judged({ isolation: isolation(...unread) }, id)).toEqual({
      judgement: 'NOT_DECIDED',
      measured: `${of} "not measured", not "wanted"`,
      remedy,
    });
    expect(judged({ isolation: isolation() }, id)).toEqual({
      judgement: 'NOT_DECIDED',
      measured: 'nothing was measured',
      remedy,
    });
  });

  const wild =
    'a scenario that runs wild could take the machine down: look at "bounds it can set".';
  test.each([
    ['memory.max max\npids.max 512\ncpu.max 200000 100000', 'NOT_HELD', 'not bounded: memory'],
    [
      'memory.max 9\npids.max 513\ncpu.max max 100000',
      'NOT_HELD',
      'not bounded: processes, processors',
    ],
    ['memory.max 9\npids.max 512', 'NOT_DECIDED', 'the kernel does not say inside: processors'],
    ['', 'NOT_DECIDED', 'the kernel does not say inside: memory, processes, processors'],
  ])('in which the kernel says %j is %s', (bounds, judgement, measured) => {
    expect(judged({ bounds }, 'bounds-in-effect')).toEqual({ judgement, measured, remedy: wild });
  });

  const copies =
    'rehearsals run on copies instead, one scenario after the other; docs/thin-clones.md says ' +
    'what thin clones ask of an engine.';
  test('runs on copies where the engine refuses thin clones', () => {
    const clones = { kind: 'made', method: 'template', refusal: 'no such device' } as const;
    expect(judged({ clones }, 'thin-clones')).toEqual({
      judgement: 'NOT_HELD',
      measured: 'the engine refuses them: no such device',
      remedy: copies,
    });
  });

  test('on which no clone at all could be made says why', () => {
    const findings = [finding('GROUND_NOT_MADE', 'clone', 'no room')];
    expect(judged({ clones: { kind: 'refused', findings } }, 'thin-clones')).toEqual({
      judgement: 'NOT_HELD',
      measured: 'GROUND_NOT_MADE at clone: no room',
      remedy: 'look at the message; run "make sweep", then rehearse again.',
    });
  });

  test('that is not isolated was given no clone', () => {
    expect(judged({ clones: { kind: 'not-tried' } }, 'thin-clones')).toEqual({
      judgement: 'NOT_DECIDED',
      measured: 'not tried: the sandbox is not isolated',
      remedy: copies,
    });
  });

  test.each([
    [
      { containers: 1, volumes: 2, networks: 0, socketFolderGone: true },
      '1 containers, 2 volumes, 0 networks',
    ],
    [
      { containers: 0, volumes: 0, networks: 0, socketFolderGone: false },
      '0 containers, 0 volumes, 0 networks, the folder of the socket',
    ],
  ])('of which %j is left is bad', (leftovers, left) => {
    expect(judged({ leftovers }, 'disposal')).toEqual({
      judgement: 'NOT_HELD',
      measured: `left: ${left}`,
      remedy: 'run "make sweep"; if it stays, look at what holds them.',
    });
  });

  const socketOnly = 'do not use --transport exec here; docs/transport.md has the rest.';
  const overExec = (second: Trial | null, first: Trial = GOOD) =>
    checkOf(judge(first, second), 'exec');

  test('that goes over exec by itself says why, and is tried once', () => {
    const checks = judge(SECOND, null);
    expect(checkOf(checks, 'transport').measured).toBe('a relay over exec: it was asked for');
    expect(checkOf(checks, 'exec')).toEqual({
      judgement: 'HELD',
      measured: 'it is in use',
      remedy: null,
    });
  });

  test('is bad over exec where that did not open, is not isolated, or left something', () => {
    const findings = [finding('SANDBOX_NOT_STARTED', 'sandbox', 'no relay')];
    expect(overExec({ kind: 'refused', findings }).measured).toBe(
      'SANDBOX_NOT_STARTED at sandbox: no relay',
    );
    const loose = { ...isolation(item('user', 'NOT_HELD')), isolated: 'NOT_HELD' } as const;
    expect(overExec({ ...SECOND, isolation: loose })).toEqual({
      judgement: 'NOT_HELD',
      measured: 'not isolated: user "found"',
      remedy: socketOnly,
    });
    const leftovers = { ...GOOD.leftovers, volumes: 1 };
    expect(overExec({ ...SECOND, leftovers })).toEqual({
      judgement: 'NOT_HELD',
      measured: 'something of it is left on the engine',
      remedy: socketOnly,
    });
  });

  test('is untold over exec where nobody tried it', () => {
    expect(overExec(null).judgement).toBe('NOT_DECIDED');
  });
});
