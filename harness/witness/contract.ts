// What a witness sees: fingerprints of everything a rollback has to bring back, and residue.
import { z } from 'zod';
import type { Sha256 } from '../kernel/index.ts';

/** One table's content: rows, and sha256 of its ordered COPY text under fixed settings. */
export interface TablePrint {
  /** `schema.table`, quoted where SQL would. */
  readonly table: string;
  /** The partitioned table it is a part of, at the top; itself where it is none. */
  readonly root: string;
  readonly rows: number;
  readonly sha256: Sha256;
}

/** A section of the catalog (`columns`, `functions`, ...): its objects as sorted lines of JSON. */
export interface SectionPrint {
  readonly section: string;
  readonly sha256: Sha256;
  readonly lines: readonly string[];
}

export interface Fingerprint {
  /** Over everything, sequence values included: what a restored snapshot has to equal. */
  readonly hash: Sha256;
  /** Over everything but sequence values, which no ROLLBACK undoes. */
  readonly transactionalHash: Sha256;
  readonly tables: readonly TablePrint[];
  readonly sections: readonly SectionPrint[];
  readonly sequences: SectionPrint;
  /** Rows of all tables together. */
  readonly rowCount: number;
}

/** State that fingerprints of one database do not see. */
export interface ResidueState {
  readonly kinds: readonly SectionPrint[];
}

export const residueItemSchema = z.strictObject({
  kind: z.string(),
  name: z.string(),
  what: z.string(),
  /** Whether the rollback method could have undone it. */
  undoable: z.boolean(),
});
export type ResidueItem = z.infer<typeof residueItemSchema>;
