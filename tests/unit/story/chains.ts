// A chain in which steps that only read stand before, between and after those that change.
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import { baselineHashes } from '../../../harness/run/story/baseline.ts';
import type { ScenarioEvidence } from '../../../harness/scenario/evidence-contract.ts';
import { changed, rollback, scenario } from './scenarios.ts';
import type { Mutable } from './told.ts';

/** Scenarios 3 to 6 become its steps: it reads, changes, reads, changes. */
export function looks({ execution }: Mutable<PacketSources>): void {
  if (execution.baseline === null) throw new Error('there is no baseline');
  const start = { ...baselineHashes(execution.baseline), rows: execution.baseline.row_count };
  const [one, two] = [changed(start, 'one'), changed(start, 'two')];
  const read = (id: string, hash: string): ScenarioEvidence =>
    scenario(id, 'read-only', [], { read_only: { before_hash: hash, after_hash: hash } });
  const steps = [
    read('looks-first', start.whole),
    scenario('moves', 'snapshot', [rollback('storage', start, one)]),
    read('looks-again', one.whole),
    scenario('moves-on', 'snapshot', [rollback('storage', one, two)]),
  ].map((step, index) => ({ ...step, chain: { id: 'looks', place: index + 1 } }));
  const alone = execution.scenarios.filter(({ chain }) => chain === null);
  const scenarios = structuredClone([...alone, ...steps]);
  execution.scenarios = scenarios;
  execution.plan.scenarios = scenarios.map(({ id }) => id);
  execution.plan.rollbacks = scenarios.flatMap(({ id, rollbacks }) =>
    rollbacks.map(({ way, rollback_class }) => ({ scenario: id, way, rollback_class })),
  );
}
