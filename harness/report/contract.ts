// What a report reads from the packet's files, and the shape of the document made from it.
import { z } from 'zod';
import { blockersSchema, decisionPacketSchema } from '../decision/contract.ts';
import type { RunRecord, Timings } from '../evidence/record-contract.ts';
import { forbiddenSurfaceProofSchema } from '../evidence/surface-contract.ts';
import { partSchema } from '../scenario/part-contract.ts';

const finding = z.object({ code: z.string(), where: z.string(), what: z.string() });
const findings = z.array(finding).default([]);
const hash = z.string().nullable();
const judgement = z.string();

/**
 * The few fields that a report reads of each file; the files' own schemas check them in full, so
 * keys beyond these are none of the report's business. A field that is missing here stops it.
 */
export const packetViewSchema = z.object({
  'clone-provenance.json': z.object({
    dump: z
      .object({
        format: z.string(),
        serverVersion: z.string(),
        databaseName: z.string(),
        byteLength: z.number(),
        sha256: z.string(),
      })
      .nullable(),
    attestation: z.object({ operator: z.string(), sanitizedWith: z.string() }).nullable(),
    candidates: z.array(
      z.object({
        candidate: z.string(),
        source: z.string(),
        production_shaped: z.string(),
        isolated: z.string(),
        contains_secrets: z.string(),
        allowed: z.string(),
        present: z.string(),
        note: z.string(),
      }),
    ),
    scan: z
      .object({
        judgement,
        tables: z.number(),
        rows: z.number(),
        allowed_hosts: z.array(z.string()),
        hits: z.array(
          z.object({
            code: z.string(),
            rule: z.string(),
            where: z.string(),
            count: z.number(),
            shape: z.string(),
          }),
        ),
      })
      .nullable(),
    allowed: z.array(
      z.object({ code: z.string(), where: z.string(), what: z.string(), reason: z.string() }),
    ),
    findings,
  }),
  'isolation-proof.json': z.object({
    isolated: judgement,
    checks: z.array(
      z.object({
        id: z.string(),
        measured: z.string(),
        expected: z.string(),
        from: z.string(),
        judgement,
      }),
    ),
  }),
  'restore-evidence.json': z.object({
    judgement,
    objects_checked: z.number(),
    rows_compared: z.number().nullable(),
    omitted: z.array(z.object({ entry: z.string(), why: z.string() })).default([]),
    findings,
  }),
  'schema-compatibility.json': z.object({
    judgement,
    surfaces: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        clone_has: z.string(),
        judgement,
        differences: z.array(z.object({ path: z.string(), what: z.string() })),
      }),
    ),
    findings,
  }),
  'clone-rehearsal-execution-evidence.json': z.object({
    plan: z.object({ part: partSchema.nullable(), scenarios: z.array(z.string()) }),
    steps: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        judgement,
        shows: z.array(z.string()),
        findings,
      }),
    ),
    scenarios: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        kind: z.string(),
        role: z.string(),
        judgement,
        files: z.record(z.string(), z.string()),
        verified: z.string(),
        read_only: z.object({ before_hash: hash, after_hash: hash }).nullable(),
        chain: z.object({ id: z.string(), place: z.number() }).nullable(),
        deterministic: z.string(),
        varies: z.array(z.string()),
        tables_changed: z.array(z.string()),
        rows_changed: z
          .array(
            z.object({
              table: z.string(),
              inserted: z.number(),
              updated: z.number(),
              deleted: z.number(),
            }),
          )
          .nullable(),
        locks: z.array(z.object({ relation: z.string(), mode: z.string(), how: z.string() })),
        rewritten: z.array(z.string()),
        expectations: z.array(z.object({ expects: z.string(), judgement })),
        rollbacks: z.array(
          z.object({
            way: z.string(),
            judgement,
            before_hash: hash,
            after_apply_hash: hash,
            after_rollback_hash: hash,
            row_count_before: z.int().nullable(),
            row_count_after: z.int().nullable(),
            not_restored: z.array(z.string()),
            residue: z.array(
              z.object({
                kind: z.string(),
                name: z.string(),
                what: z.string(),
                undoable: z.boolean(),
              }),
            ),
            findings,
          }),
        ),
        findings,
      }),
    ),
    findings,
    clone_method: z.string(),
    baseline: z
      .object({
        entry_hash: z.string(),
        exit_hash: hash,
        row_count: z.number(),
        tables: z.array(z.object({ table: z.string(), rows: z.number(), sha256: z.string() })),
      })
      .nullable(),
    calibration: z
      .object({
        judgement,
        seen: z.number(),
        of: z.number(),
        schema_restored_twice: judgement,
        trials: z.array(
          z.object({ kind: z.string(), place: z.string(), seen: judgement, restored: judgement }),
        ),
      })
      .nullable(),
  }),
  'clone-rollback-evidence.json': z.object({
    entries: z.array(
      z.object({
        id: z.string(),
        scenario: z.string(),
        way: z.string(),
        rollback_class: z.string(),
        before_hash: hash,
        after_apply_hash: hash,
        after_rollback_hash: hash,
        expected_hash: hash,
        restored_match: z.boolean().nullable(),
        row_count_before: z.int().nullable(),
        row_count_after: z.int().nullable(),
        production_rollback_status: z.string(),
      }),
    ),
  }),
  'hardened-validator-result.json': z.object({
    judgement,
    selftest: z.object({ judgement, cases: z.array(z.object({ name: z.string(), judgement })) }),
    this_run: z.object({
      judgement,
      entries: z.array(z.object({ id: z.string(), judgement, codes: z.array(z.string()) })),
    }),
    negative_control: z.object({ judgement, forged_from: z.string().nullable() }),
    findings,
  }),
  'bad-input-probes.json': z.object({
    judgement,
    probes: z.array(
      z.object({ id: z.string(), kind: z.string(), tries: z.string(), outcome: z.string() }),
    ),
    control_allowed: z.unknown(),
    any_fail_open: z.unknown(),
    forbidden_token_leaked: z.unknown(),
    findings,
  }),
  'ci-seal-vs-bytes-gate-selftest-result.json': z.object({
    judgement,
    byte_identical: z.object({ judgement }),
    drifts: z.array(z.object({ drift: z.string(), judgement, found_codes: z.array(z.string()) })),
    refusals: z.array(z.object({ judgement })),
    findings,
  }),
  'forbidden-surface-proof.json': forbiddenSurfaceProofSchema,
  'decision-packet.json': decisionPacketSchema,
  'blockers.json': blockersSchema,
});
export type PacketView = z.infer<typeof packetViewSchema>;
export type ViewFinding = z.infer<typeof finding>;

/** What varies from run to run, and so is told in `report.html` alone. */
export interface Beside {
  readonly record: RunRecord;
  readonly timings: Timings;
  /** The sections of a catalog, in the order in which a fingerprint takes them in. */
  readonly catalogOrder: readonly string[];
}

/** Our own words, or a value that came from somewhere and is shown as such. */
export type Inline = string | { readonly data: string; readonly isStrong?: true };
export type Line = readonly Inline[];

/** A document without markup: each renderer escapes for its own format. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly line: Line }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly Line[])[];
    }
  /** Commands to type: our own text only. */
  | { readonly kind: 'commands'; readonly lines: readonly string[] };
