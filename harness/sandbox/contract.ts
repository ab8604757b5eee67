// What the sandbox offers to later stages: a Postgres that nothing outside can reach.
import { z } from 'zod';
import type { Readable } from 'node:stream';
import type { Client } from 'pg';
import { REQUEST_ACTIONS } from '../config/request-contract.ts';
import { JUDGEMENTS, type Finding } from '../kernel/index.ts';

/** Superuser of the throwaway cluster. A name of our own, so that `postgres` is an ordinary role. */
export const SUPERUSER = 'rehearsal_superuser';
/** Where the harness's own tools live; never part of the clone. */
export const MAINTENANCE_DATABASE = 'rehearsal_maintenance';
/** Label of everything a run makes, and of every image; the only thing a delete ever selects by. */
export const RUN_LABEL = 'clone-rehearsal.run';
/** Label that says where the life of a run can be seen: a sweep asks there. */
export const OWNER_LABEL = 'clone-rehearsal.owner';
export const IMAGE_LABEL = 'clone-rehearsal.image';

export interface ConnectionRequest {
  readonly database: string;
  /** Login role; the superuser where absent. */
  readonly user?: string;
  /** Bound of each statement in milliseconds; `LIMITS.ownStatementMs` where absent. */
  readonly statementTimeoutMs?: number;
}

/** A `pg` client that ends itself at the end of its scope. */
export interface Connection extends AsyncDisposable {
  readonly client: Client;
}

/** The bounds that end a server or a program: which limit each is, and what comes of it. */
export const LOSSES = {
  memory: { limit: 'memoryMiB', words: 'a process of its server was killed' },
  processes: { limit: 'pids', words: 'its server was refused a process' },
  disk: { limit: 'diskMiB', words: 'its server was ended' },
  life: { limit: 'lifeSeconds', words: 'its server was ended' },
} as const satisfies Readonly<
  Record<string, { readonly limit: keyof SandboxLimits; readonly words: string }>
>;
export type Loss = keyof typeof LOSSES;

export function lossWords(loss: Loss): string {
  const { limit, words } = LOSSES[loss];
  return `${words}: limits.${limit} was reached`;
}

/** What a command in the sandbox came to; a failure is a value. Both outputs are bounded. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `restore`: fast and careless, thrown away on a crash. `rehearse`: as production would run. */
export type ServerSettings = 'restore' | 'rehearse';

/**
 * How sessions reach the one socket that Postgres has inside: `socket`, in a folder that both sides
 * see; `exec`, by a relay in the container.
 */
export const TRANSPORTS = ['socket', 'exec'] as const;
export type Transport = (typeof TRANSPORTS)[number];
/** `auto`: the socket where it crosses, else exec. */
export const TRANSPORT_CHOICES = ['auto', ...TRANSPORTS] as const;
export type TransportChoice = (typeof TRANSPORT_CHOICES)[number];

/** Which engine may be used, and how. */
export interface EngineAccess {
  /** What the configuration names; null: the engine of this machine alone. */
  readonly named: string | null;
  /** As `REHEARSAL_TRANSPORT` says where null, else `auto`. */
  readonly transport: TransportChoice | null;
}

/** What is in use, and why. */
export interface Crossing {
  readonly transport: Transport;
  readonly reason: string;
}

/** Bounds of the container, from the configuration. */
export interface SandboxLimits {
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly pids: number;
  /** Of the volumes of a run, all together. Nobody looks where absent: no dump comes into it. */
  readonly diskMiB?: number;
  readonly lifeSeconds: number;
}

export interface SandboxRequest {
  /** Names everything this run makes on the engine. */
  readonly runId: string;
  /** Major version of the dump's server: decides the image. */
  readonly serverMajor: number;
  /** Image of the operator's own, instead of the one built for the major version. */
  readonly image: string | null;
  /** Private 0700 folder of this run; where a socket crosses, its folder is made in it. */
  readonly workFolder: string;
  /** The staged dump; the folder it alone stands in is what the container sees, read-only. */
  readonly stagedDumpPath: string;
  readonly limits: SandboxLimits;
  /** The engine of this machine, however it is reached, where absent. */
  readonly access?: EngineAccess;
  /** Told what takes longer than a moment (building an image). */
  readonly say: (line: string) => void;
}

export interface Sandbox extends AsyncDisposable {
  /** Opens a session and asks the server who it is before handing it out. */
  connect(request: ConnectionRequest): Promise<Connection>;
  /** Runs a program inside, as the OS user postgres; `stdin` is streamed. */
  run(command: readonly string[], stdin?: Readable): Promise<CommandResult>;
  /** Copies a file or a folder that was made inside to a path of this machine, bytes and names. */
  takeOut(inside: string, target: string): Promise<void>;
  /** Restarts Postgres under other settings. */
  restart(settings: ServerSettings): Promise<void>;
  /** Path of the staged dump inside. */
  readonly dumpPath: string;
  /** e.g. `15.20`. */
  readonly serverVersion: string;
  readonly crossing: Crossing;
  readonly isolation: IsolationProof;
  /** Which bound its server came to, if any; asked where something in it ended that should not. */
  lost(): Promise<Loss | null>;
}

/** What the engine says is left of a run, asked after its end. */
export interface Leftovers {
  readonly containers: number;
  readonly volumes: number;
  readonly networks: number;
  readonly socketFolderGone: boolean;
}

/** Raw facts of a running container, as read: judged by `judgeIsolation`, recorded nowhere. */
export interface IsolationFacts {
  /** Which mounts are its own: the sandbox's container, or that of a thin clone. */
  readonly of: 'sandbox' | 'clone';
  /** What stands behind the places of its mounts; which places there are is the same. */
  readonly transport?: Transport;
  /** Text that `rehearsal-isolation` printed inside. */
  readonly inside: string;
  /** The engine's inspect document of the container. */
  readonly inspect: unknown;
  /** The engine's inspect document of the image: what it brings is not the host's doing. */
  readonly image: unknown;
  /** Private folder of the run, the only one of the host's that may be mounted. */
  readonly ownFolder?: string;
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
  /** What was there, by name; null without a clone, and where any of it could not be read. */
  observed: z
    .strictObject({
      /** Network devices that are up. */
      interfaces: z.array(z.string()),
      /** Places of mounts, but for the root and what the engine itself makes in every container. */
      mounts: z.array(z.string()),
      /** Names in the environment; no value is ever read. */
      variables: z.array(z.string()),
    })
    .nullable(),
});
export type IsolationProof = z.infer<typeof isolationProofSchema>;
export type IsolationCheck = IsolationProof['checks'][number];
export type Observed = NonNullable<IsolationProof['observed']>;

/** `rehearsal-target-lock.json`: what this rehearsal may touch, and nothing else. */
export const targetLockSchema = z.strictObject({
  version: z.literal(1),
  is_production: z.literal(false),
  target: z.literal('throwaway-clone'),
  database: z.string(),
  server_major: z.int().nullable(),
  network: z.literal('none'),
  /** The only door that Postgres has inside; how bytes get to it is in `run.json`. */
  transport: z.enum(['unix-socket', 'N/A_NO_CLONE']),
  locked: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
  /** All that was asked for, as configured. There is no other action, so that none can stand here. */
  requested_actions: z.array(z.enum(REQUEST_ACTIONS)).min(1),
});
export type TargetLock = z.infer<typeof targetLockSchema>;

/** Why no sandbox could be had, as findings. */
export interface SandboxRefusal {
  readonly findings: readonly Finding[];
}
