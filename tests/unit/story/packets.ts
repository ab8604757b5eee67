// Packets that tell one story: made from facts of a run in which everything held, by the same
// functions that a run uses; and what a forger may do to one.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseLane } from '../../../harness/decision/index.ts';
import {
  runRecordSchema,
  variablesNamed,
  type PacketSchemas,
} from '../../../harness/evidence/index.ts';
import { DRIFT_CLASSES, judgeSelftest, REFUSALS } from '../../../harness/gate/index.ts';
import { SAMPLE_COUNT } from '../../../harness/gate/selftest-samples.ts';
import { canonicalJsonLine, sha256 } from '../../../harness/kernel/index.ts';
import { attemptKey, judgeProbes, PROBES } from '../../../harness/probes/index.ts';
import { NO_ISOLATION, NO_RESTORE } from '../../../harness/run/assemble.ts';
import { PACKET_SCHEMAS } from '../../../harness/run/schemas.ts';
import { baselineHashes } from '../../../harness/run/story/baseline.ts';
import { derive } from '../../../harness/run/story/derive.ts';
import {
  packetDocuments,
  type PacketDocuments,
  type TreeDocuments,
} from '../../../harness/run/story/documents.ts';
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import { judgeIsolation } from '../../../harness/sandbox/index.ts';
import type { ExecutionRecord } from '../../../harness/scenario/evidence-contract.ts';
import {
  calibrationKinds,
  CATALOG_ORDER,
  SEQUENCE_SECTION,
} from '../../../harness/witness/index.ts';
import { junitXml, reportHtml, type Beside } from '../../../harness/report/index.ts';
import { scenariosOn, type State } from './scenarios.ts';

export const SCHEMAS: PacketSchemas = PACKET_SCHEMAS;

const LANE_FILE = path.resolve(import.meta.dirname, '../../../schema-spec/fix7-p0.lane.yaml');
const { lane } = parseLane(readFileSync(LANE_FILE, 'utf8'), 'lane');
if (lane === null) throw new Error('the lane file that is shipped has no form');
const LANE = lane;

const TABLES = [
  { table: 'public.births', rows: 4, sha256: sha256('births') },
  { table: 'public.registry', rows: 7, sha256: sha256('registry') },
];
const ROWS = 11;
const EXECUTOR = 'scenarios/executor/99_run_all.sql';

/** Facts of a run in which everything held; `many` scenarios more. */
export function goodSources(many = 0): PacketSources {
  return {
    'bad-input-probes.json': probes(true),
    'ci-seal-vs-bytes-gate-selftest-result.json': selftest(),
    'clone-provenance.json': provenance(),
    'isolation-proof.json': isolation(),
    'restore-evidence.json': {
      version: 1,
      judgement: 'HELD',
      server_major: 15,
      restored_as_superuser: false,
      roles_created: ['birth_executor'],
      extensions: [{ name: 'plpgsql', version: '1.0' }],
      locale: 'C.UTF-8',
      omitted: [{ entry: 'DATABASE directus', why: 'the harness makes it' }],
      objects_checked: 12,
      rows_compared: ROWS,
      clone_content: scan(),
      findings: [],
    },
    'rehearsal-target-lock.json': {
      version: 1,
      is_production: false,
      target: 'throwaway-clone',
      database: 'directus',
      server_major: 15,
      network: 'none',
      transport: 'unix-socket',
      locked: 'HELD',
      requested_actions: ['rehearse'],
    },
    'schema-compatibility.json': {
      version: 1,
      judgement: 'HELD',
      spec_sha256: sha256('spec'),
      surfaces: ['births', 'approvals'].map((id) => ({
        id,
        title: `The surface ${id}`,
        required: 'YES',
        clone_has: 'YES',
        judgement: 'HELD',
        demands_checked: 9,
        differences: [],
      })),
      classes: { columns: 7, without_class: 2, named: ['births.note', 'births.title'] },
      findings: [
        {
          code: 'SANITIZATION_PARTIAL',
          where: 'schema spec',
          what: '2 of 7 columns have no class (births.note, births.title); whoever attested the dump answers for them',
        },
      ],
    },
    execution: executionOf(many),
    lane: LANE,
  };
}

