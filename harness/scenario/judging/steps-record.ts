// What a run found out, as it is recorded: the facts that the steps are judged from, here and again
// by whoever verifies the packet.
import type {
  ExecutionEvidence,
  ExecutionRecord,
  RehearsalPlan,
  StepFacts,
} from '../evidence-contract.ts';
import type { Planned } from '../contract.ts';
import type { PartNumbers } from '../part-contract.ts';
import type { CloneMethod } from '../../sandbox/ground-contract.ts';
import { stepsOnClone, stepsWithoutClone } from './steps.ts';
import { expectedRollbacks } from './ways.ts';

/** The evidence of a run on a clone. */
export function executionEvidence(facts: StepFacts): ExecutionEvidence {
  const record = recordOf(facts);
  return { ...record, steps: stepsOnClone(record, facts.isolation) };
}

/** The same file where there was no clone: only what needs none is judged. */
export function executionWithoutClone(
  facts: Pick<StepFacts, 'plan' | 'executor' | 'notes'>,
): ExecutionEvidence {
  const record: ExecutionRecord = {
    version: 1,
    clone_method: 'N/A_NO_CLONE',
    plan: facts.plan,
    clones: null,
    baseline: null,
    calibration: null,
    executor: executorFiles(facts),
    cluster_residue: null,
    leftovers: null,
    scenarios: [],
    findings: facts.notes.map((each) => ({ ...each })),
  };
  return { ...record, steps: stepsWithoutClone(record) };
}

/** What has to be shown on this kind of ground, whether the run will come to it or not. */
export function rehearsalPlan(
  planned: readonly Planned[],
  ground: CloneMethod,
  part: (PartNumbers & { readonly planned: readonly Planned[] }) | null = null,
): RehearsalPlan {
  return {
    part:
      part === null ? null : { number: part.number, of: part.of, scenarios: idsOf(part.planned) },
    scenarios: idsOf(planned),
    rollbacks: expectedRollbacks(planned, ground).map(({ scenario, way, rollbackClass }) => ({
      scenario,
      way,
      rollback_class: rollbackClass,
    })),
  };
}

function idsOf(planned: readonly Planned[]): string[] {
  return planned.flatMap(({ steps }) => steps.map(({ id }) => id));
}

function recordOf(facts: StepFacts): ExecutionRecord {
  const { entry, exit, clones, clusterResidue, leftovers } = facts;
  return {
    version: 1,
    clone_method: facts.cloneMethod ?? 'N/A_NO_CLONE',
    plan: facts.plan,
    clones:
      clones === null
        ? null
        : { isolation: clones.isolation, baseline_untouched: clones.isBaselineUntouched },
    baseline:
      entry === null
        ? null
        : {
            entry_hash: entry.hash,
            exit_hash: exit?.hash ?? null,
            row_count: entry.rowCount,
            tables: entry.tables.map(({ table, rows, sha256 }) => ({ table, rows, sha256 })),
            catalog: Object.fromEntries(
              [...entry.sections, entry.sequences].map(({ section, sha256 }) => [section, sha256]),
            ),
          },
    calibration: facts.calibration?.evidence ?? null,
    executor: executorFiles(facts),
    cluster_residue: clusterResidue === null ? null : clusterResidue.map((each) => ({ ...each })),
    leftovers:
      leftovers === null
        ? null
        : {
            containers: leftovers.containers,
            volumes: leftovers.volumes,
            networks: leftovers.networks,
            socket_folder_gone: leftovers.socketFolderGone,
          },
    scenarios: facts.runs.map(({ evidence }) => evidence),
    findings: [...facts.notes, ...(facts.calibration?.findings ?? [])].map((each) => ({ ...each })),
  };
}

function executorFiles({
  executor: files,
}: Pick<StepFacts, 'executor'>): ExecutionEvidence['executor'] {
  return files.map(({ file, before, after }) => ({
    file,
    sha256_before: before,
    sha256_after: after,
  }));
}
