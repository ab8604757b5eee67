// What a table's columns are, for one whose rows nobody wrote to: columns may have come and gone, and
// of each row it is known all the same what its text is made of.
import { canonicalJsonLine, quoteLiteral, quoteQualified } from '../kernel/index.ts';
import type { StoredTable } from './tables.ts';

export interface Column {
  readonly number: number;
  readonly isDropped: boolean;
  /** Computed from the row as it is read, or by code as it is written. */
  readonly isGenerated: boolean;
  /** Name, type and the like: all that makes its text besides the row. */
  readonly shape: string;
  /** What a row has in it that was written before the column came; null: NULL. */
  readonly missing: string | null;
}

/** Columns of one table, dropped ones too, in their order. */
export function columnsQuery({ schema, name }: Pick<StoredTable, 'schema' | 'name'>): string {
  return `
SELECT a.attnum::pg_catalog.int4 AS number, a.attisdropped AS "isDropped", a.attgenerated <> '' AS "isGenerated",
       pg_catalog.concat_ws(' ', pg_catalog.quote_ident(a.attname), a.atttypid::pg_catalog.int8, a.atttypmod,
         a.attcollation::pg_catalog.int8, a.attlen, a.attalign) AS shape,
       CASE WHEN a.atthasmissing THEN a.attmissingval::pg_catalog.text END AS missing
  FROM pg_catalog.pg_attribute AS a
 WHERE a.attnum > 0 AND a.attrelid = ${quoteLiteral(quoteQualified(schema, name))}::pg_catalog.regclass
 ORDER BY a.attnum`;
}

/**
 * What the text of its rows is made of: columns that it had, by their number, and columns that came
 * since, of which every row has what rows have that were written before. Where that is the same at two
 * moments, so is the text. null: nothing can be said.
 */
export function formOf(then: readonly Column[], now: readonly Column[]): string | null {
  const had = new Map(then.map((column) => [column.number, column]));
  const parts: unknown[] = [];
  for (const column of now) {
    const was = had.get(column.number);
    if (was === undefined) {
      if (column.isDropped) continue;
      if (column.isGenerated) return null;
      parts.push([column.shape, column.missing]);
      continue;
    }
    if (column.isDropped) continue;
    // Another column under a number that it had, or one that rows tell in another way.
    if (was.isDropped || canonicalJsonLine({ ...was }) !== canonicalJsonLine({ ...column }))
      return null;
    parts.push(column.number);
  }
  return canonicalJsonLine(parts);
}
