// Which ways back a scenario is rehearsed with, and which of them the proof has to show.
import { describe, expect, test } from '@jest/globals';
import { CLONE_METHODS } from '../../../harness/sandbox/ground-contract.ts';
import type { Planned, Scenario } from '../../../harness/scenario/contract.ts';
import { ROLLBACK_CLASSES, ROLLBACK_WAYS } from '../../../harness/scenario/evidence-contract.ts';
import { SCENARIO_KINDS } from '../../../harness/scenario/file-contract.ts';
import {
  CLASS_OF,
  descends,
  expectedRollbacks,
  methodsOf,
  movesSequencesBack,
} from '../../../harness/scenario/judging/ways.ts';
import { WAYS_OF_CLASS } from '../../../harness/proof/contract.ts';
import { scenario } from './runs.ts';

const OWN = {
  'read-only': [[], []],
  transactional: [['transaction'], ['transaction']],
  snapshot: [['storage'], ['template']],
  revert: [['revert'], ['revert']],
  'up-down-up': [['revert'], ['revert']],
} as const;

describe('ways back', () => {
  test.each(SCENARIO_KINDS)('of kind %s are its own where none is named', (kind) => {
    const given = scenario({}, kind);
    expect(CLONE_METHODS.map((ground) => methodsOf(given, ground))).toEqual(OWN[kind]);
  });

  test.each(SCENARIO_KINDS)('of kind %s are those named, on any ground', (kind) => {
    const methods = ['pitr', 'storage'] as const;
    const given = scenario({ methods }, kind);
    for (const ground of CLONE_METHODS) {
      expect(methodsOf(given, ground)).toEqual(kind === 'read-only' ? [] : methods);
    }
  });

  test('belong to the classes that the validator knows, way for way', () => {
    for (const rollbackClass of ROLLBACK_CLASSES) {
      expect(ROLLBACK_WAYS.filter((way) => CLASS_OF[way] === rollbackClass)).toEqual(
        ROLLBACK_WAYS.filter((way) => WAYS_OF_CLASS[rollbackClass].some((known) => known === way)),
      );
    }
    expect(Object.keys(CLASS_OF).sort()).toEqual([...ROLLBACK_WAYS].sort());
    expect(Object.values(WAYS_OF_CLASS).flat().sort()).toEqual([...ROLLBACK_WAYS].sort());
  });

  test('bring sequences back where they bring back all there is', () => {
    expect(ROLLBACK_WAYS.filter(movesSequencesBack)).toEqual([
      'storage',
      'template',
      'logical',
      'pitr',
    ]);
  });
});

describe('the proof has to show', () => {
  const planned = (isChain: boolean, ...steps: Scenario[]): Planned => ({
    id: 'p',
    title: 'P',
    steps,
    isChain,
  });
  const ids = (...plan: Planned[]): string[] =>
    expectedRollbacks(plan, 'overlay').map(
      ({ scenario: id, rollbackClass, way }) => `${id}/${rollbackClass}/${way}`,
    );

  test('each way of each scenario, and none of one that only reads', () => {
    expect(
      ids(
        planned(false, scenario({ id: 'reads' }, 'read-only')),
        planned(false, scenario({ id: 'two', methods: ['transaction', 'pitr'] }, 'transactional')),
        planned(false, scenario({ id: 'snap' }, 'snapshot')),
      ),
    ).toEqual([
      'two/RB-CLONE-TXN/transaction',
      'two/RB-CLONE-SNAP/pitr',
      'snap/RB-CLONE-SNAP/storage',
    ]);
  });

  test('the staircase over each step of a chain that has a script, and only there', () => {
    const up = scenario({ id: 'up', revert: null }, 'snapshot');
    const both = scenario({ id: 'both' }, 'up-down-up');
    const reads = scenario({ id: 'reads' }, 'read-only');
    expect(ids(planned(true, up, both, reads))).toEqual([
      'up/RB-CLONE-SNAP/storage',
      'both/RB-CLONE-REVERT/revert',
      'both/RB-CLONE-REVERT/staircase',
    ]);
    expect(ids(planned(false, both))).toEqual(['both/RB-CLONE-REVERT/revert']);
    expect([up, both, reads].map(descends)).toEqual([false, true, false]);
  });

  test('nothing where nothing is planned', () => {
    expect(ids()).toEqual([]);
  });
});
