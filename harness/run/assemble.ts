// Builds every file of the packet's tree from what a run found, with or without a clone; pure.
import { decide, fullStatus, type EvidenceFacts } from '../decision/index.ts';
import { forbiddenSurfaces, type SurfaceFacts, type TreeContents } from '../evidence/index.ts';
import type { GateSelftest } from '../gate/index.ts';
import { provenanceOf, type IntakeOutcome } from '../intake/index.ts';
import { weakest, type Finding, type Judgement, type Status } from '../kernel/index.ts';
import type { ProbesRun } from '../probes/index.ts';
import { exerciseValidator, rollbackProof, type RunProof } from '../proof/index.ts';
import { decisionMarkdown, packetView, reportMarkdown, type PacketView } from '../report/index.ts';
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
import { decideStatus } from '../verdict.ts';
import { contentEvidence, contentScan } from './content-evidence.ts';
import type { CloneFacts, ContentFacts, RunInputs } from './contract.ts';

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

export interface Assembled {
  readonly status: Status;
  /** With the lane's prefix. */
  readonly fullStatus: string;
  readonly findings: readonly Finding[];
  readonly files: TreeContents;
  readonly view: PacketView;
}

export function assemble(facts: RunFacts): Assembled {
  const { inputs, intake, content, clone, gateSelftest, probes } = facts;
  const execution = executionOf(facts);
  const proof = proofOf(execution);
  const validator = exerciseValidator(proof);
  const surfaces = forbiddenSurfaces(inputs.lane.surfaces, surfaceFacts(facts));
  const schema = clone?.schema ?? checkSchema(inputs.spec, null, new Map());
  const restore = restoreEvidence(clone);
  const isolation = clone?.isolation ?? NO_ISOLATION;

  const findings = unique([
    ...inputs.notes,
    ...intake.findings,
    ...(content?.findings ?? []),
    ...(clone?.findings ?? []),
    ...(clone === null ? [] : execution.steps.flatMap(({ findings: found }) => found as Finding[])), // written from findings
    ...validator.findings,
    ...gateSelftest.findings,
    ...probes.findings,
    ...(surfaces.findings as Finding[]), // written from findings
  ]);
  const status = decideStatus(findings, {
    isolation: judged(isolation.isolated),
    content: contentJudgement(facts),
    restore: judged(restore.judgement),
    schema: judged(schema.table.judgement),
    steps: execution.steps.map(({ judgement }) => judged(judgement)),
    calibration: judged(execution.calibration?.judgement),
    scenarios: execution.scenarios.map(({ judgement }) => judged(judgement)),
    validator: judged(validator.result.judgement),
    probes: probes.result.judgement,
    gateSelftest: gateSelftest.result.judgement,
    surfaces: surfaces.judgement,
  });

  const evidence = evidenceFacts(facts, {
    steps: execution.steps,
    restore: judged(restore.judgement),
    schema: judged(schema.table.judgement),
    validator: judged(validator.result.judgement),
  });
  const decision = decide(inputs.lane, status, evidence);
  const json = {
    'bad-input-probes.json': probes.result,
    'blockers.json': decision.blockers,
    'ci-seal-vs-bytes-gate-selftest-result.json': gateSelftest.result,
    'clone-provenance.json': provenanceOf(
      intake,
      isolatedAnswer(isolation),
      content === null ? null : contentEvidence(content, clone?.content ?? null),
    ),
    'clone-rehearsal-execution-evidence.json': execution,
    'clone-rollback-evidence.json': proof?.evidence ?? { version: 1, entries: [] },
    'decision-packet.json': decision.packet,
    'forbidden-surface-proof.json': surfaces,
    'hardened-validator-result.json': validator.result,
    'isolation-proof.json': isolation,
    'rehearsal-target-lock.json': targetLock(facts, isolation),
    'restore-evidence.json': restore,
    'schema-compatibility.json': schema.table,
  };
  // A table may be called like a seal: it is still named, in a form that nobody can mistake.
  const guarded = guardValue(json) as typeof json; // same keys and shapes, strings guarded
  const view = packetView(guarded);
  return {
    status,
    fullStatus: fullStatus(inputs.lane.status_prefix, status),
    findings,
    view,
    files: {
      ...guarded,
      'report.md': reportMarkdown(view),
      'decision-packet.md': decisionMarkdown(
        guarded['decision-packet.json'],
        guarded['blockers.json'],
      ),
    },
  };
}

