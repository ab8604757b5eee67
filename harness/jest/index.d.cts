// What a suite may ask of its clone, and what it is told.

/** What a suite stands on. Paths start from jest's rootDir. */
export interface RehearsalOptions {
  /** The dump; the one that the configuration names where absent. */
  readonly dump?: string;
  /** As `rehearse run --config`: spec, lane, role, limits. Default: rehearsal.config.yaml. */
  readonly config?: string;
  /**
   * `suite` (the default): one clone for the suite, each test on what the one before has left.
   * `test`: a fresh one for each test. `never`: none; only `rehearse` can be asked.
   */
  readonly fresh?: 'suite' | 'test' | 'never';
  /** `template` forces copies that need nothing of the engine; thin clones are tried else. */
  readonly cloneMethod?: 'overlay' | 'template';
}

/** The path of a file of SQL from rootDir, or SQL itself with a name for messages. */
export type Script = string | { readonly sql: string; readonly name?: string };

export interface ScriptOptions {
  /** `whole` (the default): one transaction. `statement`: each statement commits by itself. */
  readonly transaction?: 'whole' | 'statement';
}

export type Row = Readonly<Record<string, unknown>>;

export interface Answer<Of = Row> {
  readonly rows: readonly Of[];
  readonly rowCount: number | null;
}

/** Everything that a way back has to bring back, in parts that can be compared. */
export interface Fingerprint {
  readonly kind: 'clone-rehearsal fingerprint';
  /** Over tables, catalog and sequences. */
  readonly hash: string;
  readonly rowCount: number;
  /** By `schema.table`: rows, and sha256 of their ordered COPY text. */
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly sha256: string }>>;
  /** Sections of the catalog (columns, functions, ...), each the sorted lines of what it holds. */
  readonly catalog: Readonly<Record<string, readonly string[]>>;
  readonly sequences: readonly string[];
  /** What is left beside the database (slots, roles' secrets, ...); null inside a transaction. */
  readonly residue: Readonly<Record<string, readonly string[]>> | null;
}

export interface Lock {
  readonly relation: string;
  readonly mode: string;
  readonly how: 'held' | 'documented';
  readonly heldMs: number;
}

/** What a change did on its way, apart from what it left. */
export interface Change {
  /** null: it took none on a relation that was there before. */
  readonly strongestLock: string | null;
  readonly locks: readonly Lock[];
  /** Tables, indexes and the like that were given new storage. */
  readonly rewritten: readonly string[];
  /** null: the server cannot tell (Postgres 13 and 14). */
  readonly rows:
    | readonly {
        readonly table: string;
        readonly inserted: number;
        readonly updated: number;
        readonly deleted: number;
      }[]
    | null;
  readonly walBytes: number;
  readonly ms: number;
}

/** A whole scenario with all its ways back, judged by the same validator as a run's. */
export interface Rehearsal {
  readonly kind: 'clone-rehearsal rehearsal';
  readonly judgement: 'HELD' | 'NOT_HELD' | 'NOT_DECIDED';
  readonly findings: readonly {
    readonly code: string;
    readonly where: string;
    readonly what: string;
    readonly hint: string;
  }[];
  /** As in clone-rehearsal-execution-evidence.json. */
  readonly scenarios: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
}

export interface Session {
  /** As the configuration's scenarioRole. Several statements only without values. */
  query<Of = Row>(text: string, values?: readonly unknown[]): Promise<Answer<Of>>;
}

export interface Transaction extends Session {
  /** As the open transaction sees it. */
  fingerprint(): Promise<Fingerprint>;
}

/** A database of its own: nothing else reaches it, and it reaches nothing. */
export interface Clone {
  /** In a session of its own. */
  query<Of = Row>(text: string, values?: readonly unknown[]): Promise<Answer<Of>>;
  /** A change, watched; what it is refused for is what a scenario is refused for. */
  apply(script: Script, options?: ScriptOptions): Promise<Change>;
  /** The way back by script. */
  revert(script: Script, options?: ScriptOptions): Promise<null>;
  /** One session for several queries; it ends with the callback. */
  session<Result>(use: (session: Session) => Promise<Result>): Promise<Result>;
  /** One transaction, rolled back when the callback ends; a COMMIT in it fails the test. */
  rolledBack<Result>(use: (session: Transaction) => Promise<Result>): Promise<Result>;
  fingerprint(): Promise<Fingerprint>;
  /** A scenario's folder, or a chain, as "scenarios" in the configuration names them. */
  rehearse(
    entry:
      | string
      | { readonly chain: string; readonly title: string; readonly steps: readonly string[] },
  ): Promise<Rehearsal>;
}

export interface DescribeRehearsal {
  (name: string, options: RehearsalOptions, define: (clone: Clone) => void): void;
  readonly only: (name: string, options: RehearsalOptions, define: (clone: Clone) => void) => void;
  readonly skip: (name: string, options: RehearsalOptions, define: (clone: Clone) => void) => void;
}

/** A suite of tests with an isolated clone of its own. */
export declare const describeRehearsal: DescribeRehearsal;

export interface RehearsalMatchers<Result> {
  /** Nothing differs but the sequences named, which must be there. Not decided fails either way. */
  toBeExactly(before: Fingerprint, options?: { readonly sequences?: readonly string[] }): Result;
  /** HELD. What is not decided fails either way. */
  toHold(): Result;
}

declare module 'expect' {
  // The type parameters are those of the interface that this one is added to.
  interface Matchers<R> extends RehearsalMatchers<R> {}
}
