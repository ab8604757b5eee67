// The settings under which everything is read, so that one content has one text anywhere.

/** For the current transaction only; a scenario cannot have bent them before. */
export const FIXED_SETTINGS = `
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 3;
SET LOCAL bytea_output = 'hex';
SET LOCAL lc_monetary = 'C';
SET LOCAL xmloption = 'content';
SET LOCAL quote_all_identifiers = off;
SET LOCAL row_security = off;
SET LOCAL lock_timeout = 0;
SET LOCAL statement_timeout = '600s';
SET LOCAL client_encoding = 'UTF8';
`;
