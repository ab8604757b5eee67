// A scenario as it is rehearsed, and the ground that rehearsing it asks for.
import type { Sha256 } from '../kernel/index.ts';
import type { CloneGround, Layer, Server } from '../sandbox/ground-contract.ts';
import type { Fingerprint, ResidueItem, ResidueState } from '../witness/contract.ts';
import type { Witness, WitnessRequest } from '../witness/witness-contract.ts';
import type { Expectations, RollbackMethod, ScenarioKind } from './file-contract.ts';

/** One statement, and the line of its file where it begins. */
export interface ScenarioStatement {
  readonly text: string;
  readonly line: number;
  /** How it is run: by itself in a transaction of its own, outside of any, or as BEGIN / COMMIT. */
  readonly run: 'inside' | 'outside' | 'begin' | 'commit';
}

/** A file of SQL, parsed. */
export interface Script {
  /** As messages name it. */
  readonly file: string;
  readonly statements: readonly ScenarioStatement[];
  /** Roles that the script itself becomes (`SET ROLE`): an executor's right. */
  readonly becomes?: readonly string[];
  /** Of a verify script that asks nothing: it holds where no statement of it fails. */
  readonly holdsWithout?: 'error';
}

/** A change with its way back, read from a folder, from code or from a migration tool's files. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly kind: ScenarioKind;
  /** Tables it may touch; null: not declared, and not asked. */
  readonly tables: readonly string[] | null;
  /** null: the configuration's role. */
  readonly role: string | null;
  /** As the author named them; null: the kind's own way back. */
  readonly methods: readonly RollbackMethod[] | null;
  readonly transaction: 'whole' | 'statement';
  readonly expect: Expectations | null;
  /** Folder as the configuration names it; for messages. */
  readonly folder: string;
  readonly setup: Script | null;
  readonly apply: Script;
  readonly verify: Script | null;
  readonly revert: Script | null;
  /** The executor file that is the apply script, as the configuration names it. */
  readonly executor: string | null;
  /** sha256 of each file that defines it, by file name. */
  readonly files: Readonly<Record<string, Sha256>>;
}

/** Scenarios in the order of the configuration: one by itself, or a chain, each on the one before. */
export interface Planned {
  readonly id: string;
  readonly title: string;
  /** One for a scenario by itself. */
  readonly steps: readonly Scenario[];
  readonly isChain: boolean;
}

/** The witnesses, handed in: a stage calls no other stage's functions. */
export interface Witnesses {
  open(request: WitnessRequest): Promise<Witness>;
  /** Everything read, nothing taken over: of a database that was brought back from a copy. */
  lookWhole(server: Server, database: string): Promise<Fingerprint>;
  residue(server: Server, database: string, print: Fingerprint): Promise<ResidueState>;
  residueBetween(
    before: ResidueState,
    after: ResidueState,
    undoing: 'transaction' | 'snapshot',
  ): ResidueItem[];
  changedParts(before: Fingerprint, after: Fingerprint): string[];
  /** The print with the parts named marked as varying: their content is left out of its hashes. */
  masked(print: Fingerprint, varies: readonly string[]): Fingerprint;
}

/** A state that a scenario begins from, and what is known of it. */
export interface StartingPoint {
  /** null: the baseline itself. */
  readonly layer: Layer | null;
  readonly print: Fingerprint;
  /** What stands beside the database: the cluster's own state. */
  readonly residue: ResidueState;
  /** Parts of it that would not be the same in another run: a step before was not deterministic. */
  readonly varies: readonly string[];
}

export interface RehearsalGround {
  readonly ground: CloneGround;
  readonly witnesses: Witnesses;
  readonly baseline: StartingPoint;
  /** Role that applies scenarios, from the configuration. */
  readonly role: string;
  readonly bounds: ScenarioBounds;
}

/** From the configuration's limits; none of them is within reach of a scenario's SQL. */
export interface ScenarioBounds {
  /** One scenario with all its ways back; a chain's way down has as long for each step. */
  readonly scenarioMs: number;
  /** The statements of one transaction, together. */
  readonly transactionMs: number;
  readonly statementMs: number;
  /** Waiting for one lock. */
  readonly lockMs: number;
  /** Rows and notices that one statement answers. */
  readonly answerBytes: number;
}
