// Which tables' rows may be changed to test the instrument, asked of the catalog.
import { OWN_SCHEMA } from './kind.ts';

/**
 * Tables without anything that would run code of the dump's with a superuser's rights: a trigger or
 * rule that fires in a replica too, a CHECK, index, default or generated column with a function or
 * operator of its own, or a domain. Answers `TableFact` rows. `bytes` counts what is stored beside the
 * table too, which is where its long values are; two gigabytes stand for all that is more.
 */
export const TABLE_FACTS = `
SELECT c.oid::regclass::text AS label,
       CASE WHEN n.nspname = '${OWN_SCHEMA}' THEN 'harness' ELSE 'operator' END AS own,
       least(pg_relation_size(c.oid) + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0), 2147483647)::int4 AS bytes,
       EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion)) AS "hasKey",
       (SELECT jsonb_agg(jsonb_build_object(
                 'name', quote_ident(a.attname),
                 'type', CASE WHEN t.oid < 16384 THEN t.typname::text END,
                 'cast', format_type(a.atttypid, a.atttypmod),
                 'hasModifier', a.atttypmod >= 0,
                 'nullable', NOT a.attnotnull,
                 'inKey', EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid
                    AND (i.indisunique OR i.indisexclusion) AND a.attnum = ANY (i.indkey::int2[])),
                 'fixed', a.attidentity = 'a' OR a.attgenerated <> '') ORDER BY a.attnum)
          FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.oid >= 16384
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
   AND NOT EXISTS (SELECT FROM pg_trigger AS g WHERE g.tgrelid = c.oid AND g.tgenabled IN ('A', 'R'))
   AND NOT EXISTS (SELECT FROM pg_rewrite AS r WHERE r.ev_class = c.oid AND r.ev_enabled IN ('A', 'R'))
   AND NOT EXISTS (
     SELECT FROM pg_depend AS d LEFT JOIN pg_type AS t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
      WHERE d.refobjid >= 16384
        AND (d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass)
             OR t.typtype = 'd')
        AND (d.classid, d.objid) IN (
          SELECT 'pg_constraint'::regclass, k.oid FROM pg_constraint AS k WHERE k.conrelid = c.oid
          UNION ALL SELECT 'pg_class'::regclass, i.indexrelid FROM pg_index AS i WHERE i.indrelid = c.oid
          UNION ALL SELECT 'pg_attrdef'::regclass, f.oid FROM pg_attrdef AS f WHERE f.adrelid = c.oid
          UNION ALL SELECT 'pg_class'::regclass, c.oid))`;

/** Quiet, fast, and by names that mean one thing; the clone is thrown away, so a commit may be lost. */
export const SESSION_SETTINGS = `
SET search_path = pg_catalog, pg_temp;
SET session_replication_role = replica;
SET standard_conforming_strings = on;
SET check_function_bodies = off;
SET synchronous_commit = off;
SET client_min_messages = error;
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';
SET extra_float_digits = 3;
SET bytea_output = 'hex';
SET row_security = off;
SET lock_timeout = '5s';
SET default_transaction_read_only = off;
SET default_tablespace = '';
SET quote_all_identifiers = off;
SET transform_null_equals = off;
`;