/** The same where no dump was delivered: every file says so. */
export function emptySources(): PacketSources {
  const good = goodSources();
  const missing = { code: 'INTAKE_DUMP_MISSING', where: 'a.dump', what: 'there is no dump' };
  const { candidates } = good['clone-provenance.json'];
  return {
    ...good,
    'bad-input-probes.json': probes(false),
    'clone-provenance.json': {
      version: 1,
      dump: null,
      attestation: null,
      candidates: candidates.map((each, index) =>
        index > 0
          ? each
          : {
              ...each,
              isolated: 'NOT_DECIDED',
              contains_secrets: 'NOT_DECIDED',
              allowed: 'NO',
              present: 'NO',
              note: 'the operator has not delivered all of it; the findings say what is missing',
            },
      ),
      scan: null,
      findings: [missing],
      allowed: [],
    },
    'isolation-proof.json': NO_ISOLATION,
    'restore-evidence.json': NO_RESTORE,
    'rehearsal-target-lock.json': {
      ...good['rehearsal-target-lock.json'],
      database: 'N/A_NO_CLONE',
      server_major: null,
      transport: 'N/A_NO_CLONE',
      locked: 'N/A_NO_CLONE',
    },
    'schema-compatibility.json': {
      ...good['schema-compatibility.json'],
      judgement: 'N/A_NO_CLONE',
      surfaces: good['schema-compatibility.json'].surfaces.map((surface) => ({
        ...surface,
        clone_has: 'N/A_NO_CLONE',
        judgement: 'BLOCKER_INPUT_MISSING',
        demands_checked: 0,
      })),
      classes: null,
      findings: [],
    },
    execution: {
      ...good.execution,
      clone_method: 'N/A_NO_CLONE',
      clones: null,
      baseline: null,
      calibration: null,
      cluster_residue: null,
      leftovers: null,
      scenarios: [],
    },
  };
}

/** Every file that a run would write of these facts. */
export function documentsOf(sources: PacketSources): PacketDocuments {
  const { files, view, fullStatus, findings } = derive(sources);
  const scenarios = sources.execution.scenarios.map(({ id, rollbacks }) => ({
    scenario: id,
    walBytes: 0,
    rollbacks: rollbacks.map(({ way }) => ({ way, prepareMs: 0, applyMs: 1, rollbackMs: 2 })),
    locks: [],
  }));
  const stages = [{ stage: 'intake', startMs: 0, ms: 1 }];
  const beside: Beside = {
    record: runRecordSchema.parse(record(sources, fullStatus)),
    timings: { version: 1, stages, scenarios },
    catalogOrder: CATALOG_ORDER,
  };
  const documents = packetDocuments(
    new Map<string, unknown>([
      ...Object.entries(files),
      ['timings.json', beside.timings],
      ['run.json', beside.record],
      ['report.html', reportHtml(view, beside)],
      ['junit.xml', junitXml(view, beside)],
      [
        'log.jsonl',
        [
          { event: 'stage', stage: 'intake', startMs: 0, ms: 1 },
          ...findings.map((each) => ({ event: 'finding', ...each })),
          ...variablesNamed(
            LANE.surfaces,
            ['AWS_REGION', 'HOME'],
            sources['isolation-proof.json'].observed?.variables ?? null,
          ).map((each) => ({ event: 'host-variable', ...each })),
          { event: 'status', status: fullStatus },
        ]
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(''),
      ],
    ]),
    SCHEMAS,
  );
  if (documents === null) throw new Error('the facts have not the form of a packet');
  return structuredClone(documents);
}

