// The doors that need an engine, as a run opens them: containers, a restored clone, its rehearsal.
import { Client } from 'pg';
import { scanPlainFile, type AcceptedDump } from '../../intake/index.ts';
import type { Finding } from '../../kernel/index.ts';
import { restoreDump, type RestoreOutcome } from '../../restore/index.ts';
import {
  openBreachedSandbox,
  openSandbox,
  type Sandbox,
  type WorkFolder,
} from '../../sandbox/index.ts';
import { checkClone, type SchemaCheck, type SchemaSpec } from '../../schema/index.ts';
import type { CloneDraft, ContentFacts, RunInputs } from '../contract.ts';
import { rehearseRestored } from '../on-clone.io.ts';
import { progressTo } from '../progress.io.ts';
import { FILE_DOORS, type FileDoors } from './file-doors.io.ts';

/** A broken one can be handed in, to be found out. */
export interface CloneDoors {
  readonly takeDump: FileDoors['takeDump'];
  readonly openSandbox: typeof openSandbox;
  readonly openBreachedSandbox: typeof openBreachedSandbox;
  restore(sandbox: Sandbox, dump: AcceptedDump): Promise<RestoreOutcome>;
  checkSchema(sandbox: Sandbox, database: string, spec: SchemaSpec): Promise<SchemaCheck>;
  rehearse(restored: Restored): Promise<Rehearsed>;
}

/** A restored clone, and what was found on the way to it. */
export interface Restored {
  readonly sandbox: Sandbox;
  readonly dump: AcceptedDump;
  readonly content: ContentFacts;
  readonly work: WorkFolder;
  readonly inputs: RunInputs;
  readonly restore: RestoreOutcome;
  readonly schema: SchemaCheck;
  readonly signal: AbortSignal;
}

export interface Rehearsed {
  readonly draft: CloneDraft;
  readonly findings: readonly Finding[];
}

export const CLONE_DOORS: CloneDoors = {
  takeDump: FILE_DOORS.takeDump,
  openSandbox,
  openBreachedSandbox,
  restore: (sandbox, dump) =>
    restoreDump({
      sandbox,
      dump,
      allowedExtensions: [],
      jobs: 1,
      limitSeconds: RESTORE_SECONDS,
      scanPlain: scanPlainFile,
    }),
  checkSchema: checkClone,
  rehearse,
};

/** Two tables of one row each. */
const RESTORE_SECONDS = 60;

/** As a run rehearses, on copies in the sandbox's own server, and without a calibration. */
async function rehearse(restored: Restored): Promise<Rehearsed> {
  const { sandbox, dump, content, work, inputs, restore, schema, signal } = restored;
  const draft: CloneDraft = { restore, schema };
  const request = {
    dump,
    inputs,
    scanning: { facts: Promise.resolve(content), [Symbol.asyncDispose]: () => Promise.resolve() },
    runId: work.runId,
    workFolder: work.path,
    cloneMethod: 'template' as const,
    jobs: 1,
    isCalibrated: false,
    progress: progressTo(() => undefined),
    signal,
  };
  const findings = await rehearseRestored(request, sandbox, content, draft);
  return { draft, findings };
}

/** What a client comes to that is told nothing: it follows the environment. Fails at the trap. */
export async function followEnvironment(limitMs: number): Promise<void> {
  const client = new Client({ connectionTimeoutMillis: limitMs });
  client.on('error', () => undefined);
  await client.connect().catch(() => undefined);
  await client.end().catch(() => undefined);
}
