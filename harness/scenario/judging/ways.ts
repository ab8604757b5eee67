// Which ways back a scenario is rehearsed with, and what each can bring back.
import type { CloneMethod } from '../../sandbox/ground-contract.ts';
import type { Planned, Scenario } from '../contract.ts';
import type { RollbackClass, RollbackWay } from '../evidence-contract.ts';
import type { RollbackMethod } from '../file-contract.ts';

export const CLASS_OF: Readonly<Record<RollbackWay, RollbackClass>> = {
  transaction: 'RB-CLONE-TXN',
  revert: 'RB-CLONE-REVERT',
  staircase: 'RB-CLONE-REVERT',
  storage: 'RB-CLONE-SNAP',
  template: 'RB-CLONE-SNAP',
  logical: 'RB-CLONE-SNAP',
  pitr: 'RB-CLONE-SNAP',
};

/** Ways that leave sequences where they are: no ROLLBACK and no down-script moves them back. */
export function movesSequencesBack(way: RollbackWay): boolean {
  return CLASS_OF[way] === 'RB-CLONE-SNAP';
}

/** The methods of a scenario on this kind of ground; a read-only one has none. */
export function methodsOf(scenario: Scenario, ground: CloneMethod): readonly RollbackMethod[] {
  if (scenario.kind === 'read-only') return [];
  if (scenario.methods !== null) return scenario.methods;
  switch (scenario.kind) {
    case 'transactional':
      return ['transaction'];
    case 'revert':
    case 'up-down-up':
      return ['revert'];
    case 'snapshot':
      return [ground === 'overlay' ? 'storage' : 'template'];
  }
}

export interface ExpectedRollback {
  readonly scenario: string;
  readonly way: RollbackWay;
  readonly rollbackClass: RollbackClass;
}

/** Every rollback that a plan has to show on this kind of ground, whether it came to it or not. */
export function expectedRollbacks(
  planned: readonly Planned[],
  ground: CloneMethod,
): ExpectedRollback[] {
  return planned.flatMap(({ steps, isChain }) =>
    steps.flatMap((scenario) => {
      const down: RollbackWay[] = isChain && descends(scenario) ? ['staircase'] : [];
      return [...methodsOf(scenario, ground), ...down].map((way) => ({
        scenario: scenario.id,
        way,
        rollbackClass: CLASS_OF[way],
      }));
    }),
  );
}

/** Whether the staircase of a chain goes down over this step by its own script. */
export function descends(scenario: Scenario): boolean {
  return scenario.revert !== null && scenario.kind !== 'read-only';
}
