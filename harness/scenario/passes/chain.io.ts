// A chain: each step is rehearsed on what the steps before it came to; then the staircase goes
// down again by their scripts, each going back over the ones before.
import { finding, type Finding } from '../../kernel/index.ts';
import type { Fingerprint } from '../../witness/contract.ts';
import { runRevert } from './applied.io.ts';
import type { Planned, RehearsalGround, Scenario, StartingPoint } from '../contract.ts';
import type { ScenarioRun } from '../evidence-contract.ts';
import { unreachedRun, withStaircase, type About, type ChainPlace } from '../judging/evidence.ts';
import { fromLayer, notBegun, type Pass } from './pass.ts';
import { give, rehearseScenario, type Rehearsed } from './rehearse.io.ts';
import { roleOf } from './session.io.ts';
import { within } from './within.io.ts';
import { descends } from '../judging/ways.ts';

/** The runs of one entry of the plan, in its order; every step has one, whether it was reached or not. */
export async function rehearsePlanned(
  planned: Planned,
  ground: RehearsalGround,
): Promise<ScenarioRun[]> {
  const [only] = planned.steps;
  if (planned.isChain || only === undefined) return await rehearseChain(planned, ground);
  return [(await bounded(only, ground, ground.baseline, null)).run];
}

/**
 * A change that takes its server down (out of memory, a crash), or goes on for too long, ends its own
 * scenario, no other.
 */
async function bounded(
  scenario: Scenario,
  ground: RehearsalGround,
  begin: StartingPoint,
  place: ChainPlace | null,
): Promise<Rehearsed> {
  const { scenarioMs } = ground.bounds;
  const outcome = await within(ground, scenario.id, scenarioMs, (own) =>
    rehearseScenario(scenario, own, begin, place),
  );
  if (outcome.kind === 'done') return outcome.answer;
  const kept = place === null ? [] : (outcome.answer?.kept ?? []);
  for (const state of kept.toReversed()) await give(ground, state);
  const about = { scenario, role: roleOf(scenario, ground), place, witnesses: ground.witnesses };
  const run = unreachedRun(about, [outcome.finding]);
  return { run, start: ground.baseline, kept: [], applied: null };
}

async function rehearseChain(chain: Planned, ground: RehearsalGround): Promise<ScenarioRun[]> {
  const runs: ScenarioRun[] = [];
  /** points[n]: where step n begins; the last one is the top of the stairs. */
  const points: StartingPoint[] = [ground.baseline];
  /** Where each step began, its own setup included. */
  const starts: StartingPoint[] = [];
  const kept: StartingPoint[] = [];
  for (const [index, scenario] of chain.steps.entries()) {
    const about = aboutOf(scenario, ground, chain, index);
    const begin = points[index];
    if (begin === undefined) {
      const why = finding('SCENARIO_CHAIN_BROKEN', scenario.id, NOT_REACHED);
      runs.push(unreachedRun(about, [why]));
      continue;
    }
    const { run, start, applied, kept: more } = await bounded(scenario, ground, begin, about.place);
    runs.push(run);
    starts.push(start);
    kept.push(...more);
    if (applied !== null) points.push(applied);
  }
  const down = await descend({ steps: chain.steps, points, starts }, ground);
  for (const state of kept.toReversed()) await give(ground, state);
  return runs.map((run, index) => {
    const scenario = chain.steps[index];
    const pass = scenario === undefined ? undefined : down.get(scenario.id);
    if (scenario === undefined) return run;
    if (pass === undefined) return run;
    const start = starts[index] ?? ground.baseline;
    return withStaircase(run, aboutOf(scenario, ground, chain, index), start, pass);
  });
}

function aboutOf(
  scenario: Scenario,
  ground: RehearsalGround,
  chain: Planned,
  index: number,
): About {
  const place = { id: chain.id, place: index + 1 };
  return { scenario, role: roleOf(scenario, ground), place, witnesses: ground.witnesses };
}

interface Stairs {
  readonly steps: readonly Scenario[];
  /** points[n]: what the first n steps came to. */
  readonly points: readonly StartingPoint[];
  /** starts[n]: points[n], with what the setup of step n + 1 made. */
  readonly starts: readonly StartingPoint[];
}

