// What the content scan hands on: which columns hold secrets or live pointers, never one of them.
import type { JUDGEMENTS, Code, Finding } from '../kernel/index.ts';
import type { DataPart } from '../intake/contract.ts';

/** One kind of secret or pointer in one place. `shape` is redacted and holds no part of a value. */
export interface ScanHit {
  readonly code: Code;
  /** Which rule found it, e.g. `bcrypt` or `secretlint/aws`. */
  readonly rule: string;
  /** `public.directus_users.password`, `large object 16401`, `FUNCTION public.f()`. */
  readonly where: string;
  /** Rows of a table; of other content, how often it was found. */
  readonly count: number;
  /** e.g. `$2b$99$aA9aa... (60 characters)`. */
  readonly shape: string;
}

/** What was read, by table: rows are counted so that they can be held against the clone. */
export interface ScannedTable {
  readonly schema: string;
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

export interface ScanResult {
  /** HELD: all was read and nothing found that refuses. NOT_DECIDED: not all could be read. */
  readonly judgement: (typeof JUDGEMENTS)[number];
  readonly hits: readonly ScanHit[];
  readonly tables: readonly ScannedTable[];
  readonly rows: number;
  /** Of content, unpacked. */
  readonly bytes: number;
  /** One for each hit, and for whatever kept the scan from reading all. */
  readonly findings: readonly Finding[];
}

export interface ScanRequest {
  readonly parts: AsyncIterable<DataPart>;
  /** Host names that may stand in the data: `cdn.example.org`, or `*.example.org` for all below. */
  readonly allowedHosts: readonly string[];
  /** Content beyond this many bytes, unpacked, is refused: the dump would not fit. */
  readonly budgetBytes: number;
  /** A row longer than this is refused: Postgres would need a multiple of it in memory. */
  readonly rowBytes: number;
  readonly signal?: AbortSignal;
}
