// Reads everything a run needs before it starts anything; all mistakes are reported together.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedConfig } from '../config/index.ts';
import { loadLane } from '../decision/index.ts';
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

/** @throws Problem with every CONFIG_*, LANE_*, SCHEMA_SPEC_*, SCENARIO_* finding */
export async function readInputs(config: LoadedConfig): Promise<RunInputs> {
  const at = (file: string): string => path.resolve(config.root, file);
  const [lane, spec, scenarios, executor] = await Promise.all([
    loadLane(at(config.lane)),
    loadSpec(at(config.spec)),
    loadScenarios(config.root, config.scenarios, config.executor),
    Promise.all(config.executor.map((file) => hashFile(at(file), file))),
  ]);
  const findings: Finding[] = [
    ...lane.findings,
    ...spec.findings,
    ...scenarios.findings,
    ...executor.flatMap(({ problem }) => (problem === null ? [] : [problem])),
  ];
  if (lane.lane === null || spec.spec === null || statusOf(findings) !== null) {
    throw new Problem(findings);
  }
  return {
    config,
    lane: lane.lane,
    spec: spec.spec,
    planned: scenarios.planned,
    notes: findings,
    executor: executor.flatMap(({ file, hash }) => (hash === null ? [] : [{ file, before: hash }])),
  };
}

/** The same files once more, at the very end of a run. */
export async function rereadExecutor(inputs: RunInputs): Promise<ExecutorFile[]> {
  return await Promise.all(
    inputs.executor.map(async ({ file, before }) => {
      const { hash } = await hashFile(path.resolve(inputs.config.root, file), file);
      return { file, before, after: hash };
    }),
  );
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
