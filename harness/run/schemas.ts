// The schema of each packet file, from the stage that owns it.
import { blockersSchema, decisionPacketSchema } from '../decision/contract.ts';
import type { PacketSchemas } from '../evidence/contract.ts';
import { forbiddenSurfaceProofSchema } from '../evidence/surface-contract.ts';
import { runRecordSchema, timingsSchema } from '../evidence/record-contract.ts';
import { statementSchema } from '../evidence/statement-contract.ts';
import { gateSelftestSchema } from '../gate/contract.ts';
import { cloneProvenanceSchema } from '../intake/contract.ts';
import { probesResultSchema } from '../probes/contract.ts';
import { rollbackEvidenceSchema, validatorResultSchema } from '../proof/contract.ts';
import { restoreEvidenceSchema } from '../restore/contract.ts';
import { isolationProofSchema, targetLockSchema } from '../sandbox/contract.ts';
import { executionEvidenceSchema } from '../scenario/evidence-contract.ts';
import { schemaCompatibilitySchema } from '../schema/contract.ts';

export const PACKET_SCHEMAS: PacketSchemas = {
  'bad-input-probes.json': probesResultSchema,
  'blockers.json': blockersSchema,
  'ci-seal-vs-bytes-gate-selftest-result.json': gateSelftestSchema,
  'clone-provenance.json': cloneProvenanceSchema,
  'clone-rehearsal-execution-evidence.json': executionEvidenceSchema,
  'clone-rollback-evidence.json': rollbackEvidenceSchema,
  'decision-packet.json': decisionPacketSchema,
  'forbidden-surface-proof.json': forbiddenSurfaceProofSchema,
  'hardened-validator-result.json': validatorResultSchema,
  'isolation-proof.json': isolationProofSchema,
  'packet.intoto.json': statementSchema,
  'rehearsal-target-lock.json': targetLockSchema,
  'restore-evidence.json': restoreEvidenceSchema,
  'run.json': runRecordSchema,
  'schema-compatibility.json': schemaCompatibilitySchema,
  'timings.json': timingsSchema,
};
