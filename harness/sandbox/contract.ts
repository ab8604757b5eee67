// What the sandbox offers to later stages: a Postgres that nothing outside can reach.
import { z } from 'zod';
import type { Readable } from 'node:stream';
import type { Client } from 'pg';
import { JUDGEMENTS } from '../kernel/index.ts';

/** Superuser of the throwaway cluster. A name of our own, so that `postgres` is an ordinary role. */
export const SUPERUSER = 'rehearsal_superuser';
/** Where the harness's own tools live; never part of the clone. */
export const MAINTENANCE_DATABASE = 'rehearsal_maintenance';

export interface ConnectionRequest {
  readonly database: string;
  /** Login role; the superuser where absent. */
  readonly user?: string;
  /** Bound of each statement; `LIMITS.ownStatementMs` where absent. */
  readonly statementTimeoutMs?: number;
}

/** A `pg` client that ends itself at the end of its scope. */
export interface Connection extends AsyncDisposable {
  readonly client: Client;
}

/** What a command in the sandbox came to; it is never thrown. `output` is bounded. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `restore`: fast and careless, thrown away on a crash. `rehearse`: as production would run. */
export type ServerSettings = 'restore' | 'rehearse';

export interface Sandbox extends AsyncDisposable {
  /** Opens a session and asks the server who it is before handing it out. */
  connect(request: ConnectionRequest): Promise<Connection>;
  /** Runs a program inside, as the OS user postgres; `stdin` is streamed. */
  run(command: readonly string[], stdin?: Readable): Promise<CommandResult>;
  /** Restarts Postgres under other settings. */
  restart(settings: ServerSettings): Promise<void>;
  /** Path of the staged dump inside. */
  readonly dumpPath: string;
  /** e.g. `15.20`. */
  readonly serverVersion: string;
  /** Measures, from inside and from the engine. */
  readonly isolation: IsolationProof;
}

/** `isolation-proof.json`: RX-0, measured on the running container. */
export const isolationProofSchema = z.strictObject({
  version: z.literal(1),
  is_production: z.literal(false),
  isolated: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
  checks: z.array(
    z.strictObject({
      id: z.string(),
      measured: z.string(),
      expected: z.string(),
      from: z.enum(['inside', 'engine']),
      judgement: z.enum(JUDGEMENTS),
    }),
  ),
});
export type IsolationProof = z.infer<typeof isolationProofSchema>;

/** `rehearsal-target-lock.json`: what this rehearsal may touch, and nothing else. */
export const targetLockSchema = z.strictObject({
  version: z.literal(1),
  is_production: z.literal(false),
  target: z.literal('throwaway-clone'),
  database: z.string(),
  server_major: z.int().nullable(),
  network: z.literal('none'),
  transport: z.enum(['unix-socket', 'exec', 'N/A_NO_CLONE']),
  locked: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
});
export type TargetLock = z.infer<typeof targetLockSchema>;
