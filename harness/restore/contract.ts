// What restoring needs and what it came to.
import { z } from 'zod';
import { JUDGEMENTS, type Finding } from '../kernel/index.ts';
import { contentScanSchema, type PlainPiece, type UnattestedDump } from '../intake/contract.ts';
import type { Sandbox } from '../sandbox/contract.ts';

/** The role that restores: owns the database meanwhile, is member of every role of the dump. */
export const RESTORER = 'rehearsal_restorer';
/** Held by every role of the dump while restoring, so that objects may be given to them. */
export const CREATORS = 'rehearsal_creators';
/** Login of a scenario's sessions: no right of its own, may become the scenario's role or the reader. */
export const SCENARIO_LOGIN = 'rehearsal_scenario';
/** May read everything and change nothing: the witness inside a scenario's own transaction. */
export const READER = 'rehearsal_reader';

export interface RestoreRequest {
  readonly sandbox: Sandbox;
  /** Whether it was attested is for intake to ask, not for the restore. */
  readonly dump: UnattestedDump;
  /** Extensions a dump may bring. */
  readonly allowedExtensions: readonly string[];
  /** Parallel workers of pg_restore. */
  readonly jobs: number;
  /** Bound of the whole restore, enforced from outside the server. */
  readonly limitSeconds: number;
  /** The scanner of plain dumps (intake's), handed in because a stage calls no other stage. */
  readonly scanPlain: (dumpPath: string) => AsyncIterable<PlainPiece>;
}

const entry = z.strictObject({ entry: z.string(), why: z.string() });

/** `restore-evidence.json` */
export const restoreEvidenceSchema = z.strictObject({
  version: z.literal(1),
  judgement: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
  server_major: z.int().nullable(),
  /** Asked of the server in the restoring role's own session; null where it came to no restore. */
  restored_as_superuser: z.boolean().nullable(),
  roles_created: z.array(z.string()),
  extensions: z.array(z.strictObject({ name: z.string(), version: z.string() })),
  locale: z.string().nullable(),
  omitted: z.array(entry),
  objects_checked: z.int().nonnegative(),
  /** Rows of the dump, table by table as many as the clone has; null where nobody came to count. */
  rows_compared: z.int().nonnegative().nullable(),
  /** What was found in the clone's own content; null where nobody came to read it. */
  clone_content: contentScanSchema.nullable(),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type RestoreEvidence = z.infer<typeof restoreEvidenceSchema>;

export interface RestoreOutcome {
  /** Name of the restored database: the source's own. */
  readonly database: string;
  readonly evidence: RestoreEvidence;
  readonly findings: readonly Finding[];
}

/** How a part of a dump is treated. */
export type Treatment =
  | { readonly kind: 'first' } // schemas, before extensions are made
  | { readonly kind: 'then' } // everything else
  | { readonly kind: 'database'; readonly sql: string } // a property of the database itself
  | { readonly kind: 'omit'; readonly why: string };