/** From the top down: a step without a script is jumped over, from the state kept below it. */
async function descend(stairs: Stairs, ground: RehearsalGround): Promise<Map<string, Pass>> {
  const { steps, points } = stairs;
  const passes = new Map<string, Pass>();
  // Only a step whose change was reached can be gone back over; the others say so.
  for (const scenario of steps.slice(points.length - 1).filter(descends)) {
    const isFirst = scenario === steps[points.length - 1];
    const what = isFirst ? 'it did not hold, so that the stairs begin below it' : NOT_REACHED;
    const start = points.at(-1) ?? ground.baseline;
    const why = finding('SCENARIO_CHAIN_BROKEN', scenario.id, what);
    passes.set(scenario.id, notBegun('staircase', start, why));
  }
  let height = points.length - 1;
  while (height > 0) {
    const scenario = steps[height - 1];
    if (scenario === undefined || !descends(scenario)) {
      height -= 1;
      continue;
    }
    const limitMs = ground.bounds.scenarioMs * height;
    const top = height;
    const outcome = await within(ground, scenario.id, limitMs, (own) =>
      flight(stairs, top, own, passes),
    );
    if (outcome.kind === 'cut') {
      for (const unreached of steps.slice(0, top).filter(descends)) {
        if (passes.has(unreached.id)) continue;
        const why = { ...outcome.finding, where: unreached.id };
        passes.set(unreached.id, notBegun('staircase', points[0] ?? ground.baseline, why));
      }
      return passes;
    }
    height = outcome.answer;
  }
  return passes;
}

/** One clone at this height, down as far as the scripts lead; answers where it came to stand. */
async function flight(
  { steps, points, starts }: Stairs,
  top: number,
  ground: RehearsalGround,
  passes: Map<string, Pass>,
): Promise<number> {
  const { witnesses } = ground;
  const above = points[top];
  if (above === undefined) throw new TypeError('a flight of stairs needs a top');
  await using clone = await ground.ground.fresh(fromLayer(above));
  const { database } = clone;
  await using witness = await witnesses.open({ server: clone, database, start: above.print });
  let standing: Fingerprint = witness.before;
  const unlike = witnesses.changedParts(above.print, witness.before);
  let height = top;
  for (; height > 0; height -= 1) {
    const scenario = steps[height - 1];
    const below = starts[height - 1];
    if (scenario === undefined || below === undefined || !descends(scenario)) return height;
    const rolling = performance.now();
    const findings: Finding[] = [
      ...(height === top ? unlike : []).map((part) =>
        finding(
          'SCENARIO_CLONE_DIFFERS',
          scenario.id,
          `"${part}" differs at the top of the stairs`,
        ),
      ),
      ...(await runRevert(scenario, ground, clone)),
    ];
    const rollbackMs = performance.now() - rolling;
    const { print: rolledBack } = await witness.look();
    passes.set(scenario.id, {
      way: 'staircase',
      expected: below.print,
      before: below.print,
      applied: standing,
      change: null,
      rolledBack,
      again: null,
      residue: witnesses.residueBetween(
        below.residue,
        await witness.residue(rolledBack),
        'transaction',
      ),
      findings,
      times: { way: 'staircase', prepareMs: 0, applyMs: 0, rollbackMs },
    });
    standing = rolledBack;
    // Below a step that is not exactly back, nothing could be said of the steps under it.
    const isBack = witnesses
      .changedParts(below.print, rolledBack)
      .every((part) => part === SEQUENCES);
    if (findings.length > 0 || !isBack) {
      for (const unreached of steps.slice(0, height - 1).filter(descends)) {
        const why = finding(
          'SCENARIO_CHAIN_BROKEN',
          unreached.id,
          'a step above it did not go back',
        );
        passes.set(unreached.id, notBegun('staircase', below, why));
      }
      return 0;
    }
    // What a setup made is not undone by the step's script: the next flight begins below it.
    if (below !== points[height - 1]) return height - 1;
  }
  return height;
}

const SEQUENCES = 'sequence values';
const NOT_REACHED = 'a step before it did not hold, so that it had nothing to stand on';
