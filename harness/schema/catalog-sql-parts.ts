// Pieces that the questions to the catalogs are put together from.

/** Left out everywhere: what Postgres brings, and what belongs to one session. */
export const USER_SCHEMA = String.raw`n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`;

/** OIDs that initdb gives out end below this. */
export const FIRST_USER_OID = 16384;

export const BY_TABLE = 'n.nspname COLLATE "C", c.relname COLLATE "C"';
export const OF_TABLE = `'schema', n.nspname, 'table', c.relname`;

export const every = (fields: string, from: string, order: string): string => `
SELECT coalesce(json_agg(json_build_object(${fields}) ORDER BY ${order}), '[]') AS facts FROM ${from}`;

/** `WHEN 'a' THEN 'no action' ...` */
export const word = (code: string, words: Readonly<Record<string, string>>): string =>
  `CASE ${code} ${Object.entries(words)
    .map(([letter, said]) => `WHEN '${letter}' THEN '${said}'`)
    .join(' ')} END`;

/** Names in the order of a constraint's or foreign key's column list. */
export const columnsIn = (relation: string, numbers: string): string => `
  coalesce((SELECT json_agg(a.attname ORDER BY listed.place)
    FROM unnest(${numbers}) WITH ORDINALITY AS listed (number, place)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = listed.number), '[]')`;

/** A column that older servers do not have: null there. Of the row named `row`. */
export const newer = (row: string, column: string): string => `(to_jsonb(${row}) ->> '${column}')`;

/** Privileges in an ACL, by role. */
export const grantsIn = (acl: string): string => `
  coalesce((SELECT json_agg(json_build_object('role', g.role, 'privileges', g.privileges)
      ORDER BY g.role COLLATE "C")
    FROM (SELECT x.role, json_agg(x.privilege ORDER BY x.privilege COLLATE "C") AS privileges
      FROM (SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee)::text END AS role,
          lower(a.privilege_type) || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END AS privilege
        FROM aclexplode(${acl}) AS a) AS x GROUP BY x.role) AS g), '[]')`;

export const isOfExtension = (catalog: string, oid: string): string => `
  EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid}
    AND x.objsubid = 0 AND x.deptype = 'e')`;

/** `oid`, its owner and ACL; `letter`: the kind, as acldefault knows it. */
export const owned = (
  catalog: string,
  oid: string,
  owner: string,
  acl: string,
  letter: string,
): string => `'owner', pg_get_userbyid(${owner}), 'comment', obj_description(${oid}, '${catalog}'),
    'grants', ${grantsIn(`coalesce(${acl}, acldefault('${letter}', ${owner}))`)},
    'isOfExtension', ${isOfExtension(catalog, oid)}`;

export const onlyOwned = (catalog: string, oid: string, owner: string): string =>
  `'owner', pg_get_userbyid(${owner}), 'comment', obj_description(${oid}, '${catalog}'),
    'isOfExtension', ${isOfExtension(catalog, oid)}`;

export const optionsIn = (options: string): string => `
  coalesce((SELECT json_object_agg(o.option_name, coalesce(o.option_value, '') ORDER BY o.option_name COLLATE "C")
    FROM pg_options_to_table(${options}) AS o), '{}')`;

/** `schema.name` of a collation, null where it is the type's own. */
export const collationOf = (collation: string, own: string): string => `
  (SELECT cn.nspname || '.' || co.collname FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
    WHERE co.oid = ${collation} AND ${collation} <> ${own})`;

export const functionName = (oid: string): string => `
  (SELECT pn.nspname || '.' || f.proname FROM pg_proc f JOIN pg_namespace pn ON pn.oid = f.pronamespace
    WHERE f.oid = ${oid})`;

export const EVENTS = (type: string): string => `array_to_json(array_remove(ARRAY[
      CASE WHEN ${type} & 4 <> 0 THEN 'insert' END, CASE WHEN ${type} & 8 <> 0 THEN 'delete' END,
      CASE WHEN ${type} & 16 <> 0 THEN 'update' END, CASE WHEN ${type} & 32 <> 0 THEN 'truncate' END
    ], NULL))`;

export const FIRING = { O: 'origin', A: 'always', R: 'replica', D: 'disabled' } as const;
