// A folder of migrations, read: the steps of a chain, each with its way back where it has one.
import type { Finding } from '../kernel/index.ts';
import type { MigrationLayout } from './file-contract.ts';

/** A file of the folder; its name is relative to it, with `/`. */
export type MigrationFile =
  | { readonly name: string; readonly text: string }
  /** Why its text cannot be had; said only where a step to be rehearsed needs it. */
  | { readonly name: string; readonly refused: string };

/** What a step runs in one direction. */
export interface MigrationSection {
  /** As messages name it. */
  readonly file: string;
  /** Lines are the file's own: what is not part of the section stands as empty lines. */
  readonly sql: string;
  /** Line of the file that the first line of `sql` is: 1. */
  readonly startLine: number;
}

export interface MigrationStep {
  /** As the tool counts it: `0001`, `1.2`, a change of Sqitch. */
  readonly version: string;
  /** Version and title, as `after` and `until` may name it too. */
  readonly name: string;
  readonly up: MigrationSection;
  /** null: it brings no way back. */
  readonly down: MigrationSection | null;
  readonly verify: MigrationSection | null;
  /** `no error`: whatever it answers, it holds if no statement of it fails (Sqitch). */
  readonly verifyMeaning: 'true' | 'no error';
  /**
   * `whole`: each direction is one transaction, and says so nowhere in its SQL. `statement`: each
   * statement commits by itself; where a tool opens a transaction, BEGIN and COMMIT stand in `sql`.
   */
  readonly transaction: 'whole' | 'statement';
}

export interface MigrationsRequest {
  /** Absolute. */
  readonly folder: string;
  /** The same as messages name it. */
  readonly where: string;
  readonly layout: MigrationLayout;
  /** Version or name of the last one that production has. */
  readonly after?: string;
  /** Version or name of the last one to rehearse. */
  readonly until?: string;
}

export interface ReadMigrations {
  /** In the order the tool runs them in; empty where a finding says why. */
  readonly steps: readonly MigrationStep[];
  readonly findings: readonly Finding[];
}
