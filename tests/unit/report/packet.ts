// A packet's files as their own stages type them: a renamed field breaks these tests at the compiler.
import { decide, parseLane, type EvidenceFacts } from '../../../harness/decision/index.ts';
import { EVIDENCE_NAMES } from '../../../harness/decision/contract.ts';
import type { ForbiddenSurfaceProof } from '../../../harness/evidence/surface-contract.ts';
import type { GateSelftestResult } from '../../../harness/gate/contract.ts';
import type { CloneProvenance } from '../../../harness/intake/contract.ts';
import { Problem, type Judgement, type Status } from '../../../harness/kernel/index.ts';
import type { RollbackEvidence, ValidatorResult } from '../../../harness/proof/contract.ts';
import type { PacketView } from '../../../harness/report/index.ts';
import type { RestoreEvidence } from '../../../harness/restore/contract.ts';
import type { IsolationProof } from '../../../harness/sandbox/contract.ts';
import type {
  ExecutionEvidence,
  ScenarioEvidence,
} from '../../../harness/scenario/evidence-contract.ts';
import { LANE_YAML } from '../decision/lanes.ts';

export const HASHES = { before: 'a'.repeat(64), applied: 'b'.repeat(64) } as const;

/** Every file of a run that held; `value` is put wherever a foreign text may stand. */
export function packetFiles(
  value: string,
  status: Status = 'ROLLBACK_READY',
): Record<string, unknown> {
  const { packet, blockers } = decide(lane(), status, evidence('HELD'));
  return {
    'clone-provenance.json': provenance(value),
    'isolation-proof.json': isolation(value),
    'restore-evidence.json': restore(value),
    'schema-compatibility.json': schema(value),
    'clone-rehearsal-execution-evidence.json': execution(value),
    'clone-rollback-evidence.json': rollback(value),
    'hardened-validator-result.json': validator(value),
    'bad-input-probes.json': probes(value),
    'ci-seal-vs-bytes-gate-selftest-result.json': gate(value),
    'forbidden-surface-proof.json': surfaces(value),
    'decision-packet.json': { ...packet, title: value },
    'blockers.json': blockers,
  };
}

export function lane(): NonNullable<ReturnType<typeof parseLane>['lane']> {
  const read = parseLane(LANE_YAML, 'test.lane.yaml');
  if (read.lane === null) throw new Problem(read.findings);
  return read.lane;
}

export function evidence(judgement: Judgement): EvidenceFacts {
  const facts = Object.fromEntries(EVIDENCE_NAMES.map((name) => [name, judgement]));
  return facts as EvidenceFacts; // every name of the list is a key
}

function finding(value: string): { code: string; where: string; what: string } {
  return { code: 'SURFACE_NOT_SHOWN', where: value, what: value };
}

function provenance(value: string): CloneProvenance {
  return {
    version: 1,
    dump: {
      format: 'custom',
      compression: 'gzip',
      serverVersion: value,
      databaseName: value,
      encoding: 'UTF8',
      sha256: HASHES.before,
      byteLength: 1,
    },
    attestation: {
      operator: value,
      sanitizedWith: value,
      confirmation: 'sanitized non-production copy',
      boundToDump: 'YES',
    },
    candidates: [
      {
        candidate: value,
        source: value,
        production_shaped: 'YES',
        isolated: 'YES',
        contains_secrets: 'NO',
        allowed: 'YES',
        present: 'YES',
        note: value,
      },
    ],
    scan: null,
    findings: [finding(value)],
    allowed: [],
  };
}

function isolation(value: string): IsolationProof {
  return {
    version: 1,
    is_production: false,
    isolated: 'HELD',
    checks: [
      { id: 'interfaces', measured: 'lo', expected: 'lo', from: 'inside', judgement: 'HELD' },
      { id: value, measured: value, expected: value, from: 'inside', judgement: 'NOT_HELD' },
    ],
    observed: { interfaces: ['lo'], mounts: [value], variables: [value] },
  };
}

function restore(value: string): RestoreEvidence {
  return {
    version: 1,
    judgement: 'HELD',
    server_major: 15,
    restored_as_superuser: false,
    roles_created: [value],
    extensions: [],
    locale: null,
    omitted: [],
    objects_checked: 3,
    rows_compared: 3,
    clone_content: null,
    findings: [],
  };
}

function schema(value: string): PacketView['schema-compatibility.json'] {
  return {
    judgement: 'HELD',
    surfaces: [
      {
        id: value,
        title: value,
        clone_has: 'NO',
        judgement: 'NOT_HELD',
        differences: [{ path: value, what: value }],
      },
    ],
    findings: [],
  };
}

