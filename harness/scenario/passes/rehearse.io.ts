// Rehearses one scenario: sets it up, applies it and goes back by every way it names.
import { finding, type Finding } from '../../kernel/index.ts';
import type { Fingerprint, ResidueState } from '../../witness/contract.ts';
import { runCommitted } from './apply.io.ts';
import type { RehearsalGround, Scenario, StartingPoint } from '../contract.ts';
import { LOGICAL, PITR, TEMPLATE } from './copies.io.ts';
import type { ScenarioRun } from '../evidence-contract.ts';
import { readOnlyRun, scenarioRun, unreachedRun, type ChainPlace } from '../judging/evidence.ts';
import type { RollbackMethod } from '../file-contract.ts';
import { fromLayer, notBegun, type Pass } from './pass.ts';
import { copyPass } from './pass-copy.io.ts';
import { readOnlyPass } from './pass-read-only.io.ts';
import { revertPass } from './pass-revert.io.ts';
import { storagePass } from './pass-storage.io.ts';
import { transactionPass } from './pass-transaction.io.ts';
import { referenceApply } from './reference.io.ts';
import { actingRole, openScenarioSession, roleOf } from './session.io.ts';
import { methodsOf } from '../judging/ways.ts';

export interface Rehearsed {
  readonly run: ScenarioRun;
  /** Where it began, its setup included. */
  readonly start: StartingPoint;
  /** States kept on the way, lowest first: whoever goes on from here gives them up. */
  readonly kept: readonly StartingPoint[];
  /** Where a chain goes on: the state with the change in it; null where it did not come to one. */
  readonly applied: StartingPoint | null;
}

/** `place`: the step of a chain that this is, whose state the next one builds on. */
export async function rehearseScenario(
  scenario: Scenario,
  ground: RehearsalGround,
  begin: StartingPoint = ground.baseline,
  place: ChainPlace | null = null,
): Promise<Rehearsed> {
  const about = { scenario, role: roleOf(scenario, ground), place, witnesses: ground.witnesses };
  const settled = await settle(scenario, ground, begin);
  if (settled.start === null) {
    return { run: unreachedRun(about, settled.findings), start: begin, kept: [], applied: null };
  }
  const { start } = settled;
  const kept = start === begin ? [] : [start];
  // Given up here, also where a pass throws; a chain takes it over, and gives it up when it is down.
  await using own = new AsyncDisposableStack();
  if (start !== begin) own.defer(() => give(ground, start));
  if (scenario.kind === 'read-only') {
    const read = await readOnlyPass(scenario, ground, start);
    if (place !== null) own.move();
    return { run: readOnlyRun(about, start, read), start, kept, applied: start };
  }
  const passes: Pass[] = [];
  for (const method of methodsOf(scenario, ground.ground.method)) {
    passes.push(await PASSES[method](scenario, ground, start));
  }
  // A change that failed is not tried once more: it would fail once more, or worse, not.
  const isApplied = passes.length > 0 && passes.every(({ applied }) => applied !== null);
  const needsReference = isApplied && (place !== null || !passes.some(tellsDeterminism));
  const reference = needsReference
    ? await referenceApply(scenario, ground, start, place === null ? 'look' : 'keep')
    : null;
  const run = scenarioRun({ ...about, start, passes, reference });
  if (place !== null) own.move();
  const isHeld = run.evidence.judgement === 'HELD';
  const next = reference?.applied ?? null;
  return {
    run,
    start,
    kept: next === null ? kept : [...kept, next],
    applied:
      next === null || !isHeld
        ? null
        : { ...next, varies: [...new Set([...start.varies, ...run.evidence.varies])] },
  };
}

/** Gives a kept state up: nothing stands on it any more. */
export async function give(ground: RehearsalGround, { layer }: StartingPoint): Promise<void> {
  if (layer !== null) await ground.ground.release(layer);
}

/** Where nothing but the change itself stands between two applies, and they end the same. */
function tellsDeterminism({ way, applied, again }: Pass): boolean {
  if (applied === null || again === null) return false;
  // A script's way back may leave something that the change builds on: that is another question.
  return way !== 'revert' || applied.transactionalHash === again.transactionalHash;
}

type RunPass = (scenario: Scenario, ground: RehearsalGround, start: StartingPoint) => Promise<Pass>;

const PASSES: Readonly<Record<RollbackMethod, RunPass>> = {
  transaction: transactionPass,
  revert: revertPass,
  storage: async (scenario, ground, start) => {
    if (ground.ground.method === 'overlay') return await storagePass(scenario, ground, start);
    const what = 'a clone cannot be dropped and made again without copying it';
    return notBegun('storage', start, finding('SCENARIO_METHOD_UNAVAILABLE', scenario.id, what));
  },
  template: (scenario, ground, start) => copyPass(scenario, ground, start, TEMPLATE),
  logical: (scenario, ground, start) => copyPass(scenario, ground, start, LOGICAL),
  pitr: (scenario, ground, start) => copyPass(scenario, ground, start, PITR),
};

interface Settled {
  readonly start: StartingPoint | null;
  readonly findings: readonly Finding[];
}

/** Runs setup.sql once and keeps what it came to: what every way back must come back to. */
async function settle(
  scenario: Scenario,
  ground: RehearsalGround,
  begin: StartingPoint,
): Promise<Settled> {
  const { setup } = scenario;
  if (setup === null) return { start: begin, findings: [] };
  await using clone = await ground.ground.fresh({ ...fromLayer(begin), disk: 'unsynced' });
  let print: Fingerprint;
  let residue: ResidueState;
  {
    await using witness = await ground.witnesses.open({
      server: clone,
      database: clone.database,
      start: begin.print,
    });
    await using session = await openScenarioSession(scenario, ground, clone, clone.database);
    const failed = await runCommitted({
      session,
      script: setup,
      transaction: 'statement',
      role: actingRole(scenario, ground),
      failure: 'SCENARIO_SETUP_FAILED',
      watch: null,
    });
    if (failed !== null) return { start: null, findings: [failed] };
    print = (await witness.look()).print;
    residue = await witness.residue(print);
  }
  const layer = await clone.freeze();
  return { start: { layer, print, residue, varies: begin.varies }, findings: [] };
}
