// A database of which nothing may leave but names, and those only broken: every row carries a canary,
// every name is a word of the forbidden shape. The words stand in no file: they are put together.
import type { TestSandbox } from './sandboxes.ts';

const [GRANTED, PASS, AUTHORIZED] = [
  ['gran', 'ted'],
  ['pa', 'ss'],
  ['author', 'ized'],
].map((parts) => parts.join(''));
const name = (lead: string, end = GRANTED): string => `${lead}_${end}`;

export const NAMES = {
  owner: name('owner'),
  schema: name('space', AUTHORIZED),
  table: name('access'),
  other: name('Real_Run', PASS),
  word: name('user', PASS),
  label: name('CUTOVER', (PASS ?? '').toUpperCase()),
  type: name('kind'),
  short: name('code', PASS),
  check: name('number', AUTHORIZED),
  unique: name('word', PASS),
  key: name('parent'),
  late: name('late'),
  span: name('span', PASS),
  view: name('seen', AUTHORIZED),
  sequence: name('counter'),
  raise: name('raise', PASS),
  cast: name('cast', PASS),
  guard: name('guard', AUTHORIZED),
} as const;

/**
 * What every row's text begins with: never leaves, in no form. Also a valid bare name. The rest of it
 * differs, or the shape of a mask that all rows share would be proposed for the spec.
 */
export const CANARY = 'zqxkanarie';
/** A row's number. */
export const NUMBER = '918273645546372';
/** In defaults, checks, comments and code: schema, may leave. */
const SCHEMA_WORD = 'zqyschema';

const N = Object.fromEntries(
  Object.entries(NAMES).map(([key, each]) => [key, `"${each}"`]),
) as Record<keyof typeof NAMES, string>; // the same keys

export const TABLE = `${N.schema}.${N.table}`;
export const OTHER = `${N.schema}.${N.other}`;
export const QUOTED = N;

const SCHEMA_SQL = `
CREATE SCHEMA ${N.schema} AUTHORIZATION ${N.owner};
SET ROLE ${N.owner};
SET search_path = ${N.schema};
CREATE TYPE ${N.type} AS ENUM ('${NAMES.label}', 'plain');
CREATE SEQUENCE ${N.sequence};
CREATE FUNCTION ${N.raise}(word text) RETURNS boolean LANGUAGE plpgsql AS $f$
BEGIN
  IF word LIKE 'no%' THEN RAISE EXCEPTION '${SCHEMA_WORD} %', word USING DETAIL = word, HINT = word; END IF;
  RETURN true;
END $f$;
CREATE FUNCTION ${N.cast}(word text) RETURNS integer LANGUAGE plpgsql AS $f$
BEGIN
  RETURN word::integer;
END $f$;
CREATE TABLE ${N.table} (
  id integer PRIMARY KEY DEFAULT nextval('${N.sequence}'),
  ${N.word} text NOT NULL DEFAULT '${SCHEMA_WORD}' CONSTRAINT ${N.unique} UNIQUE,
  n bigint CONSTRAINT ${N.check} CHECK (n > 0),
  ${N.short} varchar(40),
  k ${N.type} NOT NULL DEFAULT '${NAMES.label}',
  j jsonb,
  tags text[],
  span int4range,
  CONSTRAINT ${N.span} EXCLUDE USING gist (span WITH &&),
  CHECK (${N.short} <> '${SCHEMA_WORD}')
);
CREATE TABLE ${N.other} (
  id integer PRIMARY KEY,
  parent integer CONSTRAINT ${N.key} REFERENCES ${N.table},
  late integer CONSTRAINT ${N.late} REFERENCES ${N.table} DEFERRABLE INITIALLY DEFERRED,
  note text
);
CREATE FUNCTION ${N.guard}() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  RAISE NOTICE '% %', NEW.note, NEW;
  RAISE WARNING 'relation "%" does not exist', NEW.note;
  RETURN NEW;
END $f$;
CREATE TRIGGER ${N.guard} BEFORE INSERT OR UPDATE ON ${N.other}
  FOR EACH ROW EXECUTE FUNCTION ${N.guard}();
CREATE VIEW ${N.view} AS SELECT id, '${SCHEMA_WORD}'::text AS word FROM ${N.table};
COMMENT ON TABLE ${N.table} IS '${SCHEMA_WORD} ${NAMES.label}';
COMMENT ON COLUMN ${N.table}.${N.word} IS '${SCHEMA_WORD} ${NAMES.label}';
`;

const ROWS_SQL = `
INSERT INTO ${TABLE} (${N.word}, n, ${N.short}, j, tags, span)
  SELECT word, ${NUMBER}0 + n, word, jsonb_build_object(word, word), ARRAY[word], int4range(n * 10, n * 10 + 5)
  FROM generate_series(1, 20) AS n, LATERAL (SELECT '${CANARY}' || chr(96 + n)) AS w(word);
INSERT INTO ${OTHER} SELECT id, id, id, ${N.word} FROM ${TABLE} WHERE id <= 5;
SELECT lo_from_bytea(0, convert_to('${CANARY}', 'UTF8'));
`;

/** In the sandbox, under a database of this name. */
export async function makeLeakyDatabase({ sandbox }: TestSandbox, database: string): Promise<void> {
  const run = async (into: string, sql: readonly string[]): Promise<void> => {
    await using session = await sandbox.connect({ database: into });
    for (const each of sql) await session.client.query(each);
  };
  await run('postgres', [
    `CREATE ROLE ${N.owner} NOLOGIN`,
    `CREATE DATABASE ${database} TEMPLATE template0 OWNER ${N.owner}`,
  ]);
  await run(database, [SCHEMA_SQL, ROWS_SQL]);
}

/** What a session of a scenario may do here, as in a rehearsal: the owner's role, no superuser. */
export const AS_OWNER = `SET ROLE ${N.owner}; SET search_path = ${N.schema}`;
