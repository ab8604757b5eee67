// What is known of each table without reading its rows: where they are stored, and what turns them
// into text. A table of which all of this stands as before, and which nothing wrote to, reads the same.

/** A table, partition or materialized view that holds rows. */
export interface TableStanding {
  readonly label: string;
  readonly oid: number;
  /** Files of the rows and of what was moved out of line; 0 where there are none. */
  readonly node: number;
  readonly toastNode: number;
  readonly isUnlogged: boolean;
  /** About how many blocks its file has; no part of what is compared. */
  readonly pages: number;
  /** The same with its long values, which are stored beside it. */
  readonly storedPages: number;
  /** Kind, way of storage, key and the like: what stays where columns come and go. */
  readonly kind: string;
  /** Columns, as text. With the kind, all that makes COPY's text besides the files. */
  readonly shape: string;
  readonly types: readonly number[];
}

/** A type that some column is made of, however deep. */
export interface TypeStanding {
  readonly oid: number;
  readonly shape: string;
  /** Types it is made of. */
  readonly parts: readonly number[];
  /** Whether its text is looked up in a catalog, or made by code that a catalog names. */
  readonly isLookedUp: boolean;
}

/** A catalog with storage, under `<database oid, 0 where shared>/<file>`. */
export interface CatalogNode {
  readonly key: string;
  readonly catalog: string;
}

export interface Standing {
  readonly tables: readonly TableStanding[];
  readonly types: readonly TypeStanding[];
  readonly catalogs: readonly CatalogNode[];
}

/**
 * Columns that were dropped are part of it: a column's number says where in the row it is. So is
 * the value that rows written before a column came to be are taken to have.
 */
export const TABLE_STANDING = `
SELECT c.oid::int8::text AS oid, c.oid::pg_catalog.regclass::text AS label,
       coalesce(pg_catalog.pg_relation_filenode(c.oid), 0)::int8::text AS node,
       coalesce(pg_catalog.pg_relation_filenode(nullif(c.reltoastrelid, 0)), 0)::int8::text AS toast,
       c.relpersistence <> 'p' AS "isUnlogged", c.relpages AS pages,
       c.relpages + coalesce((SELECT t.relpages FROM pg_catalog.pg_class AS t
         WHERE t.oid = c.reltoastrelid), 0) AS "storedPages",
       pg_catalog.concat_ws(' ', c.relkind, c.relispopulated, am.amname,
         (SELECT i.indkey::text FROM pg_catalog.pg_index AS i
           WHERE i.indrelid = c.oid AND i.indisprimary),
         (SELECT d.encoding FROM pg_catalog.pg_database AS d
           WHERE d.datname = pg_catalog.current_database())) AS kind,
       coalesce(columns.shape, '') AS shape,
       coalesce(columns.types, '{}') AS types
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS ns ON ns.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
  LEFT JOIN LATERAL (
       SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attnum, pg_catalog.quote_ident(a.attname),
                a.atttypid, a.atttypmod, a.attcollation, a.attisdropped, a.attlen, a.attalign,
                a.attgenerated, a.attmissingval::text,
                CASE WHEN a.attgenerated <> '' THEN
                  (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef AS d
                    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END),
                E'\\n' ORDER BY a.attnum) AS shape,
              pg_catalog.array_agg(DISTINCT a.atttypid::int8::text) AS types
         FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns ON true
 WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
   AND c.oid >= 16384 AND ns.nspname !~ '^pg_(toast|temp)'`;

/** Every type a stored column is made of: elements, base types, fields, bounds of ranges. */
export const TYPE_STANDING = `
WITH RECURSIVE used (oid) AS (
  SELECT a.atttypid FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
   WHERE a.attnum > 0 AND c.oid >= 16384 AND c.relkind IN ('r', 'm')
  UNION
  SELECT part.oid FROM used JOIN pg_catalog.pg_type AS t ON t.oid = used.oid, LATERAL (
    SELECT t.typelem UNION ALL SELECT t.typbasetype
    UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute AS a
     WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range AS r
     WHERE r.rngtypid = t.oid OR to_jsonb(r) ->> 'rngmultitypid' = t.oid::text
    ) AS part (oid) WHERE part.oid <> 0
)
SELECT t.oid::int8::text AS oid,
       pg_catalog.concat_ws(' ', t.typtype, t.typlen, t.typelem, t.typbasetype, t.typtypmod, t.typdelim,
         t.typoutput::oid, t.typrelid,
         (SELECT pg_catalog.string_agg(e.oid || ' ' || pg_catalog.quote_ident(e.enumlabel) || ' ' || e.enumsortorder, ','
                   ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid),
         (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attnum, a.atttypid, a.atttypmod, a.attisdropped), ','
                   ORDER BY a.attnum) FROM pg_catalog.pg_attribute AS a
           WHERE a.attrelid = t.typrelid AND a.attnum > 0)) AS shape,
       ARRAY(SELECT part.oid::int8::text FROM (
         SELECT t.typelem UNION SELECT t.typbasetype
         UNION SELECT a.atttypid FROM pg_catalog.pg_attribute AS a
          WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
         UNION SELECT r.rngsubtype FROM pg_catalog.pg_range AS r
          WHERE r.rngtypid = t.oid OR to_jsonb(r) ->> 'rngmultitypid' = t.oid::text
         ) AS part (oid) WHERE part.oid <> 0) AS parts,
       CASE WHEN t.oid < 16384 THEN t.typname ~ '^_?(reg|aclitem)'
            ELSE t.typtype = 'b' AND t.typoutput <> 'pg_catalog.array_out'::pg_catalog.regproc
       END AS "isLookedUp"
  FROM pg_catalog.pg_type AS t JOIN used ON used.oid = t.oid`;

/** Catalogs and what they moved out of line, under the name of the catalog. */
export const CATALOG_NODES = `
SELECT (CASE WHEN c.relisshared THEN '0' ELSE d.oid::text END) || '/' || pg_catalog.pg_relation_filenode(c.oid) AS key,
       coalesce(owner.relname, c.relname)::text AS catalog
  FROM pg_catalog.pg_class AS c
  LEFT JOIN pg_catalog.pg_class AS owner ON owner.reltoastrelid = c.oid AND c.relkind = 't'
  JOIN pg_catalog.pg_database AS d ON d.datname = pg_catalog.current_database()
 WHERE c.oid < 16384 AND c.relkind IN ('r', 't')`;
