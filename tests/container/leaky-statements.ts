// Statements that make Postgres quote what a row holds: in a message, its detail, hint or context.
import { CANARY, NUMBER, OTHER, QUOTED as N, TABLE } from './leaky-database.ts';

const EACH = `FROM ${TABLE} WHERE id = 1`;
const word = `(SELECT ${N.short} ${EACH})`;

/** The value of a row taken for something else, by a cast. */
const CASTS = `
  integer bigint numeric boolean date timestamptz interval uuid inet json jsonb jsonpath xml point
  bit tsquery int4range text[] oid regclass regtype regrole regproc regprocedure regoper regnamespace
  regconfig regdictionary regcollation macaddr pg_lsn tid cidr money ${N.type}
`
  .trim()
  .split(/\s+/)
  .map((type) => `SELECT ${N.short}::${type} ${EACH}`);

/** The value of a row given to a function that names what it does not know. */
const CALLS = [
  `nextval(${word})`,
  `currval(${word})`,
  `setval(${word}, 1)`,
  `set_config(${word}, 'x', false)`,
  `current_setting(${word})`,
  `pg_has_role(${word}, 'USAGE')`,
  `has_table_privilege(${word}, 'SELECT')`,
  `has_schema_privilege(${word}, 'USAGE')`,
  `has_database_privilege(${word}, 'CONNECT')`,
  `has_column_privilege('${TABLE}', ${word}, 'SELECT')`,
  `has_function_privilege(${word}, 'EXECUTE')`,
  `has_type_privilege(${word}, 'USAGE')`,
  `has_language_privilege(${word}, 'USAGE')`,
  `has_tablespace_privilege(${word}, 'CREATE')`,
  `has_server_privilege(${word}, 'USAGE')`,
  `has_table_privilege('${TABLE}', ${word})`,
  `pg_get_serial_sequence(${word}, 'id')`,
  `pg_get_serial_sequence('${TABLE}', ${word})`,
  `pg_size_bytes(${word})`,
  `timezone(${word}, now())`,
  `to_date(${word}, 'YYYY')`,
  `to_number(${word}, '9')`,
  `format('%' || ${word})`,
  `decode(${word}, 'hex')`,
  `decode(${word}, 'base64')`,
  `decode(${word}, ${word})`,
  `convert_to('a', ${word})`,
  `date_trunc(${word}, now())`,
  `extract(year from ${word}::date)`,
  `date_part(${word}, now())`,
  `regexp_matches('a', '(' || ${word})`,
  `('{"' || ${word})::text[]`,
  `('{"a":' || ${word})::jsonb`,
  `jsonb_path_query('{}', ('strict $.' || ${word})::jsonpath)`,
  `jsonb_set(j, ARRAY['${CANARY}', ${word}, 'x'], '1') ${EACH}`,
  `array_fill(1, ARRAY[n::integer]) ${EACH}`,
  `repeat('x', n::integer) ${EACH}`,
  `chr(n::integer) ${EACH}`,
  `n * n * n * n ${EACH}`,
  `n / (n - n) ${EACH}`,
  `sqrt(-n) ${EACH}`,
  `make_date(n::integer, 1, 1) ${EACH}`,
  `to_tsvector(${word}::regconfig, 'a')`,
  `query_to_xml('SELECT ' || ${word}, true, true, '')`,
  `query_to_xml(${word}, true, true, '')`,
  `${N.cast}(${word})`,
  `${N.raise}('no' || ${word})`,
  `lo_get(n::oid) ${EACH}`,
  `encode('a', ${word})`,
  `pg_get_viewdef(${word})`,
  `to_regclass('"' || ${word})`,
  `pg_input_is_valid(${word}, ${word})`,
  `row_to_json(${word})`,
  `unistr('\\' || ${word})`,
  `normalize(${word}, NFC)::integer`,
  `string_to_array(${word}, '')::integer[]`,
  `pg_column_size(${word})::regclass::text::integer`,
].map((call) => `SELECT ${call}`);

const block = (body: string): string => `DO $$ DECLARE w text := ${word}; BEGIN ${body} END $$`;

