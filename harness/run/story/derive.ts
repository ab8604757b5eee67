// Everything in a packet that follows from something else in it: made here by the run that writes
// the packet, and once more, from the packet alone, by whoever verifies it.
import { decide, fullStatus, type EvidenceFacts } from '../../decision/index.ts';
import {
  forbiddenSurfaces,
  type ForbiddenSurfaceProof,
  type TreeContents,
} from '../../evidence/index.ts';
import { judgeSelftest, type GateSelftestResult } from '../../gate/index.ts';
import {
  CODES,
  weakest,
  type Code,
  type Finding,
  type Judgement,
  type Status,
} from '../../kernel/index.ts';
import { guardValue } from '../../output/index.ts';
import { rejudgeProbes, type ProbesResult } from '../../probes/index.ts';
import {
  exerciseValidator,
  rollbackProof,
  type RunProof,
  type ValidatorResult,
} from '../../proof/index.ts';
import {
  decisionMarkdown,
  packetView,
  reportMarkdown,
  type PacketView,
} from '../../report/index.ts';
import { isolationFindings } from '../../sandbox/index.ts';
import {
  shareOf,
  stepsOnClone,
  stepsWithoutClone,
  type ExecutionEvidence,
} from '../../scenario/index.ts';
import { decideStatus } from '../../verdict.ts';
import type { PacketSources } from './sources.ts';

export interface Derived {
  readonly status: Status;
  /** With the lane's prefix. */
  readonly fullStatus: string;
  /** All of the packet, each once. */
  readonly findings: readonly Finding[];
  readonly files: TreeContents;
  readonly view: PacketView;
}