/** Held where the dump's content held and, read once more, the clone's. */
function contentJudgement({ content, clone }: RunFacts): Judgement {
  const both = [content?.judgement, clone?.content?.judgement];
  return weakest(both.map((each) => each ?? 'NOT_DECIDED'));
}

function restoreEvidence(clone: CloneFacts | null): RestoreEvidence {
  const evidence = clone?.restore?.evidence ?? NO_RESTORE;
  const found = clone?.content ?? null;
  return { ...evidence, clone_content: found === null ? null : contentScan(found) };
}

/** A judgement, or null for `N/A_NO_CLONE` and everything else that decides nothing. */
function judged(value: string | undefined): Judgement | null {
  return value === 'HELD' || value === 'NOT_HELD' || value === 'NOT_DECIDED' ? value : null;
}

interface Judged {
  readonly steps: ExecutionEvidence['steps'];
  readonly restore: Judgement | null;
  readonly schema: Judgement | null;
  readonly validator: Judgement | null;
}

/** What this run has shown, for the blockers that it may narrow. */
function evidenceFacts(facts: RunFacts, found: Judged): EvidenceFacts {
  const { intake, probes, gateSelftest } = facts;
  const step = (id: string): Judgement =>
    judged(found.steps.find((each) => each.id === id)?.judgement) ?? 'NOT_DECIDED';
  return {
    'dump-accepted': intake.kind === 'accepted' ? contentJudgement(facts) : 'NOT_HELD',
    isolation: step('RX-0'),
    restore: found.restore ?? 'NOT_DECIDED',
    schema: found.schema ?? 'NOT_DECIDED',
    'read-only': step('RX-1'),
    'rollback-transaction': step('RX-2'),
    'rollback-snapshot': step('RX-3'),
    'executor-integrity': step('RX-4'),
    residue: step('RX-5'),
    disposal: step('RX-6'),
    validator: found.validator ?? 'NOT_DECIDED',
    probes: probes.result.judgement,
    'gate-selftest': gateSelftest.result.judgement,
    // Adopting the seal is the owner's act; a run does not look for it.
    'seal-manifest': 'NOT_DECIDED',
  };
}

function executionOf({ inputs, clone, executor }: RunFacts): ExecutionEvidence {
  if (clone === null) return executionWithoutClone({ executor, notes: inputs.notes });
  return executionEvidence({
    cloneMethod: clone.ground?.method ?? null,
    plan: rehearsalPlan(inputs.planned, clone.ground?.method ?? 'overlay'),
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

function proofOf({ baseline, plan, scenarios }: ExecutionEvidence): RunProof | null {
  if (baseline === null || plan === null) return null;
  const planned = plan.rollbacks.map(({ scenario, way, rollback_class: rollbackClass }) => ({
    scenario,
    way,
    rollbackClass,
  }));
  return rollbackProof(planned, scenarios);
}

const NO_ISOLATION: IsolationProof = {
  version: 1,
  is_production: false,
  isolated: 'N/A_NO_CLONE',
  checks: [],
};

const NO_RESTORE: RestoreEvidence = {
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

function isolatedAnswer({ isolated }: IsolationProof): 'YES' | 'NO' | 'NOT_DECIDED' {
  if (isolated === 'HELD') return 'YES';
  return isolated === 'NOT_HELD' ? 'NO' : 'NOT_DECIDED';
}

function targetLock({ intake, clone }: RunFacts, isolation: IsolationProof): TargetLock {
  const isAccepted = intake.kind === 'accepted';
  return {
    version: 1,
    is_production: false,
    target: 'throwaway-clone',
    database: isAccepted ? intake.dump.facts.databaseName : 'N/A_NO_CLONE',
    server_major: isAccepted ? intake.dump.facts.serverMajor : null,
    network: 'none',
    transport: clone?.transport ?? 'N/A_NO_CLONE',
    locked: isolation.isolated,
  };
}

function surfaceFacts({ inputs, clone, executor }: RunFacts): SurfaceFacts {
  return {
    container: clone === null ? 'none' : 'started',
    isolation: clone?.isolation ?? null,
    requestedActions: inputs.config.request.actions,
    watchedFiles: executor,
  };
}

function unique(findings: readonly Finding[]): Finding[] {
  const once = new Map(findings.map((each) => [`${each.code}\0${each.where}\0${each.what}`, each]));
  return [...once.values()];
}
