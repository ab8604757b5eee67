// The change once more on a clone of its own: what it comes to where nothing went back before.
import type { Finding } from '../../kernel/index.ts';
import type { Fingerprint, ResidueState } from '../../witness/contract.ts';
import { applyAgain } from './applied.io.ts';
import type { RehearsalGround, Scenario, StartingPoint } from '../contract.ts';
import { fromLayer } from './pass.ts';

export interface Reference {
  readonly print: Fingerprint | null;
  /** The state kept, for what comes next in a chain; null where it was not asked for, or failed. */
  readonly applied: StartingPoint | null;
  readonly findings: readonly Finding[];
}

export async function referenceApply(
  scenario: Scenario,
  ground: RehearsalGround,
  start: StartingPoint,
  then: 'look' | 'keep',
): Promise<Reference> {
  await using clone = await ground.ground.fresh({ ...fromLayer(start), disk: 'unsynced' });
  let print: Fingerprint;
  let residue: ResidueState;
  {
    await using witness = await ground.witnesses.open({
      server: clone,
      database: clone.database,
      start: start.print,
    });
    const findings = await applyAgain(scenario, ground, clone);
    if (findings.length > 0) return { print: null, applied: null, findings };
    print = (await witness.look()).print;
    residue = await witness.residue(print);
  }
  const applied =
    then === 'look' ? null : { layer: await clone.freeze(), print, residue, varies: start.varies };
  return { print, applied, findings: [] };
}
