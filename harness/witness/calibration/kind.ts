// What a kind of test change is made of: places in the schema, a statement there, its way back.

/** Schema and role of the harness's own on the clone that is spent on this; gone at its end. */
export const OWN_SCHEMA = 'rehearsal_calibration';
export const OWN_ROLE = 'rehearsal_calibrator';
/** Far above what a server hands out, and the same in every run. */
export const OWN_LARGE_OBJECT = 4_294_900_001;

/** One place where a kind may be tried. All SQL runs with `search_path = pg_catalog, pg_temp`. */
export interface Place {
  readonly place: string;
  readonly own: 'operator' | 'harness';
  /** Part of the print that has to differ, as `changedParts` names it. */
  readonly part: string;
  /** Every part that may differ, `part` among them; null: it cannot be told beforehand. */
  readonly touches: readonly string[] | null;
  readonly mutate: string;
  /** null: each row that `mutate` answers says it in a column `back`. */
  readonly takeBack: string | null;
}

/** A column that a row kind may change. */
export interface ColumnFact {
  /** Quoted where SQL would. */
  readonly name: string;
  /** Internal name of a built-in type (`int4`, `_text`); null for any other. */
  readonly type: string | null;
  /** With its modifier, as a cast takes it. */
  readonly cast: string;
  readonly hasModifier: boolean;
  readonly nullable: boolean;
  /** Part of a unique index or of an exclusion. */
  readonly inKey: boolean;
  /** Identity always, or generated: an UPDATE cannot set it. */
  readonly fixed: boolean;
}

/** A table whose rows may be changed without running code that came with the dump. */
export interface TableFact {
  /** As the print names it. */
  readonly label: string;
  readonly own: 'operator' | 'harness';
  readonly hasKey: boolean;
  /** By the print; of the harness's own, enough for every kind. */
  readonly rows: number;
  /** On the disk, long values included. */
  readonly bytes: number;
  readonly columns: readonly ColumnFact[];
}

export interface RowKind {
  readonly from: 'rows';
  readonly kind: string;
  readonly placesIn: (table: TableFact) => readonly Place[];
}

export interface CatalogKind {
  readonly from: 'catalog';
  readonly kind: string;
  readonly part: string;
  readonly touches: readonly string[] | null;
  /** Answers `own` (boolean: the harness's), `place`, `mutate`, `back`; the best place first. */
  readonly query: string;
}

/** Only on something that the harness made for it. */
export interface OwnKind {
  readonly from: 'own';
  readonly kind: string;
  readonly place: Place;
}

export type Kind = RowKind | CatalogKind | OwnKind;
