// The part of a run that has a baseline: calibration and scenarios on clones of it, side by side.
import { availableParallelism } from 'node:os';
import type { Finding } from '../kernel/index.ts';
import type { LoadedConfig } from '../config/index.ts';
import { groundOn, type Clone, type CloneGround } from '../sandbox/index.ts';
import {
  isServerLost,
  rehearsePlanned,
  type RehearsalGround,
  type ScenarioRun,
} from '../scenario/index.ts';
import {
  calibrate,
  changedParts,
  lookAt,
  masked,
  openWitness,
  readResidue,
  residueBetween,
  type DiskWord,
  type Reference,
  type ResidueState,
} from '../witness/index.ts';
import type { Amount, Baseline, CloneDraft, CloneRequest } from './contract.ts';
import { limitReached } from './limit-reached.ts';
import { lostClone } from './lost-clone.ts';
import { rowBytesOf, Tally } from './progress/tally.ts';
import { LEAST_BLOCKS, referenceOn } from './reference.io.ts';
import { sideBySide } from './side-by-side.ts';
import { streamsOf } from './streams.ts';

type BaselineState = Baseline & { readonly residue: ResidueState };

/** Findings of the calibration and of every scenario, in the order of the plan. */
export async function onGround(
  request: CloneRequest,
  baseline: Baseline,
  draft: CloneDraft,
): Promise<Finding[]> {
  const { inputs, progress, signal } = request;
  const { planned } = inputs.part ?? inputs;
  const runs = new Map<number, ScenarioRun[]>();
  await withGround(request, baseline, draft, async (standing) => {
    const { ground, rehearsal, first } = standing;
    const calibrating = (): Promise<void> => calibrateOn(request, baseline, standing, draft);
    // Not calibrated, nothing that was seen is believed: RX-0 and the verdict stay open.
    const begin = request.isCalibrated === false ? (): Promise<void> => end(first) : calibrating;
    const pieces = planned.map((each, index) => async (): Promise<void> => {
      signal.throwIfAborted();
      const done = progress.stage(`${each.isChain ? 'chain' : 'scenario'} ${each.id}`);
      const found = await rehearsePlanned(each, rehearsal);
      runs.set(index, found);
      done(wordsOf(found));
    });
    const isDone = (): Amount => ({ done: runs.size, total: planned.length, unit: 'pieces' });
    using _ = progress.over('scenarios', isDone);
    try {
      await sideBySide([begin, ...pieces], ground.jobs, async (piece) => await piece());
    } finally {
      // What was seen is told, whatever ended the rest.
      draft.runs = planned.flatMap((_, index) => runs.get(index) ?? []);
    }
  });
  return [
    ...(draft.calibration?.findings ?? []),
    ...(draft.runs ?? []).flatMap(({ findings }) => findings),
  ];
}

export interface StandingGround {
  readonly ground: CloneGround;
  readonly rehearsal: RehearsalGround;
  /** A clone on which nothing was done yet: whoever uses the ground ends it. */
  readonly first: Clone;
  /** Null where clones are copies that share a server. */
  readonly reference: Reference | null;
}

/** Makes the ground, hands it to `use`, and reads the baseline again at its end. */
export async function withGround(
  request: CloneRequest,
  baseline: Baseline,
  draft: CloneDraft,
  use: (standing: StandingGround) => Promise<void>,
): Promise<void> {
  const standing = request.progress.stage('clones');
  await using ground = await groundOn(baseline.sandbox, {
    database: baseline.database,
    jobs: jobsOf(request),
    isSettled: true,
    firstDisk: 'unsynced',
    ...(request.cloneMethod === null ? {} : { method: request.cloneMethod }),
  });
  standing(
    ground.refusal === null
      ? `${ground.method}, ${ground.jobs} side by side`
      : `${ground.method}, because thin clones were refused: ${ground.refusal}`,
  );
  try {
    // Read on a clone: under the settings that every other one is read under.
    await using first = await ground.fresh({ disk: 'unsynced' });
    await using reference =
      ground.method === 'overlay' ? referenceOn(ground, baseline.texts) : null;
    const residue = await readResidue(first, first.database, baseline.entry);
    const rehearsal = rehearsalGround(request, ground, { ...baseline, residue }, reference);
    await use({ ground, rehearsal, first, reference });
    await readAgain(request, ground, { ...baseline, residue }, draft);
  } catch (error) {
    const loss = isServerLost(error) ? ground.lost() : null;
    if (loss !== null) throw limitReached(loss, request.inputs.config.limits, error);
    throw lostClone(error) ?? error;
  }
}