function record(sources: PacketSources, status: string): object {
  const { clone_method: method } = sources.execution;
  const { server_major: major } = sources['restore-evidence.json'];
  const isReached = sources['rehearsal-target-lock.json'].transport !== 'N/A_NO_CLONE';
  return {
    version: 1,
    run_id: 'run-1',
    status,
    packet_tree: sha256('tree'),
    started_at: '2026-01-02T03:04:05.678Z',
    ended_at: '2026-01-02T03:05:05.678Z',
    harness: { version: '0.1.0' },
    node: 'v24.12.0',
    server: major === null ? null : `${major}.20`,
    clones: method === 'N/A_NO_CLONE' ? null : method,
    thin_clones_refused: null,
    merged_from: null,
    transport: isReached ? 'socket' : null,
    transport_reason: isReached ? 'the socket crosses' : null,
    dump: 'a.dump',
    inputs: [
      { name: 'rehearsal.config.yaml', sha256: sha256('configuration') },
      ...sources.execution.executor.map(({ file, sha256_before }) => ({
        name: file,
        sha256: sha256_before,
      })),
      ...sources.execution.scenarios.flatMap(({ id, files }) =>
        Object.entries(files).map(([name, hash]) => ({
          name: `scenarios/${id}/${name}`,
          sha256: hash,
        })),
      ),
    ],
  };
}

function probes(withClone: boolean): TreeDocuments['bad-input-probes.json'] {
  const attempts = new Map(
    PROBES.flatMap((probe) =>
      probe.attempts.map((each) => {
        const isAsked = withClone || !each.needsClone;
        const said = isAsked ? ('REFUSED' as const) : ('NOT_ASKED' as const);
        const facts = {
          answer: said,
          twin: isAsked ? ('ALLOWED' as const) : ('NOT_ASKED' as const),
          found_codes: isAsked ? [...each.codes] : [],
          token_leaked: false,
        };
        return [attemptKey(probe.id, each.id), facts] as const;
      }),
    ),
  );
  const control = { answer: 'ALLOWED', found_codes: [], token_leaked: false } as const;
  const gone = { containers: 0, volumes: 0, networks: 0, socket_folders_gone: true };
  return judgeProbes({ withClone, attempts, control, leftovers: withClone ? gone : null }).result;
}

function selftest(): TreeDocuments['ci-seal-vs-bytes-gate-selftest-result.json'] {
  return judgeSelftest({
    byte_identical: {
      gate_judgement: 'HELD',
      identical: SAMPLE_COUNT,
      sealed: SAMPLE_COUNT,
      found_codes: [],
    },
    drifts: Object.entries(DRIFT_CLASSES).map(([drift, code]) => ({
      drift,
      gate_judgement: 'NOT_HELD',
      identical: SAMPLE_COUNT - 1,
      found_codes: [code],
    })),
    refusals: Object.entries(REFUSALS).map(([refusal, { codes, identical }]) => ({
      refusal,
      gate_judgement: 'NOT_HELD',
      identical,
      found_codes: [...codes],
    })),
  }).result;
}

function scan(): NonNullable<TreeDocuments['clone-provenance.json']['scan']> {
  return { judgement: 'HELD', tables: 2, rows: ROWS, bytes: 99, allowed_hosts: [], hits: [] };
}

