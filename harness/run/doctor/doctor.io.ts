// What an operator needs before a run, looked at in the order in which one thing needs another.
// Nothing is built, nothing is removed, and nothing is left behind.
import { cpus } from 'node:os';
import path from 'node:path';
import { configSchema, type LoadedConfig } from '../../config/index.ts';
import {
  doctorReport,
  freeInside,
  judgeEngine,
  judgeImage,
  judgeLeftovers,
  judgeMachine,
  judgeProject,
  judgeSandbox,
  judgeSpace,
  lookAtMachine,
  type DoctorReport,
  type DumpSeen,
  type ImageState,
  type ProjectFacts,
  type Trial,
} from '../../doctor/index.ts';
import type { DumpFacts } from '../../intake/index.ts';
import type { Finding } from '../../kernel/index.ts';
import { socketFolderOf, type TransportChoice } from '../../sandbox/index.ts';
import { lookAtEngine, lookAtImages, lookForLeftovers, type Engine } from './engine.io.ts';
import { namedEngine } from '../named-engine.io.ts';
import { lookAtProject } from './project.io.ts';
import { trySandbox } from './trial.io.ts';

export interface DoctorRequest {
  readonly config: string;
  readonly dump: string | undefined;
  readonly transport: TransportChoice | undefined;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** @throws the reason of an aborted signal */
export async function examine({ say, signal, ...asked }: DoctorRequest): Promise<DoctorReport> {
  const machine = await lookAtMachine(longestSocketPath);
  const canWrite = machine.temporary.refusal === null;
  const named = await namedEngine(asked.config);
  const seen = await lookAtEngine(named);
  const { engine } = seen;
  // Before anything of this look stands there itself.
  const left = engine === null || !canWrite ? null : await lookForLeftovers(engine);
  const project = await lookAtProject({ ...asked, canWrite });
  signal.throwIfAborted();
  const { dump } = project.facts;
  const limits = limitsOf(project.config);
  const wanted = majorOf(dump);
  const images = await imagesOn(engine, wanted, project.config);
  const ready = images?.filter(({ state }) => state === 'current');
  const usable = ready?.find(({ major }) => major === wanted) ?? ready?.[0];

  let trial: Trial = { kind: 'not-tried', waitsFor: 'temporary-folder' };
  let overExec: Trial | null = null;
  if (engine === null) trial = { kind: 'not-tried', waitsFor: 'engine' };
  else if (usable === undefined) trial = { kind: 'not-tried', waitsFor: 'image' };
  else if (canWrite) {
    say(`trying a throwaway sandbox with Postgres ${usable.major}`);
    const { major: serverMajor, ownBase: image } = usable;
    const request = { engine, serverMajor, image, limits, signal };
    const own = { named, transport: asked.transport ?? null };
    // One after the other: how soon each answers is told.
    trial = await trySandbox({ ...request, access: own, extent: 'whole' });
    if (trial.kind === 'opened' && trial.crossing.transport === 'socket') {
      const access = { named, transport: 'exec' } as const;
      overExec = await trySandbox({ ...request, access, extent: 'way-in' });
    }
  }

  const checks = [
    ...judgeMachine(machine, dump?.bytes ?? null),
    ...judgeProject(project.facts),
    ...judgeEngine({ ...seen, memoryMiB: limits.memoryMiB }),
    judgeImage(wanted, images),
    judgeLeftovers(left, engine === null ? 'engine' : 'temporary-folder'),
    ...judgeSandbox({ trial, overExec, limits, cpus: seen.facts?.cpus ?? cpus().length }),
    judgeSpace({
      freeBytes: trial.kind === 'opened' ? freeInside(trial.bounds) : 'no-sandbox',
      dump: sizeOf(dump),
      unpackedMiB: limits.unpackedMiB,
    }),
  ];
  return doctorReport(checks, [...seen.findings, ...findingsOf(project.facts, trial, overExec)]);
}

/** The sandbox's own is the longest that a run makes; those of its clones lie beside it. */
function longestSocketPath(workFolder: string): string {
  return path.join(socketFolderOf(workFolder), '.s.PGSQL.5432');
}

function limitsOf(config: LoadedConfig | null): LoadedConfig['limits'] {
  return config?.limits ?? configSchema.shape.limits.parse(undefined);
}

/** Those that this project builds by itself from either source. */
const BUILT_MAJORS = [15, 17];

async function imagesOn(
  engine: Engine | null,
  wanted: number | null,
  config: LoadedConfig | null,
): Promise<ImageState[] | null> {
  if (engine === null) return null;
  const named = Object.keys(config?.images ?? {}).map(Number);
  const majors = new Set([...(wanted === null ? [] : [wanted]), ...named, ...BUILT_MAJORS]);
  return await lookAtImages(engine, [...majors], config?.images ?? {});
}

function majorOf(dump: DumpSeen | null): number | null {
  return factsOf(dump).serverMajor ?? null;
}

function sizeOf(dump: DumpSeen | null): Parameters<typeof judgeSpace>[0]['dump'] {
  if (dump === null || dump.bytes === null) return null;
  return { byteLength: dump.bytes, compression: factsOf(dump).compression ?? null };
}

/** What could be read of it, whether or not it would be let in. */
function factsOf(dump: DumpSeen | null): Partial<DumpFacts> {
  return dump === null || dump.outcome.kind === 'not-read' ? {} : dump.outcome.facts;
}

function findingsOf(
  { config, inputs, dump }: ProjectFacts,
  trial: Trial,
  overExec: Trial | null,
): Finding[] {
  const outcome = dump?.outcome;
  return [
    ...(config.kind === 'refused' ? config.findings : []),
    ...(inputs?.kind === 'refused' ? inputs.findings : []),
    ...(outcome !== undefined && 'findings' in outcome ? outcome.findings : []),
    ...(trial.kind === 'refused' ? trial.findings : []),
    ...(overExec?.kind === 'refused' ? overExec.findings : []),
    ...(trial.kind === 'opened' && trial.clones.kind === 'refused' ? trial.clones.findings : []),
  ];
}
