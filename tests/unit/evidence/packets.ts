// Small packets and the folders they are written to.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import {
  TREE_JSON_FILES,
  type PacketSchemas,
  type TreeContents,
  type WriteRequest,
} from '../../../harness/evidence/index.ts';

// Assembled: the word itself stands in no file of the project.
export const SEAL = ['REAL', 'RUN', 'PASS'].join('_');

const schema = z.strictObject({ version: z.literal(1), note: z.string() });

export const SCHEMAS = Object.fromEntries(
  TREE_JSON_FILES.map((name) => [name, schema]),
) as unknown as PacketSchemas; // every name of the list is a key

/** Every file of the tree; `changed` wins. */
export function contents(changed: Readonly<Record<string, unknown>> = {}): TreeContents {
  const files: Record<string, unknown> = Object.fromEntries(
    TREE_JSON_FILES.map((name) => [name, { version: 1, note: `of ${name}` }]),
  );
  const all = { ...files, 'decision-packet.md': '# Decision\n', 'report.md': '# Report\n', ...changed };
  return all as unknown as TreeContents; // tests also hand in what the type forbids
}

export function request(folder: string, changed: Readonly<Record<string, unknown>> = {}): WriteRequest {
  return {
    folder,
    files: contents(changed),
    schemas: SCHEMAS,
    neverMention: ['/srv/secret place', 'host-7', '/srv/"quoted"'],
    outside: (treeHash) => ({ 'run.json': { packet_tree: treeHash }, 'junit.xml': '<testsuites/>' }),
    latestLink: null,
  };
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(): Promise<Folder> {
  const place = await mkdtemp(path.join(os.tmpdir(), 'packet-'));
  return { path: place, [Symbol.asyncDispose]: async () => await rm(place, { recursive: true, force: true }) };
}
