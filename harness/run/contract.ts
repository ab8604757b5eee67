// What the parts of a run hand to each other.
import type { LoadedConfig } from '../config/contract.ts';
import type { LaneFile } from '../decision/contract.ts';
import type { InputFile } from '../evidence/record-contract.ts';
import type { AllowedFinding, Finding, Judgement } from '../kernel/index.ts';
import type { AcceptedDump } from '../intake/contract.ts';
import type { RestoreOutcome } from '../restore/contract.ts';
import type { ScanResult } from '../scan/contract.ts';
import type {
  Crossing,
  IsolationProof,
  Leftovers,
  Sandbox,
  TransportChoice,
} from '../sandbox/contract.ts';
import type { CloneMethod } from '../sandbox/ground-contract.ts';
import type { Planned } from '../scenario/contract.ts';
import type { PartNumbers } from '../scenario/part-contract.ts';
import type { ExecutorFile, ScenarioRun } from '../scenario/evidence-contract.ts';
import type { SchemaCheck, SchemaSpec } from '../schema/contract.ts';
import type { CalibrationResult } from '../witness/calibration-contract.ts';
import type { Fingerprint, ResidueItem } from '../witness/contract.ts';
import type { Texts } from '../witness/witness-contract.ts';

/** What falls to one part of a divided rehearsal. */
export interface PlannedPart extends PartNumbers {
  readonly planned: readonly Planned[];
}

/** Everything a run reads before it starts anything. */
export interface RunInputs {
  readonly config: LoadedConfig;
  readonly lane: LaneFile;
  readonly spec: SchemaSpec;
  readonly planned: readonly Planned[];
  /** What of it is rehearsed here; null: all. The plan stays the whole one. */
  readonly part: PlannedPart | null;
  /** What is worth knowing of them, and keeps nothing from being started. */
  readonly notes: readonly Finding[];
  /** Executor files with their hash at the start; `after` is filled at the end. */
  readonly executor: readonly Omit<ExecutorFile, 'after'>[];
  /** Every file that the run was told by, as it was read; sorted by name. */
  readonly files: readonly InputFile[];
}

/** What was found in a dump's content, and what the lane says to it. */
export interface ContentFacts {
  readonly result: ScanResult;
  /** As the configuration names them. */
  readonly allowedHosts: readonly string[];
  /** HELD: all was read, and nothing refuses that the lane does not allow. */
  readonly judgement: Judgement;
  /** What refuses, and notes. */
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
}

/** A scan that goes on; it is stopped at the end of its scope. */
export interface Scanning extends AsyncDisposable {
  /** Null where there was no dump that could be read. */
  readonly facts: Promise<ContentFacts | null>;
}

/** What the scenarios stood on. */
export interface GroundFacts {
  readonly method: CloneMethod;
  /** Why thin clones could not be had; null where they were. */
  readonly refusal: string | null;
  readonly isolation: Judgement;
  /** null: the method has no files of its own that could be asked. */
  readonly isBaselineUntouched: boolean | null;
}

/** What happened on the clone; a part that was never reached is null. */
export interface CloneFacts {
  readonly isolation: IsolationProof;
  readonly crossing: Crossing;
  readonly serverVersion: string;
  readonly restore: RestoreOutcome | null;
  /** What the clone's own rows hold; null where nobody came to read them. */
  readonly content: ContentFacts | null;
  readonly schema: SchemaCheck | null;
  readonly entry: Fingerprint | null;
  readonly exit: Fingerprint | null;
  /** How the clones of the scenarios were made; null where it came to none. */
  readonly ground: GroundFacts | null;
  readonly calibration: CalibrationResult | null;
  readonly runs: readonly ScenarioRun[];
  readonly clusterResidue: readonly ResidueItem[] | null;
  readonly leftovers: Leftovers;
  readonly findings: readonly Finding[];
}

export interface Lap {
  readonly stage: string;
  /** From the start of the run; stages that went on side by side overlap. */
  readonly startMs: number;
  readonly ms: number;
}

/** How far something is. */
export interface Amount {
  readonly done: number;
  /** null where nobody knows it: then nothing is said of a rest. */
  readonly total: number | null;
  readonly unit: 'bytes' | 'pieces';
  /** What goes on once all of it is done, where it is known. */
  readonly afterwards?: string;
}

/** Asked only by whoever shows it, and seldom; null, and a failure, say that nobody knows. */
export type Measure = () => Amount | null | Promise<Amount | null>;

/** What a run reports while it goes on; the terminal decides how it looks. */
export interface Progress {
  /** A stage begins; call the answer when it has ended, with a few words of result. */
  stage(name: string, measure?: Measure): (result: string) => void;
  /** Something over several stages: shown as long as it is held, and no lap. */
  over(name: string, measure: Measure): Disposable;
  say(line: string): void;
  /** In the order in which they ended. */
  readonly laps: readonly Lap[];
}

export interface RunRequest {
  readonly config: LoadedConfig;
  /** The operator's dump. */
  readonly dumpPath: string;
  /** What messages and evidence call it: never a path of this machine. */
  readonly dumpName: string;
  /** Folder the packet will stand in; a new one under the evidence folder where null. */
  readonly out: string | null;
  /** `template` forces the copies that need nothing of the engine; thin clones are tried else. */
  readonly cloneMethod: CloneMethod | null;
  /** Scenarios side by side; the configuration's where null. */
  readonly jobs: number | null;
  /** One part of it only; all where absent. */
  readonly part?: PartNumbers | null;
  /** How sessions reach the sandbox; what the environment says, else found out, where absent. */
  readonly transport?: TransportChoice;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The restored database, found good: what clones are made of. */
export interface Baseline {
  readonly sandbox: Sandbox;
  readonly database: string;
  /** Everything, read before anything was done. */
  readonly entry: Fingerprint;
  /** Texts of its large tables. */
  readonly texts: Texts;
}

/** What the part of a run that has a clone is asked for. */
export interface CloneRequest {
  readonly dump: AcceptedDump;
  readonly inputs: RunInputs;
  readonly scanning: Scanning;
  readonly runId: string;
  readonly workFolder: string;
  readonly cloneMethod: CloneMethod | null;
  readonly jobs: number | null;
  readonly transport?: TransportChoice;
  /** false: the fingerprint is not tried first, and the verdict stays open. */
  readonly isCalibrated?: boolean;
  /** What is done with the baseline; where absent, the plan is rehearsed on it. */
  readonly use?: (
    request: CloneRequest,
    baseline: Baseline,
    draft: CloneDraft,
  ) => Promise<Finding[]>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The same, while it is found out. */
export type CloneDraft = { -readonly [Key in keyof CloneFacts]?: CloneFacts[Key] };
