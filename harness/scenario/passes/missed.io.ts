// Asks the disk whether the witnesses missed anything: an answer that rests on nothing they use.
import { finding, type Finding } from '../../kernel/index.ts';
import type { Clone } from '../../sandbox/ground-contract.ts';
import type { Witness } from '../../witness/witness-contract.ts';
import type { Scenario } from '../contract.ts';

export async function missedFindings(
  scenario: Scenario,
  clone: Clone,
  witness: Witness,
): Promise<Finding[]> {
  const files = await clone.changedFiles();
  if (files === null) return [];
  const missed = await witness.missed(files, (file, blockBytes) =>
    clone.changedBlocks(file, blockBytes),
  );
  return missed.map((relation) =>
    finding('WITNESS_MISSED_A_CHANGE', scenario.id, `"${relation}" changed on disk`),
  );
}