/** Tries the fingerprint on the operator's own schema, and ends the clone that it was tried on. */
export async function calibrateOn(
  { progress }: Pick<CloneRequest, 'progress'>,
  { entry: start }: Baseline,
  { first: clone, reference }: Pick<StandingGround, 'first' | 'reference'>,
  draft: CloneDraft,
): Promise<void> {
  const done = progress.stage('calibration');
  const { database, keptFolder, canRecover: isServerSpent } = clone;
  const disk = async (): Promise<DiskWord | null> => {
    const changedFiles = await clone.changedFiles();
    return changedFiles === null ? null : { changedFiles, leastBlocks: LEAST_BLOCKS };
  };
  const asked = { server: clone, database, keptFolder, start, isServerSpent, disk };
  draft.calibration = await calibrate(reference === null ? asked : { ...asked, reference });
  await clone[Symbol.asyncDispose]();
  const { seen, of } = draft.calibration.evidence;
  done(`${seen} of ${of} kinds of change seen and seen to be gone`);
}

async function end(clone: AsyncDisposable): Promise<void> {
  await clone[Symbol.asyncDispose]();
}

/** The baseline once more, at the very end, through a clone, all of it: nobody may have written it. */
async function readAgain(
  { inputs, progress }: CloneRequest,
  ground: CloneGround,
  { entry, residue }: BaselineState,
  draft: CloneDraft,
): Promise<void> {
  const heard = new Tally();
  const known = draft.content ?? null;
  const total = known === null ? null : rowBytesOf(known.result);
  const reread = progress.stage('baseline again', heard.measure(total));
  {
    await using clone = await ground.fresh({ disk: 'unsynced' });
    const exit = await lookAt(clone, clone.database, streamsOf(inputs.config), {
      heard: heard.add,
    });
    draft.exit = exit;
    const after = await readResidue(clone, clone.database, exit);
    draft.clusterResidue = residueBetween(residue, after, 'transaction');
    reread(entry.hash === exit.hash ? 'identical' : 'NOT identical');
  }
  draft.ground = {
    method: ground.method,
    refusal: ground.refusal,
    isolation: ground.isolation(),
    isBaselineUntouched: await ground.isUntouched(),
  };
}

function rehearsalGround(
  { inputs }: CloneRequest,
  ground: CloneGround,
  { entry, residue }: BaselineState,
  reference: Reference | null,
): RehearsalGround {
  const { config } = inputs;
  return {
    ground,
    baseline: { layer: null, print: entry, residue, varies: [] },
    role: config.scenarioRole,
    bounds: boundsIn(config.limits),
    witnesses: {
      open: async (asked) =>
        await openWitness({
          ...asked,
          // Of a state that a clone was kept in nobody keeps a second clone.
          ...(asked.start === entry && reference !== null ? { reference } : {}),
        }),
      lookWhole: (server, database) => lookAt(server, database, streamsOf(config)),
      residue: readResidue,
      residueBetween,
      changedParts,
      masked,
    },
  };
}

function boundsIn(limits: LoadedConfig['limits']): RehearsalGround['bounds'] {
  return {
    scenarioMs: limits.scenarioSeconds * 1000,
    transactionMs: limits.transactionSeconds * 1000,
    statementMs: limits.statementSeconds * 1000,
    lockMs: limits.lockSeconds * 1000,
    answerBytes: limits.answerMiB * 1024 * 1024,
  };
}

function jobsOf({ jobs, inputs }: CloneRequest): number {
  const { limits, jobs: configured } = inputs.config;
  const own = Math.min(availableParallelism(), Math.max(1, Math.floor(limits.cpus)));
  return jobs ?? configured ?? own;
}

function wordsOf(runs: readonly ScenarioRun[]): string {
  const judgements = runs.map(({ evidence }) => evidence.judgement);
  const rollbacks = runs.flatMap(({ evidence }) => evidence.rollbacks);
  const named = new Set(
    rollbacks.flatMap(({ residue }) => residue.map(({ kind, name }) => `${kind} ${name}`)),
  );
  const residue = named.size === 0 ? '' : `, ${named.size} residue named`;
  if (judgements.includes('NOT_HELD')) return `NOT PROVEN${residue}`;
  if (judgements.includes('NOT_DECIDED')) return `not decided${residue}`;
  const steps = runs.length === 1 ? '' : `${runs.length} steps, `;
  if (rollbacks.length === 0) return `${steps}unchanged`;
  return `${steps}changed and exactly back by ${waysOf(runs)}${residue}`;
}

/** Each way back once; where one change went back by several, how long each took. */
function waysOf(runs: readonly ScenarioRun[]): string {
  const times = runs.flatMap((run) => run.times.rollbacks);
  const ways = [...new Set(times.map(({ way }) => way))];
  if (runs.length > 1 || ways.length === 1) return ways.join(', ');
  return times
    .map(({ way, rollbackMs }) => `${way} (${(rollbackMs / 1000).toFixed(1)} s)`)
    .join(', ');
}
