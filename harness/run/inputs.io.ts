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
import { twinsOf } from '../proof/index.ts';
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
  const watched = await hashWatched(lane.lane, config);
  const findings: Finding[] = [
    ...lane.findings,
    ...watched.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    ...spec.findings,
    ...scenarios.findings,
    ...lookAlikes(scenarios.planned),
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
    ...[...executor, ...watched].map(({ file, hash }) => [file, hash] as const),
    ...Object.entries(scenarios.sources),
  ];
  return {
    config,
    lane: lane.lane,
    spec: spec.spec,
    planned: scenarios.planned,
    part: null,
    notes: [...findings, ...readUnlike(config.root, read), ...unpinned(config.pinned, watched)],
    executor: [...executor, ...watched].flatMap(({ file, hash }) =>
      hash === null ? [] : [{ file, before: hash }],
    ),
    files: inputFiles(config.root, read),
  };
}

/** The validator refuses such ids at the end of a run; nobody is to wait for that. */
function lookAlikes(planned: RunInputs['planned']): Finding[] {
  const ids = planned.flatMap(({ steps }) => steps.map(({ id }) => id));
  return twinsOf([...new Set(ids)]).map(([id, twin]) =>
    finding('SCENARIO_INVALID', `scenario "${id}"`, `the id is easily taken for "${twin}"`),
  );
}

/** Files with a known sha256 that have another: the run goes on, and is not ready. */
function unpinned(
  pinned: LoadedConfig['pinned'],
  found: readonly { readonly file: string; readonly hash: Sha256 | null }[],
): Finding[] {
  return found
    .filter(({ file, hash }) => Object.hasOwn(pinned, file) && pinned[file] !== hash)
    .map(({ file }) => finding('SEAL_PINNED_DIFFERS', file, 'it has another sha256'));
}

/**
 * Files that surfaces of the lane are about, and those that the configuration pins: watched like
 * executors, and judged with them.
 */
async function hashWatched(
  lane: LaneFile | null,
  { root, executor, pinned }: LoadedConfig,
): Promise<Awaited<ReturnType<typeof hashFile>>[]> {
  const ofLane = (lane?.surfaces ?? []).flatMap(({ files }) => files);
  const named = new Set([...ofLane, ...Object.keys(pinned)]);
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
