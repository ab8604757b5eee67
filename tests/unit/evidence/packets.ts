// Small packets and the folders they are written to.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import {
  runRecordSchema,
  statementSchema,
  timingsSchema,
  TREE_JSON_FILES,
  type OutsideContents,
  type PacketSchemas,
  type PacketStory,
  type TreeContents,
  type WriteRequest,
} from '../../../harness/evidence/index.ts';

// Assembled: the word itself stands in no file of the project.
export const SEAL = ['REAL', 'RUN', 'PASS'].join('_');

const schema = z.strictObject({ version: z.literal(1), note: z.string() });

export const SCHEMAS = {
  ...Object.fromEntries(TREE_JSON_FILES.map((name) => [name, schema])),
  'clone-provenance.json': z.strictObject({ dump: z.unknown() }),
  'clone-rehearsal-execution-evidence.json': z.strictObject({
    plan: z.unknown(),
    scenarios: z.array(z.unknown()),
  }),
  'decision-packet.json': z.strictObject({ status: z.string() }),
  'packet.intoto.json': statementSchema,
  'run.json': runRecordSchema,
  'timings.json': timingsSchema,
} as unknown as PacketSchemas; // every name of the list is a key

/** Of these packets nobody knows a story; tests/unit/story has some that tell one. */
export const STORY: PacketStory = { version: '0.1.0', judge: () => [] };

export const STATUS = 'A_LANE_ROLLBACK_READY';
export const DUMP_HASH = 'd'.repeat(64);

/** A scenario of which nothing is to be known but that it held; `changed` wins. */
export function scenario(id: string, changed: Readonly<Record<string, unknown>> = {}): object {
  return {
    id,
    judgement: 'HELD',
    verified: 'HELD',
    deterministic: 'YES',
    varies: [],
    expectations: [{ judgement: 'HELD' }],
    rollbacks: [{ judgement: 'HELD', residue: [], findings: [] }],
    findings: [],
    ...changed,
  };
}

/** What a run says of itself; `changed` wins. */
export function record(treeHash: string, changed: Readonly<Record<string, unknown>> = {}): object {
  return {
    version: 1,
    run_id: 'run-1',
    status: STATUS,
    packet_tree: treeHash,
    started_at: '2026-01-02T03:04:05.678Z',
    ended_at: '2026-01-02T03:05:05.678Z',
    harness: { version: '0.1.0' },
    node: 'v24.12.0',
    server: '15.20',
    clones: 'overlay',
    thin_clones_refused: null,
    merged_from: null,
    transport: 'socket',
    transport_reason: 'the socket crosses',
    dump: 'dumps/clone.dump',
    inputs: [
      { name: 'rehearsal.config.yaml', sha256: 'a'.repeat(64) },
      { name: 'scenarios/one/apply.sql', sha256: 'b'.repeat(64) },
    ],
    ...changed,
  };
}

/** Every file outside the tree; `changed` wins. */
export function outside(
  treeHash: string,
  changed: Readonly<Record<string, unknown>> = {},
): OutsideContents {
  return {
    'junit.xml': '<testsuites/>\n',
    'log.jsonl': '{"event":"status"}\n',
    'report.html': '<p>held</p>\n',
    'run.json': record(treeHash),
    'timings.json': {
      version: 1,
      stages: [{ stage: 'intake', startMs: 0, ms: 1.5 }],
      scenarios: [],
    },
    ...changed,
  };
}

/** Every file of the tree; `changed` wins. */
export function contents(changed: Readonly<Record<string, unknown>> = {}): TreeContents {
  const files: Record<string, unknown> = {
    ...Object.fromEntries(
      TREE_JSON_FILES.map((name) => [name, { version: 1, note: `of ${name}` }]),
    ),
    'clone-provenance.json': { dump: { sha256: DUMP_HASH } },
    'clone-rehearsal-execution-evidence.json': {
      plan: { scenarios: ['one', 'two'] },
      scenarios: [scenario('one'), scenario('two')],
    },
    'decision-packet.json': { status: STATUS },
  };
  const all = {
    ...files,
    'decision-packet.md': '# Decision\n',
    'report.md': '# Report\n',
    ...changed,
  };
  return all as unknown as TreeContents; // tests also hand in what the type forbids
}

export function request(
  folder: string,
  changed: Readonly<Record<string, unknown>> = {},
): WriteRequest {
  return {
    folder,
    files: contents(changed),
    schemas: SCHEMAS,
    story: STORY,
    neverMention: ['/srv/secret place', 'host-7', '/srv/"quoted"'],
    outside,
    latestLink: null,
  };
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(): Promise<Folder> {
  const place = await mkdtemp(path.join(os.tmpdir(), 'packet-'));
  return {
    path: place,
    [Symbol.asyncDispose]: async () => await rm(place, { recursive: true, force: true }),
  };
}