function execution(value: string): ExecutionEvidence {
  return {
    version: 1,
    clone_method: 'overlay',
    plan: { part: null, scenarios: [], rollbacks: [] },
    clones: null,
    baseline: null,
    calibration: {
      judgement: 'NOT_HELD',
      seen: 1,
      of: 2,
      schema_restored_twice: 'HELD',
      trials: [
        { kind: 'a flipped value', place: 'a', own: 'harness', seen: 'HELD', restored: 'HELD' },
        { kind: value, place: value, own: 'operator', seen: 'NOT_HELD', restored: 'HELD' },
      ],
    },
    executor: [],
    cluster_residue: null,
    leftovers: null,
    steps: [{ id: 'RX-0', title: value, judgement: 'HELD', shows: [value, value], findings: [] }],
    scenarios: [scenarioOf(value)],
    findings: [],
  };
}

/** A step of a chain that went back by two ways, with something to say in every place. */
export function scenarioOf(value: string): ScenarioEvidence {
  const back: ScenarioEvidence['rollbacks'][number] = {
    way: 'storage',
    rollback_class: 'RB-CLONE-SNAP',
    judgement: 'HELD',
    expected_hash: HASHES.before,
    before_hash: HASHES.before,
    after_apply_hash: HASHES.applied,
    after_rollback_hash: HASHES.before,
    row_count_before: 1,
    row_count_after: 1,
    not_restored: [],
    residue: [{ kind: 'sequence', name: value, what: value, undoable: false }],
    findings: [],
  };
  return {
    id: value,
    title: value,
    kind: 'revert',
    role: value,
    judgement: 'NOT_HELD',
    chain: { id: value, place: 2 },
    files: {},
    executor: null,
    has_setup: false,
    deterministic: 'NO',
    varies: [value, value],
    verified: 'HELD',
    tables_changed: [value, value],
    rows_changed: [
      { table: value, inserted: 1, updated: 2, deleted: 3 },
      { table: value, inserted: 4, updated: 5, deleted: 6 },
    ],
    locks: [
      { relation: value, mode: 'AccessExclusive', how: 'held' },
      { relation: value, mode: 'Share', how: 'documented' },
    ],
    rewritten: [value],
    expectations: [{ expects: value, judgement: 'NOT_HELD' }],
    read_only: null,
    rollbacks: [
      back,
      {
        ...back,
        way: 'revert',
        rollback_class: 'RB-CLONE-REVERT',
        judgement: 'NOT_HELD',
        not_restored: [value],
        residue: [],
        findings: [finding(value)],
      },
    ],
    findings: [finding(value)],
  };
}

function rollback(value: string): RollbackEvidence {
  return {
    version: 1,
    entries: [
      {
        id: value,
        scenario: value,
        rollback_class: 'RB-CLONE-TXN',
        way: 'transaction',
        before_hash: HASHES.before,
        after_apply_hash: HASHES.applied,
        after_rollback_hash: HASHES.before,
        expected_hash: HASHES.before,
        restored_match: true,
        row_count_before: 1,
        row_count_after: 1,
        production_rollback_status: 'NOT_APPLICABLE',
      },
    ],
  };
}

function validator(value: string): ValidatorResult {
  return {
    version: 1,
    judgement: 'HELD',
    selftest: {
      judgement: 'HELD',
      cases: [{ name: value, expected_codes: [], found_codes: [], judgement: 'HELD' }],
    },
    this_run: {
      judgement: 'HELD',
      entries: [{ id: value, judgement: 'NOT_HELD', codes: [value] }],
      findings: [],
    },
    negative_control: {
      judgement: 'HELD',
      forged_from: value,
      expected_codes: [],
      found_codes: [],
    },
    findings: [],
  };
}

function probes(value: string): unknown {
  return {
    judgement: 'HELD',
    probes: [{ id: value, kind: 'request', tries: value, outcome: 'FAILED_OPEN' }],
    control_allowed: true,
    any_fail_open: false,
    forbidden_token_leaked: false,
    findings: [],
  };
}

function gate(value: string): GateSelftestResult {
  return {
    version: 1,
    judgement: 'HELD',
    byte_identical: {
      gate_judgement: 'HELD',
      judgement: 'HELD',
      identical: 1,
      sealed: 1,
      found_codes: [],
    },
    refusals: [],
    drifts: [
      {
        drift: value,
        gate_judgement: 'NOT_HELD',
        identical: 0,
        expected_codes: [],
        found_codes: [value],
        failed_closed: true,
        judgement: 'HELD',
      },
    ],
    findings: [],
  };
}

function surfaces(value: string): ForbiddenSurfaceProof {
  return {
    version: 1,
    judgement: 'HELD',
    surfaces: [
      {
        id: 'one',
        title: value,
        basis: 'network',
        never: { variables: [value], paths: [value] },
        files: [value],
        state: 'UNTOUCHED',
        facts: [{ file: 'isolation-proof.json', fact: 'checks.interfaces', measured: value }],
        reason: value || 'none',
      },
    ],
    findings: [],
  };
}
