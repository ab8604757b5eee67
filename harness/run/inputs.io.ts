// Reads everything a run needs before it starts anything; all mistakes are reported together.
// What is hashed is what was read, with two exceptions: a scenario.ts is read here and once more by
// the process that asks it (what it imports is not hashed, the SQL it hands over is), and the seal
// manifest is only hashed. So every file is hashed again at the end of a run.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedConfig } from '../config/index.ts';
import { loadLane, type LaneFile } from '../decision/index.ts';
import type { InputFile } from '../evidence/index.ts';
import {
  finding,
  messageOf,
  Problem,
  sha256,
  statusOf,
  type Finding,
  type Sha256,
} from '../kernel/index.ts';
import type { ExecutorFile } from '../scenario/index.ts';
import { loadScenarios } from '../scenario/index.ts';
import { loadSpec } from '../schema/index.ts';
import type { RunInputs } from './contract.ts';
import { changedInputs, inputFiles, readUnlike } from './input-files.ts';

/** @throws Problem with every CONFIG_*, LANE_*, SCHEMA_SPEC_*, SCENARIO_* finding */
export async function readInputs(config: LoadedConfig): Promise<RunInputs> {
  const at = (file: string): string => path.resolve(config.root, file);
  const [lane, spec, scenarios, executor, seal] = await Promise.all([
    loadLane(at(config.lane)),
    loadSpec(at(config.spec)),
    loadScenarios(config.root, config.scenarios, config.executor),
    Promise.all(config.executor.map((file) => hashFile(at(file), file))),
    hashFile(at(config.sealManifest), config.sealManifest),
  ]);
  const ofSurfaces = await hashSurfaceFiles(lane.lane, config);
  const findings: Finding[] = [
    ...lane.findings,
    ...ofSurfaces.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    ...spec.findings,
    ...scenarios.findings,
    ...executor.flatMap(({ problem }) => (problem === null ? [] : [problem])),
  ];
  if (lane.lane === null || spec.spec === null || statusOf(findings) !== null) {
    throw new Problem(findings);
  }
  const read: (readonly [string, Sha256 | null])[] = [
    [config.file.name, config.file.sha256],
    [config.lane, lane.sha256 ?? null],
    [config.spec, spec.sha256 ?? null],
    [config.sealManifest, seal.hash],
    ...[...executor, ...ofSurfaces].map(({ file, hash }) => [file, hash] as const),
    ...Object.entries(scenarios.sources),
  ];
  return {
    config,
    lane: lane.lane,
    spec: spec.spec,
    planned: scenarios.planned,
    notes: [...findings, ...readUnlike(config.root, read)],
    executor: [...executor, ...ofSurfaces].flatMap(({ file, hash }) =>
      hash === null ? [] : [{ file, before: hash }],
    ),
    files: inputFiles(config.root, read),
  };
}

/** Files that surfaces of the lane are about: watched like executors, and judged with them. */
async function hashSurfaceFiles(
  lane: LaneFile | null,
  { root, executor }: LoadedConfig,
): Promise<Awaited<ReturnType<typeof hashFile>>[]> {
  const named = new Set((lane?.surfaces ?? []).flatMap(({ files }) => files));
  const found = [...named].filter((file) => !executor.includes(file));
  const hashed = await Promise.all(found.map((file) => hashFile(path.resolve(root, file), file)));
  return hashed.map(({ problem, ...each }) => ({
    ...each,
    problem: problem === null ? null : finding('LANE_FILE_UNREADABLE', each.file, problem.what),
  }));
}

/** The same executor files once more, at the very end of a run. */
export async function rereadExecutor(inputs: RunInputs): Promise<ExecutorFile[]> {
  return await Promise.all(
    inputs.executor.map(async ({ file, before }) => {
      const { hash } = await hashFile(path.resolve(inputs.config.root, file), file);
      return { file, before, after: hash };
    }),
  );
}

/**
 * The inputs with a note for each file that is not, at the very end of a run, what was read at its
 * start. Executors are left out: RX-4 judges them.
 */
export async function rereadInputs(inputs: RunInputs): Promise<RunInputs> {
  const now = await hashInputs(inputs.config.root, inputs.files);
  const changed = changedInputs(
    inputs.files,
    now,
    inputs.executor.map(({ file }) => file),
  );
  return { ...inputs, notes: [...inputs.notes, ...changed] };
}

/** Of files by their names from `root`; null where one cannot be read. */
export async function hashInputs(
  root: string,
  files: readonly Pick<InputFile, 'name'>[],
): Promise<ReadonlyMap<string, Sha256 | null>> {
  const hashes = new Map<string, Sha256 | null>();
  for (const { name } of files) {
    hashes.set(name, (await hashFile(path.resolve(root, name), name)).hash);
  }
  return hashes;
}

async function hashFile(
  place: string,
  file: string,
): Promise<{
  readonly file: string;
  readonly hash: Sha256 | null;
  readonly problem: Finding | null;
}> {
  try {
    return { file, hash: sha256(await readFile(place)), problem: null };
  } catch (error) {
    return {
      file,
      hash: null,
      problem: finding('CONFIG_EXECUTOR_UNREADABLE', file, messageOf(error)),
    };
  }
}
