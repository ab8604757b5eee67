// Surfaces rest on every container of a run, and on there having been none where there was no clone.
import { describe, expect, test } from '@jest/globals';
import { forbiddenSurfaces, type SurfaceFacts } from '../../../harness/evidence/index.ts';
import {
  before,
  FACTS,
  openRows as open,
  reasonOf,
  ROWS,
  WITHOUT_CLONE,
  withExecution,
} from './surface-packets.ts';

const OF_CONTAINERS = ['live', 'pg', 'ci', 'secrets', 'canon', 'fold'];

/** As little of each as says that there is one. */
const BASELINE = { exit_hash: before } as unknown as SurfaceFacts['execution']['baseline']; // enough
const CALIBRATION = {} as unknown as SurfaceFacts['execution']['calibration']; // that there is one
const SCENARIOS = [{ files: {} }] as unknown as SurfaceFacts['execution']['scenarios']; // the same

describe('the containers of the clones', () => {
  test.each(['NOT_HELD', 'NOT_DECIDED'] as const)('count like the sandbox: %s', (isolation) => {
    const facts = withExecution({ clones: { isolation, baseline_untouched: true } });
    expect(open(facts)).toEqual(OF_CONTAINERS);
    expect(reasonOf(facts, 'fold')).toBe('not shown: not every clone was shown to be isolated');
  });

  test.each<readonly [string, Partial<SurfaceFacts['execution']>]>([
    ['the baseline was read again', { baseline: BASELINE }],
    ['the instrument was tried', { calibration: CALIBRATION }],
    ['scenarios were rehearsed', { scenarios: SCENARIOS }],
  ])('are not forgotten where %s on them and nobody measured', (_what, ran) => {
    const facts = withExecution({ clones: null, ...ran });
    expect(open(facts)).toEqual(OF_CONTAINERS);
    expect(reasonOf(facts, 'fold')).toBe(
      'not shown: the containers of the clones were not measured',
    );
  });

  test('are none where it came to none', () => {
    const facts = withExecution({ clones: null, clone_method: 'N/A_NO_CLONE' });
    expect(open(facts)).toEqual([]);
    expect(reasonOf(facts, 'fold')).toContain('no clone of it was made');
  });

  test('are the sandbox itself where they share it', () => {
    expect(reasonOf(withExecution({ clone_method: 'template' }), 'fold')).toContain(
      'shared by the clones',
    );
  });
});

describe('without a clone', () => {
  test('nothing was touched, which five values say', () => {
    const proof = forbiddenSurfaces(ROWS, WITHOUT_CLONE);
    expect(proof.judgement).toBe('HELD');
    expect(proof.surfaces[0]).toMatchObject({
      state: 'UNTOUCHED',
      reason:
        'no container was started for a clone: none measured, reached, or to be asked for later',
      facts: [
        { fact: 'isolated', measured: 'N/A_NO_CLONE' },
        { fact: 'transport', measured: 'N/A_NO_CLONE' },
        { fact: 'locked', measured: 'N/A_NO_CLONE' },
        { fact: 'clone_method', measured: 'N/A_NO_CLONE' },
        { fact: 'leftovers', measured: null },
      ],
    });
  });

  const { isolation, targetLock, execution } = WITHOUT_CLONE;
  test.each<readonly [string, SurfaceFacts]>([
    [
      'a socket to it',
      { isolation, execution, targetLock: { ...targetLock, transport: 'unix-socket' } },
    ],
    ['a lock on it', { isolation, execution, targetLock: { ...targetLock, locked: 'HELD' } }],
    [
      'checks of it',
      { targetLock, execution, isolation: { ...isolation, checks: FACTS.isolation.checks } },
    ],
    [
      'a look at it',
      { targetLock, execution, isolation: { ...isolation, observed: FACTS.isolation.observed } },
    ],
    [
      'a way to make it',
      { ...WITHOUT_CLONE, execution: { ...execution, clone_method: 'overlay' } },
    ],
    [
      'leftovers of it',
      { ...WITHOUT_CLONE, execution: { ...execution, leftovers: FACTS.execution.leftovers } },
    ],
    [
      'clones of it',
      { ...WITHOUT_CLONE, execution: { ...execution, clones: FACTS.execution.clones } },
    ],
    ['a baseline', { ...WITHOUT_CLONE, execution: { ...execution, baseline: BASELINE } }],
    ['a scenario', { ...WITHOUT_CLONE, execution: { ...execution, scenarios: SCENARIOS } }],
  ])('nothing is shown where there is %s all the same', (_what, facts) => {
    expect(open(facts)).toEqual(OF_CONTAINERS);
    expect(reasonOf(facts, 'live')).toBe(
      'not shown: the packet does not agree with itself whether there was a clone',
    );
  });
});
