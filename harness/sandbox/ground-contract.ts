// The ground that scenarios stand on: one baseline that nobody writes, and writable clones of it.
import type { Judgement } from '../kernel/index.ts';
import type { CommandResult, Connection, ConnectionRequest, Loss } from './contract.ts';
import type { Readable } from 'node:stream';

/** A running Postgres of this run: the sandbox's own, or a clone's. */
export interface Server {
  /** Opens a session and asks the server who it is before handing it out. */
  connect(request: ConnectionRequest): Promise<Connection>;
  /** Runs a program inside, as the OS user postgres; `stdin` is streamed. */
  run(command: readonly string[], stdin?: Readable): Promise<CommandResult>;
}

/** `overlay`: a thin clone, a container of its own. `template`: CREATE DATABASE ... TEMPLATE. */
export const CLONE_METHODS = ['overlay', 'template'] as const;
export type CloneMethod = (typeof CLONE_METHODS)[number];

/** A state that clones start from: the baseline, or one that a clone was frozen at. */
export interface Layer {
  readonly name: string;
  /** 0 for the baseline, one more for each clone that was frozen on the way here. */
  readonly depth: number;
}

/** `archive`: as `rehearse`, with every finished WAL segment copied to `<keptFolder>/wal`. */
export type CloneSettings = 'rehearse' | 'archive';

/**
 * `synced`: what its server wants on the disk is waited for, as in production. `unsynced`: memory is
 * enough, because nothing that is timed happens there; where the kernel has no such thing, the same.
 */
export type CloneDisk = 'synced' | 'unsynced';

export interface CloneRequest {
  /** The baseline where absent. */
  readonly from?: Layer;
  readonly settings?: CloneSettings;
  /** `synced` where absent. */
  readonly disk?: CloneDisk;
}

/** A writable copy of a layer; dropped at the end of its scope, and what was written with it. */
export interface Clone extends Server, AsyncDisposable {
  /** Bears the restored database's own name: SQL sees what it would see in production. */
  readonly database: string;
  /** A folder inside with room for backups of this clone; gone with it. */
  readonly keptFolder: string;
  /**
   * Keeps what the clone came to as a layer, and ends the clone. No session of ours may be open.
   * @throws Problem GROUND_TOO_DEEP, and the clone lives on as it was
   */
  freeze(): Promise<Layer>;
  /**
   * Ends this clone's Postgres and starts one on another data folder inside: a recovered backup.
   * Resolves once it answers and may be written. Only where `canRecover`.
   */
  startFrom(dataFolder: string): Promise<void>;
  /** Whether this clone has a server of its own, which a recovery may replace. */
  readonly canRecover: boolean;
  /**
   * Paths below the data folder whose bytes differ from the layer this clone began from, read from
   * the disk after a checkpoint; null where that cannot be asked (`template`, `startFrom`). A
   * checkpoint leaves pages of unlogged tables in memory: those have to be read as tables.
   */
  changedFiles(): Promise<readonly string[] | null>;
  /**
   * Which bound its server came to, if any. Found out at its end, where a session or a program of it
   * broke before; null until then, and where nothing broke.
   */
  lost(): Loss | null;
  /** Numbers of the blocks in which one of these files differs, as they stand on the disk by now. */
  changedBlocks(file: string, blockBytes: number): Promise<readonly number[]>;
}

export interface CloneGround extends AsyncDisposable {
  readonly method: CloneMethod;
  /** Why thin clones could not be had, in the engine's words; null where they are. */
  readonly refusal: string | null;
  /** Clones that may live side by side: 1 where they share a server. */
  readonly jobs: number;
  fresh(request?: CloneRequest): Promise<Clone>;
  /** Gives a layer up that no clone and no other layer stands on any more. */
  release(layer: Layer): Promise<void>;
  /** The last bound that one of its clones came to; null: none did. */
  lost(): Loss | null;
  /** Weakest isolation that was measured on any clone's own container; HELD where they share one. */
  isolation(): Judgement;
  /** Whether every file of the baseline is as it was when the ground was made; null: not asked. */
  isUntouched(): Promise<boolean | null>;
}

export interface GroundRequest {
  /** The restored database. */
  readonly database: string;
  /** `template` forces the fallback; else thin clones are tried first. */
  readonly method?: CloneMethod;
  readonly jobs: number;
  /** Of the clone that is made to try it, and handed out to the first who asks for such a one. */
  readonly firstDisk?: CloneDisk;
  /** Whether `settle` was called already. */
  readonly isSettled?: boolean;
}

/** Folder of the Unix socket inside; programs that run inside connect there. */
export const SOCKET_INSIDE = '/rehearsal/socket';
