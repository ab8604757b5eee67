// What CREATE DATABASE ... TEMPLATE leaves behind: the shared catalogs' rows about a database.

/** Owner, grants, limits, settings and comment, copied as rows from database `$1` to `$2`. */
export const DATABASE_PROPERTIES = [
  `UPDATE pg_catalog.pg_database AS target
      SET datdba = source.datdba, datacl = source.datacl, datconnlimit = source.datconnlimit
     FROM pg_catalog.pg_database AS source
    WHERE source.datname = $1 AND target.datname = $2`,
  `INSERT INTO pg_catalog.pg_db_role_setting (setdatabase, setrole, setconfig)
   SELECT target.oid, setting.setrole, setting.setconfig
     FROM pg_catalog.pg_db_role_setting AS setting
     JOIN pg_catalog.pg_database AS source ON source.oid = setting.setdatabase
     JOIN pg_catalog.pg_database AS target ON target.datname = $2
    WHERE source.datname = $1`,
  `INSERT INTO pg_catalog.pg_shdescription (objoid, classoid, description)
   SELECT target.oid, remark.classoid, remark.description
     FROM pg_catalog.pg_shdescription AS remark
     JOIN pg_catalog.pg_database AS source
       ON source.oid = remark.objoid AND remark.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
     JOIN pg_catalog.pg_database AS target ON target.datname = $2
    WHERE source.datname = $1`,
] as const;
