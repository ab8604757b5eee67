// What intake hands on: facts of the dump, read from its bytes before anything is started.
import { z } from 'zod';
import {
  JUDGEMENTS,
  SHA256_PATTERN,
  type AllowedFinding,
  type Finding,
  type Sha256,
} from '../kernel/index.ts';

export const DUMP_FORMATS = ['custom', 'directory', 'tar', 'plain'] as const;
export const COMPRESSIONS = ['none', 'gzip', 'lz4', 'zstd'] as const;
export type DumpFormat = (typeof DUMP_FORMATS)[number];

/** The exact words an operator confirms; nothing near them counts. */
export const CONFIRMATION = 'sanitized non-production copy';

/** The sidecar `<dump>.attestation.yaml`. */
export const attestationSchema = z.strictObject({
  version: z.literal(1),
  operator: z.string().trim().min(1).max(200),
  sanitizedWith: z.string().trim().min(1).max(2000),
  confirmation: z.literal(CONFIRMATION),
  sha256: z.string().regex(SHA256_PATTERN),
  byteLength: z.int().nonnegative(),
  /** Name of the source database, for plain dumps, whose bytes do not always say it. */
  database: z.string().min(1).max(63).optional(),
});
export type Attestation = z.infer<typeof attestationSchema>;

/** Facts read from the dump's own bytes. Versions are as written there, e.g. `15.18 (Debian ...)`. */
export interface DumpFacts {
  readonly format: DumpFormat;
  readonly compression: (typeof COMPRESSIONS)[number];
  readonly serverVersion: string;
  /** 15 for `15.18 (Debian ...)`. */
  readonly serverMajor: number;
  readonly pgDumpVersion: string | null;
  readonly databaseName: string;
  /** Postgres' name of the encoding, e.g. `UTF8`. */
  readonly encoding: string;
  /** LC_COLLATE of the source where the dump says it. */
  readonly locale: string | null;
  /** Of the raw bytes; of a directory: of its listing, as docs/recompute.md says. */
  readonly sha256: Sha256;
  readonly byteLength: number;
}

/** One entry of an archive's table of contents. */
export interface TocEntry {
  readonly dumpId: number;
  /** `TABLE`, `TABLE DATA`, `ACL`, `EXTENSION`, ... as pg_dump names it. */
  readonly description: string;
  readonly tag: string;
  readonly namespace: string | null;
  readonly owner: string | null;
  readonly definition: string;
  readonly section: 'none' | 'pre-data' | 'data' | 'post-data';
}

/** A line of a dump's table of contents. */
export interface ListedEntry {
  /** `TABLE`, `TABLE DATA`, `FK CONSTRAINT`, ... */
  readonly kind: string;
  /** With its schema where it has one. */
  readonly name: string;
  readonly owner: string | null;
}

/** What the dump holds, as far as restoring needs it. */
export interface DumpContents {
  /** Every role that an owner, a grant, a policy or a default privilege names, sorted; no `public`. */
  readonly roles: readonly string[];
  readonly extensions: readonly { readonly name: string; readonly schema: string | null }[];
  readonly schemas: readonly string[];
  /** Empty for a plain dump. */
  readonly toc: readonly TocEntry[];
  /** Owner of the source database, where the dump says it. */
  readonly databaseOwner: string | null;
  /** How many objects of each kind its statements create, e.g. `TABLE`. */
  readonly objects: Readonly<Record<string, number>>;
  /**
   * The table of contents as pg_dump has it: an archive's entries, or what the comments of a plain
   * dump say. For people to read; nothing is decided by it.
   */
  readonly listing: readonly ListedEntry[];
  /** How many COPY blocks / TABLE DATA entries the dump brings. */
  readonly dataEntries: number;
}

/** A dump that was recognised, and staged where only this run reads it. */
export interface UnattestedDump {
  readonly facts: DumpFacts;
  readonly contents: DumpContents;
  /** Private copy of the very bytes that were hashed: a file, or a folder for directory format. */
  readonly stagedPath: string;
}

/** A dump that may be rehearsed: attested as well. */
export interface AcceptedDump extends UnattestedDump {
  readonly attestation: Attestation;
}

