// A witness of one clone: what stands there, and what a change did on its way.
import type { Client } from 'pg';
import type { Server } from '../sandbox/ground-contract.ts';
import type { Fingerprint, ResidueState, TablePrint } from './contract.ts';

/** Table-level lock modes, weakest first, as the server names them without "Lock". */
export const LOCK_MODES = [
  'AccessShare',
  'RowShare',
  'RowExclusive',
  'ShareUpdateExclusive',
  'Share',
  'ShareRowExclusive',
  'Exclusive',
  'AccessExclusive',
] as const;
export type LockMode = (typeof LOCK_MODES)[number];

export interface WitnessRequest {
  readonly server: Server;
  readonly database: string;
  /**
   * Full print of the state this clone was made from. Tables that nothing touched since are not
   * read again: their content is taken from here.
   */
  readonly start: Fingerprint;
  /** Whether a session for looks may stay in the clone between them; where absent, none does. */
  readonly keepsSession?: boolean;
  /** Where absent, a table that was touched is read whole, however large it is. */
  readonly reference?: Reference;
}

/** Another copy of the state that the clone was made from, which nobody writes. */
export interface Reference {
  /** Opened when it is needed for the first time; ended by whoever handed it out. */
  open(): Promise<{ readonly server: Server; readonly database: string }>;
  /** Tables with fewer blocks than this are read whole: that is sooner done. */
  readonly leastBlocks: number;
  /** Texts of large tables in that state; where absent, or of others, a new state is read whole. */
  readonly texts?: Texts;
  /** Once one table is that large all are treated so: for whoever tries the instrument. */
  readonly onAll?: boolean;
}

/** Texts of large tables as they were read. */
export interface Texts {
  /** The text of that very content; undefined where it was not kept. */
  of(print: TablePrint): TableText | undefined;
}

/** A table in ranges of its key, in the order of the key; every row stands in exactly one. */
export interface Cut {
  /** SQL, one for each range. */
  readonly conditions: readonly string[];
  /** SQL of the number of the range that a row stands in, from 0 on. */
  readonly rangeOf: string;
}

/** A table's text in ranges of its key. */
export interface TableText {
  readonly cut: Cut;
  /** What the table reads as where it is what it was but for some ranges, which are read by `read`. */
  printWith(changed: ReadonlySet<number>, read: RangeRows): Promise<TablePrint>;
}

/** Rows of one range, read anew: their text, and then how many they are. */
export type RangeRows = (
  condition: string,
  ended: (rows: number) => void,
) => AsyncIterable<Uint8Array>;

/** What stands at one moment. */
export interface Look {
  /** Of the whole database, in the same form as a full fingerprint, and comparable with one. */
  readonly print: Fingerprint;
  /** Labels of the tables that were touched since the witness was opened, and so were read. */
  readonly touched: readonly string[];
  /**
   * Those of them that were not read whole, with the blocks that were: all others hold what they held
   * when the witness was opened.
   */
  readonly blocks: ReadonlyMap<string, ReadonlySet<number>>;
  /** Whether the WAL was followed; where not, `touched` names every table, changed or not. */
  readonly isFollowed: boolean;
}

/** Rows of one table as the server counted them, rolled back or not. */
export interface RowsChanged {
  readonly table: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** The strongest lock on one relation that existed before the change. */
export interface LockSeen {
  readonly relation: string;
  readonly mode: LockMode;
  /** `held`: seen in pg_locks. `documented`: the statement runs outside a transaction, and takes it. */
  readonly how: 'held' | 'documented';
  /** From the start of the statement that took it to the end of its transaction, in milliseconds. */
  readonly heldMs: number;
}

/** What a change did, apart from the state it left. */
export interface ChangeObserved {
  readonly walBytes: number;
  /** Tables, indexes and the like whose storage was replaced (another relfilenode). */
  readonly rewritten: readonly string[];
  /** null: the server cannot tell (13 and 14, but for a single transaction that is still open). */
  readonly rows: readonly RowsChanged[] | null;
  readonly locks: readonly LockSeen[];
}

/** A statement as the runner sends it; lock modes of what runs outside a transaction follow from it. */
export interface WatchedStatement {
  readonly text: string;
}

/** Watches one session while it applies a change. */
export interface ChangeWatch {
  /** Runs one statement of the change: notes when it began, and which locks it left held. */
  statement<Answer>(statement: WatchedStatement, run: () => Promise<Answer>): Promise<Answer>;
  /** Told right after a COMMIT (or an end of a transaction of its own): its locks are gone. */
  transactionEnded(): void;
  /** After the last statement; `client` may still be inside its transaction. */
  finish(): Promise<ChangeObserved>;
}

/** What the disk says of a thin clone: it rests on nothing that the log tells. */
export interface DiskWord {
  /** As `Clone.changedFiles`. */
  readonly changedFiles: readonly string[];
  /** Smaller tables are read whatever the disk says. */
  readonly leastBlocks: number;
}

export interface Witness extends AsyncDisposable {
  /**
   * What stood when it was opened: sequences were read, tables are `start`'s; the catalog is too where
   * the log shows that nothing wrote to it since the clone's server started, else it was read. Where
   * nothing at all was written since, and a clone of that same stop was opened before, that one's.
   */
  readonly before: Fingerprint;
  /** What stands now, as everybody sees it. */
  look(): Promise<Look>;
  /**
   * The same of a state that is held to be another one's copy: the tables named and all of the
   * catalog are read here, whether touched or not. Of a table with `blocks`, these.
   */
  lookAfresh(tables: readonly string[], blocks?: Look['blocks']): Promise<Look>;
  /** What stands now as the session's open transaction sees it; the session has become the reader. */
  lookInside(client: Client): Promise<Look>;
  /**
   * Everything read, nothing taken over; but, with `disk`, large tables of which the disk holds the
   * very bytes that it held when the clone was made, and which nothing else makes to read otherwise.
   */
  lookWhole(disk?: DiskWord): Promise<Fingerprint>;
  /** Begins to watch a session that is about to apply a change. */
  watch(client: Client): Promise<ChangeWatch>;
  /**
   * Which relations hide behind files that changed on disk (`Clone.changedFiles`) and were neither
   * named by the WAL footprint nor always read: an independent check of the footprint. Empty: none.
   * `changedBlocks` is asked about the files of tables that were not read whole.
   */
  missed(
    changedFiles: readonly string[],
    changedBlocks?: (file: string, blockBytes: number) => Promise<readonly number[]>,
  ): Promise<readonly string[]>;
  /** State that no fingerprint of one database sees, right now. */
  residue(print: Fingerprint): Promise<ResidueState>;
  /** Puts every sequence that differs back to where it stands in `print`. */
  putSequencesBack(print: Fingerprint): Promise<void>;
}
