// Builds every file of the packet's tree from what a run found, with or without a clone; pure.
import type { GateSelftest } from '../gate/index.ts';
import { provenanceOf, type IntakeOutcome } from '../intake/index.ts';
import type { ProbesRun } from '../probes/index.ts';
import { guardValue } from '../output/index.ts';
import type { RestoreEvidence } from '../restore/index.ts';
import type { IsolationProof, TargetLock } from '../sandbox/index.ts';
import {
  executionEvidence,
  executionWithoutClone,
  rehearsalPlan,
  type ExecutionEvidence,
  type ExecutorFile,
} from '../scenario/index.ts';
import { checkSchema } from '../schema/index.ts';
import { contentEvidence, contentScan } from './content-evidence.ts';
import type { CloneFacts, ContentFacts, RunInputs } from './contract.ts';
import { derive, type Derived } from './story/derive.ts';
import type { PacketSources } from './story/sources.ts';

export interface RunFacts {
  readonly inputs: RunInputs;
  readonly intake: IntakeOutcome;
  /** Null where there was no dump whose content could be read. */
  readonly content: ContentFacts | null;
  readonly clone: CloneFacts | null;
  readonly executor: readonly ExecutorFile[];
  readonly gateSelftest: GateSelftest;
  readonly probes: ProbesRun;
}

export type Assembled = Derived;

/** Facts first; all else of the packet follows from them, as it will for whoever verifies it. */
export function assemble(facts: RunFacts): Assembled {
  // A table may be called like a seal: it is still named, in a form that nobody can mistake.
  return derive(guardValue(sourcesOf(facts)) as PacketSources); // same keys and shapes, strings guarded
}

function sourcesOf(facts: RunFacts): PacketSources {
  const { inputs, intake, content, clone, gateSelftest, probes } = facts;
  const isolation = clone?.isolation ?? NO_ISOLATION;
  const { steps: _derived, ...execution } = executionOf(facts);
  return {
    'bad-input-probes.json': probes.result,
    'ci-seal-vs-bytes-gate-selftest-result.json': gateSelftest.result,
    'clone-provenance.json': provenanceOf(
      intake,
      isolatedAnswer(isolation),
      content === null ? null : contentEvidence(content, clone?.content ?? null),
    ),
    'isolation-proof.json': isolation,
    'rehearsal-target-lock.json': targetLock(facts, isolation),
    'restore-evidence.json': restoreEvidence(clone),
    'schema-compatibility.json':
      clone?.schema?.table ?? checkSchema(inputs.spec, null, new Map()).table,
    execution,
    lane: inputs.lane,
  };
}

function restoreEvidence(clone: CloneFacts | null): RestoreEvidence {
  const evidence = clone?.restore?.evidence ?? NO_RESTORE;
  const found = clone?.content ?? null;
  return { ...evidence, clone_content: found === null ? null : contentScan(found) };
}

function executionOf({ inputs, clone, executor }: RunFacts): ExecutionEvidence {
  // What it set out to show is told whether it came to it or not.
  const plan = rehearsalPlan(inputs.planned, clone?.ground?.method ?? 'overlay', inputs.part);
  if (clone === null) return executionWithoutClone({ plan, executor, notes: inputs.notes });
  return executionEvidence({
    cloneMethod: clone.ground?.method ?? null,
    plan,
    clones: clone.ground,
    isolation: clone.isolation,
    entry: clone.entry,
    exit: clone.exit,
    calibration: clone.calibration,
    notes: inputs.notes,
    runs: clone.runs,
    executor,
    clusterResidue: clone.clusterResidue,
    leftovers: clone.leftovers,
  });
}

/** What stands there where there was no clone. */
export const NO_ISOLATION: IsolationProof = {
  version: 1,
  is_production: false,
  isolated: 'N/A_NO_CLONE',
  checks: [],
  observed: null,
};

/** What stands in the packet where nothing was restored. */
export const NO_RESTORE: RestoreEvidence = {
  version: 1,
  judgement: 'N/A_NO_CLONE',
  server_major: null,
  restored_as_superuser: null,
  roles_created: [],
  extensions: [],
  locale: null,
  omitted: [],
  objects_checked: 0,
  rows_compared: null,
  clone_content: null,
  findings: [],
};

export function isolatedAnswer({ isolated }: IsolationProof): 'YES' | 'NO' | 'NOT_DECIDED' {
  if (isolated === 'HELD') return 'YES';
  return isolated === 'NOT_HELD' ? 'NO' : 'NOT_DECIDED';
}

function targetLock({ inputs, intake, clone }: RunFacts, isolation: IsolationProof): TargetLock {
  const isAccepted = intake.kind === 'accepted';
  return {
    version: 1,
    is_production: false,
    target: 'throwaway-clone',
    database: isAccepted ? intake.dump.facts.databaseName : 'N/A_NO_CLONE',
    server_major: isAccepted ? intake.dump.facts.serverMajor : null,
    network: 'none',
    transport: clone === null ? 'N/A_NO_CLONE' : 'unix-socket',
    locked: isolation.isolated,
    requested_actions: [...inputs.config.request.actions],
  };
}
