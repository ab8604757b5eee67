// Reads what a rehearsal would be told, as a run reads it: configuration, inputs, seal, dump.
import { lstat, readdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedConfig } from '../../config/index.ts';
import {
  refusalToWrite,
  type DumpSeen,
  type ProjectFacts,
  type Reading,
} from '../../doctor/index.ts';
import { checkSeal } from '../../gate/index.ts';
import { takeIn } from '../../intake/index.ts';
import { Problem, type Allowance } from '../../kernel/index.ts';
import { makeWorkFolder } from '../../sandbox/index.ts';
import { readConfig } from '../config.io.ts';
import { budgetBytesOf } from '../content.io.ts';
import { readInputs } from '../inputs.io.ts';
import type { RunInputs } from '../contract.ts';

export interface ProjectSeen {
  readonly facts: ProjectFacts;
  readonly config: LoadedConfig | null;
}

export interface ProjectRequest {
  /** Path of the configuration. */
  readonly config: string;
  /** From the command line; undefined: the configuration's. */
  readonly dump: string | undefined;
  /** Whether the temporary folder takes a copy of a dump. */
  readonly canWrite: boolean;
}

export async function lookAtProject(request: ProjectRequest): Promise<ProjectSeen> {
  const read = await reading(readConfig(request.config));
  if (read.kind === 'refused') {
    const facts = { config: read, inputs: null, seal: null, evidence: null, dump: null };
    return { facts, config: null };
  }
  const config = read.value;
  const inputs = await reading(readInputs(config));
  const allowances = inputs.kind === 'read' ? inputs.value.lane.allow : [];
  const folder = path.resolve(config.root, config.evidence);
  return {
    config,
    facts: {
      config: { kind: 'read', value: { name: request.config } },
      inputs: inputs.kind === 'read' ? { kind: 'read', value: countsOf(inputs.value) } : inputs,
      seal: await checkSeal(config.root, config.sealManifest, [], { pinned: config.pinned }),
      evidence: { folder: config.evidence, refusal: await refusalToWrite(folder) },
      dump: await lookAtDump(request, config, allowances),
    },
  };
}

function countsOf({ planned, spec }: RunInputs): { scenarios: number; surfaces: number } {
  const scenarios = planned.reduce((sum, { steps }) => sum + steps.length, 0);
  return { scenarios, surfaces: spec.surfaces.length };
}

async function reading<Value>(work: Promise<Value>): Promise<Reading<Value>> {
  try {
    return { kind: 'read', value: await work };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', findings: error.findings };
    throw error;
  }
}

/** Read in two or three seconds; a larger one is for `inspect`, which says how far it is. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** The run's own intake on a copy that is gone after; a large dump is measured only. */
async function lookAtDump(
  { dump: asked, canWrite }: ProjectRequest,
  config: LoadedConfig,
  allowances: readonly Allowance[],
): Promise<DumpSeen> {
  const dumpPath = path.resolve(asked === undefined ? config.root : '.', asked ?? config.dump);
  const seen = { name: asked ?? config.dump, isAskedFor: asked !== undefined };
  const bytes = await bytesOf(dumpPath);
  const not = (why: string): DumpSeen => ({ ...seen, bytes, outcome: { kind: 'not-read', why } });
  if (bytes !== null && bytes > MOST_BYTES) return not('too large for a first look');
  if (!canWrite) return not('there is no folder for its copy');
  await using work = await makeWorkFolder();
  const { bavail, bsize } = await statfs(work.path);
  if (bytes !== null && bytes > bavail * bsize) return not('no room for its copy');
  const intake = await takeIn({
    dumpPath,
    where: seen.name,
    workFolder: path.join(work.path, 'staged'),
    allowances,
    budgetBytes: budgetBytesOf(config),
  });
  if (intake.kind !== 'accepted') {
    const { kind, facts, findings } = intake;
    return { ...seen, bytes, outcome: { kind, facts, findings } };
  }
  const { facts, attestation } = intake.dump;
  return { ...seen, bytes, outcome: { kind: 'accepted', facts, attestation } };
}

/** Of a file, or of all files of a directory dump; null where that cannot be told. */
async function bytesOf(dumpPath: string): Promise<number | null> {
  try {
    const facts = await lstat(dumpPath);
    if (!facts.isDirectory()) return facts.size;
    const names = await readdir(dumpPath);
    const files = await Promise.all(names.map((name) => lstat(path.join(dumpPath, name))));
    return files.reduce((sum, { size }) => sum + size, 0);
  } catch {
    return null; // intake says why
  }
}