function provenance(): TreeDocuments['clone-provenance.json'] {
  const never = (candidate: string, source: string): Candidate => ({
    candidate,
    source,
    production_shaped: 'YES',
    isolated: 'NO',
    contains_secrets: 'NOT_DECIDED',
    allowed: 'NO',
    present: 'NOT_DECIDED',
    note: 'never a target of a rehearsal; not looked for',
  });
  return {
    version: 1,
    dump: {
      format: 'custom',
      compression: 'gzip',
      serverVersion: '15.20 (Debian 15.20-0+deb12u1)',
      databaseName: 'directus',
      encoding: 'UTF8',
      sha256: sha256('dump'),
      byteLength: 1234,
    },
    attestation: {
      operator: 'an operator',
      sanitizedWith: 'a tool',
      confirmation: 'sanitized non-production copy',
      boundToDump: 'YES',
    },
    candidates: [
      {
        candidate: 'operator dump',
        source: 'a pg_dump delivered by the operator',
        production_shaped: 'NOT_DECIDED',
        isolated: 'YES',
        contains_secrets: 'NO',
        allowed: 'YES',
        present: 'YES',
        note: 'attested as sanitized and bound to its sha256; its shape is judged in Table B; all its content was scanned, and nothing found that refuses and is not allowed',
      },
      never('production', 'the live production database'),
      never('replica', 'a live replica or a shared staging server'),
      {
        candidate: 'synthetic demo',
        source: 'a dump that the harness makes of computed rows',
        production_shaped: 'NO',
        isolated: 'NOT_DECIDED',
        contains_secrets: 'NO',
        allowed: 'YES',
        present: 'NOT_DECIDED',
        note: 'shows that the harness works, nothing about production; rehearsed only when delivered as the operator dump',
      },
    ],
    scan: scan(),
    findings: [],
    allowed: [],
  };
}
type Candidate = TreeDocuments['clone-provenance.json']['candidates'][number];

function isolation(): TreeDocuments['isolation-proof.json'] {
  const { checks } = judgeIsolation({ of: 'sandbox', inside: '', inspect: null, image: null });
  return {
    version: 1,
    is_production: false,
    isolated: 'HELD',
    checks: checks.map((each) => ({ ...each, measured: each.expected, judgement: 'HELD' })),
    observed: {
      interfaces: ['lo'],
      mounts: ['/rehearsal/dump', '/rehearsal/pgdata', '/rehearsal/scratch', '/rehearsal/socket'],
      variables: ['HOME', 'PATH'],
    },
  };
}

function executionOf(many: number): ExecutionRecord {
  const baseline = baselineOf();
  const { whole, transactional } = baselineHashes(baseline);
  const start: State = { whole, transactional, rows: ROWS };
  const scenarios = scenariosOn(start, many);
  const kinds = calibrationKinds(true);
  return {
    version: 1,
    clone_method: 'overlay',
    plan: {
      part: null,
      scenarios: scenarios.map(({ id }) => id),
      rollbacks: scenarios.flatMap(({ id, rollbacks }) =>
        rollbacks.map(({ way, rollback_class }) => ({ scenario: id, way, rollback_class })),
      ),
    },
    clones: { isolation: 'HELD', baseline_untouched: true },
    baseline,
    calibration: {
      judgement: 'HELD',
      seen: kinds.length,
      of: kinds.length,
      schema_restored_twice: 'HELD',
      trials: kinds.map((kind) => ({
        kind,
        place: 'public.births',
        own: 'operator',
        seen: 'HELD',
        restored: 'HELD',
      })),
    },
    executor: [
      { file: EXECUTOR, sha256_before: sha256('executor'), sha256_after: sha256('executor') },
    ],
    cluster_residue: [],
    leftovers: { containers: 0, volumes: 0, networks: 0, socket_folder_gone: true },
    scenarios,
    findings: [],
  };
}

/** Its hashes are taken here as docs/recompute.md says, apart from the harness's own. */
function baselineOf(): NonNullable<ExecutionRecord['baseline']> {
  const catalog = Object.fromEntries(
    [...CATALOG_ORDER, SEQUENCE_SECTION].map((section) => [section, sha256(section)]),
  );
  const sections = CATALOG_ORDER.map((section) => ({ section, sha256: sha256(section) }));
  const transactional = sha256(canonicalJsonLine({ sections, tables: TABLES }));
  const hash = sha256(canonicalJsonLine({ sequences: sha256(SEQUENCE_SECTION), transactional }));
  return { entry_hash: hash, exit_hash: hash, row_count: ROWS, tables: [...TABLES], catalog };
}
