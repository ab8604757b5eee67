// What each command prints with --json: one object, of the form that stands here and in the docs.
import { z } from 'zod';
import { SHELLS } from './completion-scripts.ts';
import { doctorReportSchema } from '../doctor/contract.ts';
import { gateSelftestSchema } from '../gate/contract.ts';
import { CODE_NAMES, JUDGEMENTS, STATUSES, type Status } from '../kernel/index.ts';
import { probesResultSchema } from '../probes/contract.ts';

const judgement = z.enum(JUDGEMENTS);
const finding = z.strictObject({ code: z.enum(CODE_NAMES), where: z.string(), what: z.string() });
const findings = z.array(finding).describe('everything that was found, with its code');
const exitCode = z.int().describe('the exit code of the process');
const common = { exitCode, findings };
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const treeHash = sha256.nullable().describe('the tree hash of the packet, where it has one');

const STATUS_NAMES = Object.keys(STATUSES) as Status[]; // keys of that literal, nothing else

/** Where a command came to no answer of its own. */
export const failureSchema = z.strictObject({
  status: z
    .enum(['INTERRUPTED', ...STATUS_NAMES.filter((each) => STATUSES[each].exitCode !== 0)])
    .describe('why there is no answer'),
  ...common,
});

const part = z.string().nullable().describe('which part of a divided rehearsal; null: all of it');

const rehearsed = z.strictObject({
  status: z.string().describe('the verdict, after the prefix of the lane'),
  packet: z.string().describe('the folder of the packet'),
  packetTree: sha256.describe('its tree hash'),
  ...common,
});

export const ANSWERS: Readonly<Record<string, z.ZodType>> = {
  run: rehearsed,
  demo: z.union([
    rehearsed,
    z.strictObject({
      dump: z.string().describe('with --make-only: the dump'),
      isNew: z.boolean().describe('false: it was there already'),
      ...common,
    }),
  ]),
  init: z.strictObject({
    config: z.string().describe('the configuration that was written'),
    files: z.array(z.string()).describe('all that was written, from the folder'),
    ...common,
  }),
  attest: z.strictObject({ sidecar: z.string().describe('the file that was written'), ...common }),
  inspect: z.strictObject({
    version: z.literal(1),
    dump: z.string(),
    status: z.string().describe('NOTHING_REFUSED, or the status that a run would end with'),
    facts: z.looseObject({}).describe('format, length, sha256, source: what the header says'),
    attestation: z.looseObject({}).nullable(),
    roles: z.array(z.string()).nullable(),
    schemas: z.array(z.string()).nullable(),
    extensions: z.array(z.looseObject({})).nullable(),
    objects: z.record(z.string(), count).nullable().describe('how many of each kind'),
    entries: z.array(z.looseObject({})).nullable().describe('the table of contents'),
    content: z.looseObject({ judgement }).nullable().describe('what the scan of the rows came to'),
    tables: z.array(z.looseObject({})).nullable().describe('rows and bytes of each table'),
    allowed: z.array(finding.extend({ reason: z.string() })).describe('what the lane lets in'),
    ...common,
  }),
  spec: z.strictObject({
    spec: z.string().describe('the file that was written'),
    surfaces: count,
    tables: count,
    columns: count.describe('columns that have a class'),
    undecided: z.array(z.string()).describe('columns that a person has to classify'),
    ...common,
  }),
  'spec-diff': z.strictObject({
    equal: z.boolean(),
    first: z.string(),
    second: z.string(),
    changes: z.array(z.looseObject({ sign: z.enum(['-', '+', '~', '?']), what: z.string() })),
    ...common,
  }),
  scenario: z.strictObject({
    scenario: z.string().describe('the folder, as the configuration names it now'),
    files: z.array(z.string()).describe('what was written into it'),
    config: z.string().describe('the configuration that names it'),
    ...common,
  }),
  seal: z.strictObject({
    manifest: z.string(),
    sealed: count.nullable().describe('files in the manifest; null: it was not written'),
    ...common,
  }),
  gate: z.strictObject({
    judgement,
    sealed: count.describe('files in the manifest'),
    identical: count.describe('files of them that are byte-identical'),
    ...common,
  }),
  'gate-selftest': z.strictObject({
    result: gateSelftestSchema.describe('what ci-seal-vs-bytes-gate-selftest-result.json holds'),
    ...common,
  }),
  probes: z.strictObject({
    result: probesResultSchema.describe('what bad-input-probes.json holds'),
    ...common,
  }),
  validate: z.strictObject({
    judgement,
    part,
    entries: z.array(
      z.strictObject({ id: z.string(), judgement, codes: z.array(z.enum(CODE_NAMES)) }),
    ),
    ...common,
  }),
  verify: z.strictObject({
    judgement,
    part,
    packetTree: treeHash,
    isTreeCompared: z.boolean().describe('whether --tree gave one to compare it with'),
    isSignatureChecked: z.boolean().describe('whether --signature and --key were given'),
    ...common,
  }),
  sign: z.strictObject({
    judgement,
    packetTree: treeHash,
    envelope: z.string().nullable().describe('the file that was written; null: none'),
    ...common,
  }),
  rerun: z.strictObject({
    judgement: judgement.describe('of the packet; where it is not HELD nothing was rehearsed'),
    packetTree: treeHash,
    rerunTree: treeHash,
    isIdentical: z.boolean(),
    packet: z.string().nullable().describe('the folder of the new packet, where it was kept'),
    differences: z.array(
      z.strictObject({
        file: z.string(),
        place: z.string(),
        left: z.string().nullable(),
        right: z.string().nullable(),
      }),
    ),
    ...common,
  }),
  doctor: doctorReportSchema,
  merge: rehearsed,
  completion: z.strictObject({
    shell: z.enum(SHELLS),
    script: z.string().describe('what the shell reads'),
    ...common,
  }),
  sweep: z.strictObject({
    runs: z.array(z.string()).describe('runs of which something was removed'),
    folders: count.describe('temporary folders that were removed'),
    partials: count.describe('things removed that were never finished beside the packets'),
    ...common,
  }),
};
