// A restored, checked and isolated baseline, held for as long as jest runs: suites take their
// clones from it. The same doors as a run's: whatever a run refuses, no suite gets a clone of.
import path from 'node:path';
import { takeIn, type AcceptedDump } from '../intake/index.ts';
import { CODES, finding, messageOf, Problem, type Finding } from '../kernel/index.ts';
import { readConfig } from '../run/config.io.ts';
import { budgetBytesOf, startScan } from '../run/content.io.ts';
import type { CloneFacts, CloneRequest, Progress, RunInputs } from '../run/contract.ts';
import { readInputs } from '../run/inputs.io.ts';
import { rehearseOnClone } from '../run/on-clone.io.ts';
import { calibrateOn, withGround } from '../run/on-ground.io.ts';
import { roleFindings } from '../run/role.ts';
import { makeWorkFolder, type CloneGround } from '../sandbox/index.ts';
import type { RehearsalGround } from '../scenario/index.ts';
import { calibrationFindings, endFindings } from './end-findings.ts';
import { Permits } from './permits.ts';
import type { Standing } from './protocol.ts';

export interface HeldBaseline {
  readonly inputs: RunInputs;
  readonly ground: CloneGround;
  readonly rehearsal: RehearsalGround;
  /** Why what the witnesses see here is not to be believed; empty where it is. */
  readonly calibrated: Promise<readonly Finding[]>;
  /** Clones of suites that may live side by side. */
  readonly clones: Permits;
  /** Rehearsals of whole scenarios: apart, so that a suite that has a clone never waits for itself. */
  readonly rehearsals: Permits;
  /** Reads the baseline again, destroys everything, and tells what was not as it should be. */
  end(): Promise<readonly Finding[]>;
}

export interface Holding {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** @throws Problem with every finding for which no clone can be had */
export async function holdBaseline(standing: Standing, holding: Holding): Promise<HeldBaseline> {
  const config = await readConfig(standing.config);
  const inputs = await readInputs(config);
  const reached = Promise.withResolvers<Omit<HeldBaseline, 'inputs' | 'end'>>();
  const ending = Promise.withResolvers<void>();
  const telling = tell(standing, inputs, holding, async (request, baseline, draft) => {
    await withGround(request, baseline, draft, async (standing) => {
      const { ground, rehearsal } = standing;
      const calibrating = calibrateOn(request, baseline, standing, draft);
      // One copy at a time: nobody else gets one before this one is gone.
      if (ground.method === 'template') await calibrating;
      reached.resolve({
        ground,
        rehearsal,
        calibrated: calibrating.then(
          () => calibrationFindings(draft.calibration ?? null),
          (error: unknown) => [finding('INTERNAL_FAULT', 'calibration', messageOf(error))],
        ),
        clones: new Permits(ground.jobs),
        rehearsals: new Permits(1),
      });
      await Promise.race([ending.promise, aborted(request.signal)]);
      await calibrating;
    });
    return [];
  });
  const over = telling.then((facts) => endFindings(facts, inputs.notes));
  over.catch((error: unknown) => reached.reject(error));
  return {
    inputs,
    ...(await reached.promise),
    end: async () => {
      ending.resolve();
      return await over;
    },
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** From the dump to the end of its sandbox. */
async function tell(
  standing: Standing,
  inputs: RunInputs,
  { progress, signal }: Holding,
  use: NonNullable<CloneRequest['use']>,
): Promise<CloneFacts> {
  const { config, lane } = inputs;
  const written = standing.dump === null ? config.dump : (standing.dumpName ?? standing.dump);
  const dumpPath = standing.dump ?? path.resolve(config.root, config.dump);
  await using work = await makeWorkFolder();
  const read = progress.stage('intake');
  const found = await takeIn({
    dumpPath,
    where: written,
    workFolder: path.join(work.path, 'staged'),
    allowances: lane.allow,
    budgetBytes: budgetBytesOf(config),
    signal,
  });
  const intake = roleFindings(found, inputs);
  read(intake.kind);
  if (intake.kind !== 'accepted') throw refusal(intake.findings);
  await using scanning = startScan({ config, progress, signal }, intake, lane.allow);
  let isReached = false;
  const facts = await rehearseOnClone({
    dump: intake.dump satisfies AcceptedDump,
    inputs,
    scanning,
    runId: work.runId,
    workFolder: work.path,
    cloneMethod: standing.cloneMethod,
    jobs: null,
    progress,
    signal,
    use: async (...given) => {
      isReached = true;
      return await use(...given);
    },
  });
  if (isReached) return facts;
  const content = await scanning.facts;
  throw refusal([...facts.findings, ...(content?.findings ?? [])]);
}

/** Notes are none: they stand in the way of nothing. */
function refusal(findings: readonly Finding[]): Problem {
  const reasons = findings.filter(({ code }) => CODES[code].forces !== null);
  return new Problem(reasons.length > 0 ? reasons : findings);
}
