// Changes that try to hide from a witness, as data: what each does, and what a look has to name.

export interface HidingCase {
  readonly what: string;
  /** Statements, one by one; what follows `BEGIN` is not committed when it is looked at. */
  readonly sql: readonly string[];
  /** Parts of the print that differ afterwards; empty: the content is as it was. */
  readonly changed: readonly string[];
  /** Tables that have to be read again, at least; the unlogged one always is. */
  readonly touched?: readonly string[];
  /** Also looked at from inside a transaction, and after its ROLLBACK. */
  readonly isTransactional?: boolean;
  readonly since?: number;
}

const tx = { isTransactional: true } as const;

export const HIDING_CASES: readonly HidingCase[] = [
  { what: 'nothing at all', sql: ['SELECT 1'], changed: [], ...tx },
  {
    what: 'a row',
    sql: [`UPDATE plain SET t = 'x' WHERE id = 7`],
    changed: ['public.plain'],
    touched: ['public.plain'],
    ...tx,
  },
  {
    what: 'a row updated to itself',
    sql: ['UPDATE plain SET n = n WHERE id = 7'],
    changed: [],
    touched: ['public.plain'],
    ...tx,
  },
  {
    what: 'a row deleted and put in again',
    sql: ['DELETE FROM keyless WHERE n = 1', `INSERT INTO keyless VALUES ('row 1', 1)`],
    changed: [],
    touched: ['public.keyless'],
    ...tx,
  },
  {
    what: 'two rows that swap values',
    sql: ['UPDATE keyless SET n = 3 - n WHERE n IN (1, 2)'],
    changed: ['public.keyless'],
    touched: ['public.keyless'],
    ...tx,
  },
  {
    what: 'a duplicated row without a key',
    sql: [`INSERT INTO keyless VALUES ('row 1', 1)`],
    changed: ['public.keyless'],
    touched: ['public.keyless'],
    ...tx,
  },
  {
    what: 'an unlogged table',
    sql: [`UPDATE unlogged SET t = 'b'`],
    changed: ['public.unlogged'],
    touched: ['public.unlogged'],
    ...tx,
  },
  {
    what: 'a table made unlogged',
    sql: ['ALTER TABLE keyless SET UNLOGGED'],
    changed: ['catalog: relations'],
    touched: ['public.keyless'],
    ...tx,
  },
  {
    what: 'a table made unlogged, then written',
    sql: ['ALTER TABLE keyless SET UNLOGGED', 'DELETE FROM keyless'],
    changed: ['catalog: relations', 'public.keyless'],
    ...tx,
  },
  {
    what: 'a sequence only',
    sql: [`SELECT nextval('steps')`],
    changed: ['sequence values'],
    ...tx,
  },
  {
    what: 'a sequence between two records of the log',
    sql: [`SELECT nextval('strides')`],
    changed: ['sequence values'],
    ...tx,
  },
  {
    what: 'a sequence set where it stood',
    sql: [`SELECT setval('steps', 1, false)`],
    changed: [],
    ...tx,
  },
  {
    what: 'a large object\u2019s content',
    sql: [`SELECT lo_put(4711, 0, 'LARGE')`],
    changed: ['catalog: large objects'],
    ...tx,
  },
  {
    what: 'a large object\u2019s owner',
    sql: ['ALTER LARGE OBJECT 4711 OWNER TO hiding_role'],
    changed: ['catalog: large objects'],
    ...tx,
  },
  {
    what: 'a large object\u2019s grants',
    sql: ['GRANT SELECT ON LARGE OBJECT 4711 TO PUBLIC'],
    changed: ['catalog: large objects'],
    ...tx,
  },
  {
    what: 'a large object\u2019s comment',
    sql: [`COMMENT ON LARGE OBJECT 4711 IS 'x'`],
    changed: ['catalog: comments'],
    ...tx,
  },
  {
    what: 'a large object unlinked',
    sql: ['SELECT lo_unlink(4711)'],
    changed: ['catalog: large objects'],
    ...tx,
  },
  {
    what: 'a role\u2019s setting',
    sql: [`ALTER ROLE hiding_role SET work_mem = '1MB'`],
    changed: ['catalog: settings'],
    ...tx,
  },
  {
    what: 'a role\u2019s attribute',
    sql: ['ALTER ROLE hiding_role CREATEDB'],
    changed: ['catalog: roles'],
    ...tx,
  },
  {
    what: 'a role\u2019s membership',
    sql: ['GRANT pg_monitor TO hiding_role'],
    changed: ['catalog: roles'],
    ...tx,
  },
  {
    what: 'a role\u2019s comment',
    sql: [`COMMENT ON ROLE hiding_role IS 'x'`],
    changed: ['catalog: roles'],
    ...tx,
  },
  {
    what: 'the database\u2019s setting',
    sql: [`ALTER DATABASE hiding SET work_mem = '1MB'`],
    changed: ['catalog: settings'],
    ...tx,
  },
  {
    what: 'the database\u2019s grants',
    sql: ['REVOKE TEMP ON DATABASE hiding FROM PUBLIC'],
    changed: ['catalog: database'],
    ...tx,
  },
  {
    what: 'a server parameter\u2019s grants',
    sql: ['GRANT SET ON PARAMETER log_statement TO hiding_role'],
    changed: ['catalog: settings'],
    since: 15,
    ...tx,
  },
  { what: 'VACUUM FULL', sql: ['VACUUM FULL plain'], changed: [], touched: ['public.plain'] },
  { what: 'VACUUM', sql: ['VACUUM plain'], changed: [] },
  {
    what: 'CLUSTER',
    sql: ['CLUSTER plain USING plain_n'],
    changed: ['catalog: indexes'],
    touched: ['public.plain'],
    ...tx,
  },
  {
    what: 'a type change with rewrite',
    sql: ['ALTER TABLE plain ALTER COLUMN n TYPE bigint'],
    changed: ['catalog: columns'],
    touched: ['public.plain'],
    ...tx,
  },
  {
    what: 'a type change without rewrite',
    sql: ['ALTER TABLE plain ALTER COLUMN t TYPE varchar'],
    changed: ['catalog: columns'],
    touched: ['public.plain'],
    ...tx,
  },
  {
    what: 'TRUNCATE',
    sql: ['TRUNCATE twin'],
    changed: ['public.twin'],
    touched: ['public.twin'],
    ...tx,
  },
  {
    what: 'TRUNCATE of an empty table',
    sql: ['TRUNCATE child', 'TRUNCATE child'],
    changed: ['public.child'],
    touched: ['public.child'],
    ...tx,
  },
  {
    what: 'a table swapped by rename',
    sql: [
      'ALTER TABLE twin RENAME TO spare',
      'ALTER TABLE loose RENAME TO twin',
      'ALTER TABLE spare RENAME TO loose',
    ],
    changed: ['public.loose', 'public.twin'],
    touched: ['public.twin', 'public.loose'],
    ...tx,
  },
  {
    what: 'a table another one refers to, renamed',
    sql: ['ALTER TABLE plain RENAME TO plainer'],
    changed: ['public.plain', 'public.plainer', 'public.typed'],
    touched: ['public.plainer', 'public.typed'],
    ...tx,
  },
  {
    what: 'a table moved to another schema',
    sql: ['CREATE SCHEMA other', 'ALTER TABLE twin SET SCHEMA other'],
    changed: ['catalog: schemas', 'other.twin', 'public.twin'],
    touched: ['other.twin'],
    ...tx,
  },
];