/** `sources` with every seal-shaped word broken already, so that both callers begin from the same. */
export function derive(sources: PacketSources): Derived {
  const judged = judge(sources);
  const { lane, execution: _record, ...measured } = sources;
  const status = statusOf(sources, judged);
  const decision = decide(lane, status, evidenceFacts(sources, judged));
  const json = {
    ...measured,
    'bad-input-probes.json': judged.probes,
    'ci-seal-vs-bytes-gate-selftest-result.json': judged.gate,
    'blockers.json': decision.blockers,
    'clone-rehearsal-execution-evidence.json': judged.execution,
    'clone-rollback-evidence.json': judged.proof?.evidence ?? { version: 1, entries: [] },
    'decision-packet.json': decision.packet,
    'forbidden-surface-proof.json': judged.surfaces,
    'hardened-validator-result.json': judged.validator,
  };
  const guarded = guardValue(json) as typeof json; // same keys and shapes, strings guarded
  const view = packetView(guarded);
  return {
    status,
    fullStatus: fullStatus(lane.status_prefix, status),
    findings: judged.findings,
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

/** Everything that is judged from the sources, before a status is made of it. */
interface Judged {
  readonly execution: ExecutionEvidence;
  readonly proof: RunProof | null;
  readonly validator: ValidatorResult;
  readonly surfaces: ForbiddenSurfaceProof;
  readonly probes: ProbesResult;
  readonly gate: GateSelftestResult;
  readonly findings: readonly Finding[];
}

function judge(sources: PacketSources): Judged {
  const { execution: record } = sources;
  const isolation = sources['isolation-proof.json'];
  const targetLock = sources['rehearsal-target-lock.json'];
  const steps =
    isolation.isolated === 'N/A_NO_CLONE'
      ? stepsWithoutClone(record)
      : stepsOnClone(record, isolation);
  const execution: ExecutionEvidence = { ...record, steps };
  const proof = proofOf(execution);
  const validator = exerciseValidator(proof).result;
  const surfaces = forbiddenSurfaces(sources.lane.surfaces, { isolation, targetLock, execution });
  // From the answers alone: what a result says of itself is never read.
  const probes = rejudgeProbes(sources['bad-input-probes.json']);
  const gate = judgeSelftest(sources['ci-seal-vs-bytes-gate-selftest-result.json']).result;
  const findings = known([
    ...execution.findings,
    ...sources['clone-provenance.json'].findings,
    ...isolationFindings(isolation),
    ...sources['restore-evidence.json'].findings,
    ...sources['schema-compatibility.json'].findings,
    ...execution.scenarios.flatMap(({ findings: own, rollbacks }) => [
      ...own,
      ...rollbacks.flatMap((rollback) => rollback.findings),
    ]),
    ...steps.flatMap((step) => step.findings),
    ...validator.findings,
    ...gate.findings,
    ...probes.findings,
    ...surfaces.findings,
  ]);
  return { execution, proof, validator, surfaces, probes, gate, findings };
}

function statusOf(sources: PacketSources, judged: Judged): Status {
  const { execution, validator, surfaces, probes, gate, findings } = judged;
  return decideStatus(findings, {
    isolation: decided(sources['isolation-proof.json'].isolated),
    content: contentJudgement(sources),
    restore: decided(sources['restore-evidence.json'].judgement),
    schema: decided(sources['schema-compatibility.json'].judgement),
    isPart: execution.plan.part !== null,
    steps: execution.steps.map(({ judgement }) =>
      judgement === 'NOT_IN_PART' ? judgement : decided(judgement),
    ),
    calibration: execution.calibration?.judgement ?? null,
    scenarios: execution.scenarios.map(({ judgement }) => judgement),
    validator: decided(validator.judgement),
    probes: decided(probes.judgement),
    gateSelftest: gate.judgement,
    surfaces: surfaces.judgement,
  });
}

/** Every planned way back must be among what the scenarios came to; none where nothing was read. */
function proofOf({ baseline, plan, scenarios }: ExecutionEvidence): RunProof | null {
  if (baseline === null) return null;
  const planned = shareOf(plan).rollbacks.map(
    ({ scenario, way, rollback_class: rollbackClass }) => ({
      scenario,
      way,
      rollbackClass,
    }),
  );
  return rollbackProof(planned, scenarios);
}

/** Held where the dump's content held and, read once more, the clone's. */
function contentJudgement(sources: PacketSources): Judgement {
  const inDump = sources['clone-provenance.json'].scan?.judgement;
  const inClone = sources['restore-evidence.json'].clone_content?.judgement;
  return weakest([decided(inDump) ?? 'NOT_DECIDED', decided(inClone) ?? 'NOT_DECIDED']);
}

/** A judgement, or null for `N/A_NO_CLONE` and everything else that decides nothing. */
function decided(value: string | undefined): Judgement | null {
  return value === 'HELD' || value === 'NOT_HELD' || value === 'NOT_DECIDED' ? value : null;
}

/** What this run has shown, for the blockers that it may narrow. A part has not shown anything yet. */
function evidenceFacts(sources: PacketSources, judged: Judged): EvidenceFacts {
  const facts = wholeFacts(sources, judged);
  if (judged.execution.plan.part === null) return facts;
  const open = Object.entries(facts).map(([name, each]) => [name, weakest([each, 'NOT_DECIDED'])]);
  return Object.fromEntries(open) as EvidenceFacts; // the same names
}

function wholeFacts(
  sources: PacketSources,
  { execution, validator, probes, gate }: Judged,
): EvidenceFacts {
  const held = (value: string | undefined): Judgement => decided(value) ?? 'NOT_DECIDED';
  const step = (id: string): Judgement =>
    held(execution.steps.find((each) => each.id === id)?.judgement);
  const isAccepted = sources['rehearsal-target-lock.json'].server_major !== null;
  return {
    'dump-accepted': isAccepted ? contentJudgement(sources) : 'NOT_HELD',
    isolation: step('RX-0'),
    restore: held(sources['restore-evidence.json'].judgement),
    schema: held(sources['schema-compatibility.json'].judgement),
    'read-only': step('RX-1'),
    'rollback-transaction': step('RX-2'),
    'rollback-snapshot': step('RX-3'),
    'executor-integrity': step('RX-4'),
    residue: step('RX-5'),
    disposal: step('RX-6'),
    validator: held(validator.judgement),
    probes: held(probes.judgement),
    'gate-selftest': gate.judgement,
    // Adopting the seal is the owner's act; a run does not look for it.
    'seal-manifest': 'NOT_DECIDED',
  };
}

interface Written {
  readonly code: string;
  readonly where: string;
  readonly what: string;
}

/** Each once. @throws TypeError for a code that this build does not know: it could force anything */
function known(all: readonly Written[]): Finding[] {
  const once = new Map<string, Finding>();
  for (const { code, where, what } of all) {
    if (!isCode(code)) throw new TypeError(`unknown code "${code}"`);
    once.set(`${code}\0${where}\0${what}`, { code, where, what });
  }
  return [...once.values()];
}

export function isCode(code: string): code is Code {
  return Object.hasOwn(CODES, code);
}
