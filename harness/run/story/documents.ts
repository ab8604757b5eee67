// The files of a packet as values, each in its documented form: what its story is told by.
import type { z } from 'zod';
import type { Blockers, DecisionPacket } from '../../decision/contract.ts';
import { TREE_JSON_FILES } from '../../evidence/contract.ts';
import type { ForbiddenSurfaceProof } from '../../evidence/surface-contract.ts';
import {
  runRecordSchema,
  timingsSchema,
  type RunRecord,
  type Timings,
} from '../../evidence/record-contract.ts';
import type { GateSelftestResult } from '../../gate/contract.ts';
import type { CloneProvenance } from '../../intake/contract.ts';
import type { ProbesResult } from '../../probes/contract.ts';
import type { RollbackEvidence, ValidatorResult } from '../../proof/contract.ts';
import type { RestoreEvidence } from '../../restore/contract.ts';
import type { IsolationProof, TargetLock } from '../../sandbox/contract.ts';
import type { ExecutionEvidence } from '../../scenario/evidence-contract.ts';
import type { SchemaCompatibility } from '../../schema/contract.ts';

/** The JSON files of the tree. */
export interface TreeDocuments {
  readonly 'bad-input-probes.json': ProbesResult;
  readonly 'blockers.json': Blockers;
  readonly 'ci-seal-vs-bytes-gate-selftest-result.json': GateSelftestResult;
  readonly 'clone-provenance.json': CloneProvenance;
  readonly 'clone-rehearsal-execution-evidence.json': ExecutionEvidence;
  readonly 'clone-rollback-evidence.json': RollbackEvidence;
  readonly 'decision-packet.json': DecisionPacket;
  readonly 'forbidden-surface-proof.json': ForbiddenSurfaceProof;
  readonly 'hardened-validator-result.json': ValidatorResult;
  readonly 'isolation-proof.json': IsolationProof;
  readonly 'rehearsal-target-lock.json': TargetLock;
  readonly 'restore-evidence.json': RestoreEvidence;
  readonly 'schema-compatibility.json': SchemaCompatibility;
}

/** What one packet says: all of the tree, and of the files beside it those that are there. */
export interface PacketDocuments {
  readonly tree: TreeDocuments;
  readonly 'report.md': string;
  readonly 'decision-packet.md': string;
  readonly record: RunRecord | null;
  readonly timings: Timings | null;
  readonly 'report.html': string | null;
  readonly 'junit.xml': string | null;
  readonly 'log.jsonl': string | null;
}

export const EXECUTION = 'clone-rehearsal-execution-evidence.json';
export const PROVENANCE = 'clone-provenance.json';
export const ISOLATION = 'isolation-proof.json';
export const RESTORE = 'restore-evidence.json';
export const SCHEMA = 'schema-compatibility.json';
export const LOCK = 'rehearsal-target-lock.json';
export const PROBES = 'bad-input-probes.json';

/** Of a text in a packet. */
export const NOT_RENDERED = 'it is not what the packet\u2019s files are rendered to';

/** Values by file name, as parsed; null where a file of the tree is not there in its form. */
export function packetDocuments(
  files: ReadonlyMap<string, unknown>,
  schemas: { readonly [Name in keyof TreeDocuments]: z.ZodType },
): PacketDocuments | null {
  const tree: Partial<Record<keyof TreeDocuments, unknown>> = {};
  for (const name of TREE_JSON_FILES) {
    if (!schemas[name].safeParse(files.get(name)).success) return null;
    // What was read is kept, not what a schema makes of it: nothing may be filled in.
    tree[name] = files.get(name);
  }
  const [report, decision] = [textOf(files, 'report.md'), textOf(files, 'decision-packet.md')];
  if (report === null || decision === null) return null;
  const record = runRecordSchema.safeParse(files.get('run.json'));
  const timings = timingsSchema.safeParse(files.get('timings.json'));
  return {
    tree: tree as TreeDocuments, // each was parsed by the schema of its type
    'report.md': report,
    'decision-packet.md': decision,
    record: record.success ? record.data : null,
    timings: timings.success ? timings.data : null,
    'report.html': textOf(files, 'report.html'),
    'junit.xml': textOf(files, 'junit.xml'),
    'log.jsonl': textOf(files, 'log.jsonl'),
  };
}

function textOf(files: ReadonlyMap<string, unknown>, name: string): string | null {
  const value = files.get(name);
  return typeof value === 'string' ? value : null;
}