/** A run of bytes of a plain dump; all pieces joined are the file, byte for byte. */
export type PlainPiece =
  | {
      readonly kind: 'statement';
      readonly text: string;
      readonly line: number;
      readonly bytes: Uint8Array;
      /** Whether COPY data follows. */
      readonly beginsData: boolean;
    }
  /** Whole INSERT statements as pg_dump writes them, of literal values: rows, and nothing else. */
  | { readonly kind: 'inserts'; readonly line: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'meta';
      readonly text: string;
      readonly line: number;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'copy-data';
      readonly line: number;
      readonly bytes: Uint8Array;
      /** Whether the line that ends the data stands at the end of these bytes. */
      readonly isEnd: boolean;
    }
  | {
      readonly kind: 'blank';
      readonly text: string;
      readonly line: number;
      readonly bytes: Uint8Array;
    };

/** What a run of a dump's content belongs to. */
export type DataSource =
  /** Rows in COPY's text format, each ended by a line feed; `\\.` never comes. */
  | {
      readonly kind: 'rows';
      readonly schema: string;
      readonly table: string;
      /** In the order of the row's fields; `column 3` where the dump does not name it. */
      readonly columns: readonly string[];
    }
  /** Raw bytes, e.g. `large object 16401`. */
  | { readonly kind: 'large-object'; readonly name: string }
  /** SQL text of an entry or a statement, e.g. `FUNCTION public.f()` or `line 120`. */
  | { readonly kind: 'definition'; readonly name: string };

/**
 * Content of a dump, unpacked, in the order it stands there. Its chunks are read to their end before
 * the next part is asked for. A chunk holds until the next is asked for, and shares its memory with
 * others: it may be copied, never transferred. One table may come in several parts, and a table
 * without rows as a part without chunks.
 */
export interface DataPart {
  readonly source: DataSource;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export type IntakeOutcome =
  | {
      readonly kind: 'accepted';
      readonly dump: AcceptedDump;
      /** Notes alone. */
      readonly findings: readonly Finding[];
      /** What would have refused it, and the lane allows: on record with its reason. */
      readonly allowed: readonly AllowedFinding[];
    }
  | {
      readonly kind: 'missing' | 'refused';
      readonly facts: Partial<DumpFacts>;
      /** The operator's word where there is one that can be read, whatever it is bound to. */
      readonly attestation?: Attestation;
      /** Where its facts and contents could be read, whatever it is refused for. */
      readonly readable?: UnattestedDump;
      /** What refuses it, and notes. */
      readonly findings: readonly Finding[];
      readonly allowed: readonly AllowedFinding[];
    };

const yesNoUnknown = z.enum(['YES', 'NO', 'NOT_DECIDED']);

/** Part of `clone-provenance.json`; the stage `scan` fills it. */
export const contentScanSchema = z.strictObject({
  judgement: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
  tables: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** Hosts that the configuration lets stand in the data. */
  allowed_hosts: z.array(z.string()),
  hits: z.array(
    z.strictObject({
      code: z.string(),
      rule: z.string(),
      where: z.string(),
      count: z.int().positive(),
      shape: z.string(),
    }),
  ),
});
export type ContentScan = z.infer<typeof contentScanSchema>;

/** `clone-provenance.json`, Table A. */
export const cloneProvenanceSchema = z.strictObject({
  version: z.literal(1),
  dump: z
    .strictObject({
      format: z.enum(DUMP_FORMATS),
      compression: z.enum(COMPRESSIONS),
      serverVersion: z.string(),
      databaseName: z.string(),
      encoding: z.string(),
      sha256: z.string().regex(SHA256_PATTERN),
      byteLength: z.int().nonnegative(),
    })
    .nullable(),
  attestation: z
    .strictObject({
      operator: z.string(),
      sanitizedWith: z.string(),
      confirmation: z.string(),
      boundToDump: yesNoUnknown,
    })
    .nullable(),
  candidates: z.array(
    z.strictObject({
      candidate: z.string(),
      source: z.string(),
      production_shaped: yesNoUnknown,
      isolated: yesNoUnknown,
      contains_secrets: yesNoUnknown,
      allowed: yesNoUnknown,
      present: yesNoUnknown,
      note: z.string(),
    }),
  ),
  /** What was found in all content; null where it was not looked into. */
  scan: contentScanSchema.nullable(),
  /** What refuses, and notes. */
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
  /** What the lane allows although it would refuse, each with the lane's reason. */
  allowed: z.array(
    z.strictObject({
      code: z.string(),
      where: z.string(),
      what: z.string(),
      reason: z.string(),
    }),
  ),
});
export type CloneProvenance = z.infer<typeof cloneProvenanceSchema>;