/** Code that puts a row's value into words of its own, or into a statement. */
const BLOCKS = [
  `RAISE EXCEPTION '%', w`,
  `RAISE EXCEPTION 'relation "%" does not exist', w USING ERRCODE = '42P01'`,
  `RAISE EXCEPTION 'table %', w USING ERRCODE = '23505', DETAIL = w, HINT = w`,
  `RAISE unique_violation USING MESSAGE = 'constraint ' || w, CONSTRAINT = w, COLUMN = w, TABLE = w`,
  `RAISE division_by_zero USING DETAIL = w`,
  `ASSERT false, 'table ' || w`,
  `EXECUTE w`,
  `EXECUTE 'SELECT ' || w`,
  `EXECUTE 'SELECT * FROM ' || w`,
  `EXECUTE 'SELECT ' || w || '()'`,
  `EXECUTE format('SELECT 1::%I', w)`,
  `EXECUTE format('SET ROLE %I', w)`,
  `EXECUTE format('SET %I = 1', w)`,
  `EXECUTE format('DROP TABLE %I', w)`,
  `EXECUTE format('DROP FUNCTION %I()', w)`,
  `EXECUTE format('DROP TYPE %I', w)`,
  `EXECUTE format('DROP SCHEMA %I', w)`,
  `EXECUTE format('DROP EXTENSION %I', w)`,
  `EXECUTE format('CREATE EXTENSION %I', w)`,
  `EXECUTE format('ALTER TABLE ${TABLE} DROP COLUMN %I', w)`,
  `EXECUTE format('ALTER TABLE ${TABLE} DROP CONSTRAINT %I', w)`,
  `EXECUTE format('ALTER TABLE ${TABLE} ADD CHECK (%I > 0)', w)`,
  `EXECUTE format('CREATE COLLATION x FROM %I', w)`,
  `EXECUTE format('CREATE TABLE x (a text COLLATE %I)', w)`,
  `EXECUTE format('CREATE INDEX ON ${TABLE} USING %I (id)', w)`,
  `EXECUTE format('CREATE INDEX ON ${TABLE} (n %I)', w)`,
  `EXECUTE format('ALTER DATABASE %I SET a.b = 1', w)`,
  `EXECUTE format('SET TIME ZONE %L', w)`,
  `EXECUTE format('SET client_encoding = %L', w)`,
  `EXECUTE format('SET work_mem = %L', w)`,
  `EXECUTE format('SET search_path = %L; SELECT nothing', w)`,
  `EXECUTE format('COPY ${TABLE} FROM %L', w)`,
  `EXECUTE format('LOAD %L', w)`,
  `EXECUTE format('NOTIFY %I, %L', repeat(w, 10), w)`,
  `EXECUTE format('COMMENT ON COLUMN ${TABLE}.%I IS NULL', w)`,
  `EXECUTE format('GRANT %I TO ${N.owner}', w)`,
  `EXECUTE format('CREATE TRIGGER x BEFORE INSERT ON ${TABLE} EXECUTE FUNCTION %I()', w)`,
  `PERFORM w::integer`,
  `PERFORM set_config('role', w, false)`,
  `PERFORM pg_sleep(30)`,
].map((body) => block(`${body};`));

/** Rows that break a rule of their table. */
const ROWS = [
  `INSERT INTO ${TABLE} (${N.word}) SELECT ${N.word} ${EACH}`,
  `INSERT INTO ${TABLE} (${N.word}, span) SELECT 'x', span ${EACH}`,
  `INSERT INTO ${TABLE} (id, ${N.word}) SELECT id, 'x' ${EACH}`,
  `UPDATE ${TABLE} SET n = -n`,
  `UPDATE ${TABLE} SET ${N.word} = NULL`,
  `UPDATE ${TABLE} SET ${N.short} = repeat(${N.word}, 9)`,
  `UPDATE ${TABLE} SET k = ${N.short}::text::${N.type}`,
  `DELETE FROM ${TABLE}`,
  `UPDATE ${TABLE} SET id = id + 100`,
  `INSERT INTO ${OTHER} (id, parent, note) SELECT n, n, '${CANARY}' FROM ${TABLE}`,
  `INSERT INTO ${OTHER} (id, late, note) VALUES (99, 4711, '${CANARY}'); SET CONSTRAINTS ALL IMMEDIATE`,
  `INSERT INTO ${OTHER} SELECT * FROM ${OTHER}`,
  `ALTER TABLE ${TABLE} ADD CHECK (${N.short} = '')`,
  `ALTER TABLE ${TABLE} ADD UNIQUE (${N.short})`,
  `ALTER TABLE ${TABLE} ALTER ${N.short} TYPE integer USING ${N.short}::integer`,
  `ALTER TABLE ${TABLE} ADD CHECK (${N.short}::regclass IS NULL)`,
  `CREATE INDEX ON ${TABLE} ((${N.short}::integer))`,
  `CREATE MATERIALIZED VIEW ${N.schema}.v AS SELECT ${N.short}::regclass FROM ${TABLE}`,
  `CREATE TABLE ${N.schema}.t PARTITION OF ${TABLE} FOR VALUES IN ('${CANARY}')`,
];

export const QUOTING: readonly string[] = [...CASTS, ...CALLS, ...BLOCKS, ...ROWS];

/** What a value of a row looks like in any of the forms in which it may be written. */
export function rowValuesIn(text: string): string[] {
  const lower = text.toLowerCase();
  const plain = lower.replaceAll(/[^a-z0-9]/g, '');
  const bytes = Buffer.from(CANARY);
  const base64 = [0, 1, 2].map((lead) => {
    const padded = Buffer.concat([Buffer.alloc(lead), bytes]).toString('base64');
    return padded.slice(lead === 0 ? 0 : lead + 1, -4);
  });
  return [
    ...[CANARY, NUMBER, bytes.toString('hex')].filter((form) => plain.includes(form)),
    ...[CANARY.slice(0, 7)].filter((form) => lower.includes(form)),
    ...base64.filter((form) => form.length > 5 && text.includes(form)),
    ...[Array.from(CANARY).toReversed().join('')].filter((form) => lower.includes(form)),
  ];
}
