// Asks every door that needs no engine, and the control.
import path from 'node:path';
import type { LaneFile } from '../../decision/index.ts';
import { writeSeal, type GateSelftest } from '../../gate/index.ts';
import {
  askBoth,
  askOnce,
  attemptKey,
  CLAIMS_PRODUCTION,
  claimWith,
  configWith,
  NO_MUTATION,
  NOT_RESTORED,
  proofWith,
  requestWith,
  SEALED,
  sealedWith,
  type Ask,
  type AttemptFacts,
  type ProbeFiles,
  type ProbesFacts,
} from '../../probes/index.ts';
import { FILE_DOORS, type FileDoors } from './file-doors.io.ts';
import { dumpPairs } from './on-dumps.io.ts';
import { reportForReal, type Reporter } from './out.io.ts';
import { folderIn, writeFiles } from './written.io.ts';

export type OnFiles = Pick<ProbesFacts, 'attempts' | 'control'>;

/** What every report tells beside. */
export interface ToldBy {
  readonly lane: LaneFile;
  readonly selftest: GateSelftest;
}

/** `workFolder`: a private folder; what the probes write stays in it and goes with it. */
export async function probeFiles(
  workFolder: string,
  told: ToldBy,
  doors: FileDoors = FILE_DOORS,
  reporter: Reporter = reportForReal,
): Promise<OnFiles> {
  const pairs = [
    ...requestPairs(workFolder, doors),
    ...dumpPairs(workFolder, told, doors, reporter),
    ...proofPairs(workFolder, doors),
    ...sealPairs(workFolder, doors),
  ];
  const attempts = new Map<string, AttemptFacts>();
  for (const { probe, attempt, ask, askTwin } of pairs) {
    attempts.set(attemptKey(probe, attempt), await askBoth(ask, askTwin));
  }
  const control = await askOnce(askConfig(workFolder, doors, claimWith()));
  return { attempts, control };
}

export interface Pair {
  readonly probe: string;
  readonly attempt: string;
  readonly ask: Ask;
  readonly askTwin: Ask;
}

type Request = ReturnType<typeof requestWith>;

function askConfig(workFolder: string, doors: FileDoors, request: Request): Ask {
  return async () => {
    const folder = await folderIn(workFolder);
    const name = 'rehearsal.config.yaml';
    await writeFiles(folder, { [name]: configWith({ request }) });
    return await doors.readConfig(path.join(folder, name));
  };
}

function requestPairs(workFolder: string, doors: FileDoors): Pair[] {
  const asks = (word: string): Request => requestWith({ actions: ['rehearse', word] });
  const requests: readonly (readonly [id: string, bad: Request, twin: Request])[] = [
    ['production-target', requestWith({ target: 'production' }), requestWith()],
    ['real-run', asks('REAL_RUN'), requestWith()],
    ['qt001-apply', asks('QT001/apply'), requestWith()],
    ['cutover', asks('cutover'), requestWith()],
    ['ci-deploy', asks('ci-deploy'), requestWith()],
    ['secrets-change', asks('change-secrets'), requestWith()],
    ['missing-rollback-proof', claimWith({ proof: undefined }), claimWith()],
    ['fake-rollback', claimWith({ proof: proofWith(NO_MUTATION) }), claimWith()],
    ['unproven-isolation', claimWith({ isolation: 'assumed' }), claimWith()],
    ['production-success', claimWith({ claim: 'production-rollback-proven' }), claimWith()],
  ];
  return requests.map(([id, bad, twin]) => ({
    probe: `request-${id}`,
    attempt: 'config',
    ask: askConfig(workFolder, doors, bad),
    askTwin: askConfig(workFolder, doors, twin),
  }));
}

function proofPairs(workFolder: string, doors: FileDoors): Pair[] {
  const read =
    (change: Parameters<typeof proofWith>[0]): Ask =>
    async () => {
      const folder = await folderIn(workFolder);
      const name = 'clone-rollback-evidence.json';
      await writeFiles(folder, { [name]: `${JSON.stringify(proofWith(change))}\n` });
      return await doors.readProof(path.join(folder, name));
    };
  const proofs = [
    ['clone-no-mutation', NO_MUTATION],
    ['clone-not-restored', NOT_RESTORED],
    ['clone-production-success', CLAIMS_PRODUCTION],
  ] as const;
  return proofs.map(([probe, change]) => ({
    probe,
    attempt: 'proof',
    ask: read(change),
    askTwin: read({}),
  }));
}

const MANIFEST = 'seal-manifest.sha256';

function sealPairs(workFolder: string, doors: FileDoors): Pair[] {
  const check =
    (found: ProbeFiles): Ask =>
    async () => {
      const folder = await folderIn(workFolder);
      await writeFiles(folder, SEALED);
      const { findings } = await writeSeal(folder, Object.keys(SEALED), MANIFEST);
      if (findings.length > 0) return { allowed: false, findings };
      await writeFiles(folder, found);
      return await doors.checkSeal(folder, MANIFEST);
    };
  const askTwin = check(SEALED);
  return [
    {
      probe: 'clone-seal-mismatch',
      attempt: 'edited',
      ask: check(sealedWith('= 1', '= 2')),
      askTwin,
    },
    {
      probe: 'clone-unicode-drift',
      attempt: 'dash',
      ask: check(sealedWith(' - ', ' \u2014 ')),
      askTwin,
    },
  ];
}
