// Questions to the catalogs about functions, operators, languages, privileges and all the rest.
import {
  every,
  FIRST_USER_OID,
  functionName,
  grantsIn,
  isOfExtension,
  onlyOwned,
  owned,
  USER_SCHEMA,
  word,
} from './catalog-sql-parts.ts';

/** An SQL-standard body, of 14 and later. */
const sqlBody = (major: number): string => (major < 14 ? 'NULL' : `pg_get_function_sqlbody(p.oid)`);

/** Of 15 and later. */
const publishedSchemas = (major: number): string =>
  major < 15
    ? `'[]'::json`
    : `coalesce((SELECT json_agg(n.nspname ORDER BY n.nspname COLLATE "C")
      FROM pg_publication_namespace r JOIN pg_namespace n ON n.oid = r.pnnspid WHERE r.pnpubid = p.oid), '[]')`;

const operatorName = (oid: string): string => `
  (SELECT opn.nspname || '.' || op.oprname FROM pg_operator op JOIN pg_namespace opn ON opn.oid = op.oprnamespace
    WHERE op.oid = ${oid})`;

/** Catalogs of what has no section of its own: its name column, schema column, owner column. */
const OTHERS: readonly (readonly [
  catalog: string,
  schema: string | null,
  owner: string | null,
  condition: string,
])[] = [
  ['pg_collation', 'collnamespace', 'collowner', 'true'],
  ['pg_conversion', 'connamespace', 'conowner', 'true'],
  ['pg_statistic_ext', 'stxnamespace', 'stxowner', 'true'],
  ['pg_ts_config', 'cfgnamespace', 'cfgowner', 'true'],
  ['pg_ts_dict', 'dictnamespace', 'dictowner', 'true'],
  ['pg_ts_parser', 'prsnamespace', null, 'true'],
  ['pg_ts_template', 'tmplnamespace', null, 'true'],
  ['pg_opfamily', 'opfnamespace', 'opfowner', 'true'],
  ['pg_am', null, null, 'true'],
  ['pg_transform', null, null, 'true'],
  ['pg_foreign_data_wrapper', null, 'fdwowner', 'true'],
  ['pg_foreign_server', null, 'srvowner', 'true'],
  ['pg_event_trigger', null, 'evtowner', 'true'],
  ['pg_type', 'typnamespace', 'typowner', `o.typtype = 'b' AND o.typelem = 0`],
];

const aclOf = (catalog: string): string => {
  switch (catalog) {
    case 'pg_foreign_data_wrapper':
      return grantsIn("coalesce(o.fdwacl, acldefault('F', o.fdwowner))");
    case 'pg_foreign_server':
      return grantsIn("coalesce(o.srvacl, acldefault('S', o.srvowner))");
    default:
      return "'[]'::json";
  }
};

const oneOther = ([catalog, schema, owner, condition]: (typeof OTHERS)[number]): string => `
SELECT i.type AS kind, i.identity, n.nspname::text AS schema,
  ${owner === null ? 'NULL::text' : `pg_get_userbyid(o.${owner})::text`} AS owner,
  obj_description(o.oid, '${catalog}') AS comment,
  ${catalog === 'pg_statistic_ext' ? 'pg_get_statisticsobjdef(o.oid)' : 'NULL::text'} AS definition,
  ${aclOf(catalog)} AS grants, ${isOfExtension(catalog, 'o.oid')} AS extension
FROM ${catalog} o LEFT JOIN pg_namespace n ON n.oid = ${schema === null ? 'NULL' : `o.${schema}`},
  LATERAL pg_identify_object('${catalog}'::regclass, o.oid, 0) AS i
WHERE o.oid >= ${FIRST_USER_OID} AND ${condition} AND (n.oid IS NULL OR ${USER_SCHEMA})`;

/** The same text for every version. */
const FIXED_SQL = {
  extensions: every(
    `'name', e.extname, 'version', e.extversion, 'schema', n.nspname, 'comment', obj_description(e.oid, 'pg_extension')`,
    'pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace',
    'e.extname COLLATE "C"',
  ),

  languages: every(
    `'name', l.lanname, 'isTrusted', l.lanpltrusted,
    ${owned('pg_language', 'l.oid', 'l.lanowner', 'l.lanacl', 'l')}`,
    'pg_language l',
    'l.lanname COLLATE "C"',
  ),

  casts: every(
    `'source', format_type(k.castsource, NULL), 'target', format_type(k.casttarget, NULL),
    'method', ${word('k.castmethod', { f: 'function', i: 'inout', b: 'binary' })},
    'context', ${word('k.castcontext', { e: 'explicit', a: 'assignment', i: 'implicit' })},
    'function', CASE WHEN k.castfunc <> 0 THEN ${functionName('k.castfunc')} || '(' || (
      SELECT oidvectortypes(f.proargtypes) FROM pg_proc f WHERE f.oid = k.castfunc) || ')' END,
    'comment', obj_description(k.oid, 'pg_cast'), 'isOfExtension', ${isOfExtension('pg_cast', 'k.oid')}`,
    `pg_cast k WHERE k.oid >= ${FIRST_USER_OID} AND NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_cast'::regclass AND d.objid = k.oid AND d.deptype = 'i')`,
    'format_type(k.castsource, NULL) COLLATE "C", format_type(k.casttarget, NULL) COLLATE "C"',
  ),

  operators: every(
    `'schema', n.nspname, 'name', o.oprname,
    'left', CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END,
    'right', CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END,
    'returns', format_type(o.oprresult, NULL), 'function', coalesce(${functionName('o.oprcode')}, 'none'),
    'commutator', ${operatorName('o.oprcom')}, 'negator', ${operatorName('o.oprnegate')},
    'isHashable', o.oprcanhash, 'isMergeable', o.oprcanmerge, ${onlyOwned('pg_operator', 'o.oid', 'o.oprowner')}`,
    `pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE ${USER_SCHEMA}`,
    'n.nspname COLLATE "C", o.oprname COLLATE "C", o.oprleft::bigint, o.oprright::bigint',
  ),

  operatorClasses: every(
    `'schema', n.nspname, 'name', o.opcname, 'method', am.amname, 'type', format_type(o.opcintype, NULL),
    'isDefault', o.opcdefault, 'family', fn.nspname || '.' || f.opfname,
    ${onlyOwned('pg_opclass', 'o.oid', 'o.opcowner')}`,
    `pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am am ON am.oid = o.opcmethod
    JOIN pg_opfamily f ON f.oid = o.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace WHERE ${USER_SCHEMA}`,
    'n.nspname COLLATE "C", o.opcname COLLATE "C", am.amname COLLATE "C"',
  ),

  defaultPrivileges: every(
    `'role', pg_get_userbyid(d.defaclrole), 'schema', n.nspname,
    'on', ${word('d.defaclobjtype', { r: 'tables', S: 'sequences', f: 'functions', T: 'types', n: 'schemas', L: 'large objects' })},
    'grants', ${grantsIn('d.defaclacl')}`,
    'pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace',
    'pg_get_userbyid(d.defaclrole) COLLATE "C", n.nspname COLLATE "C", d.defaclobjtype',
  ),

  roles: String.raw`
SELECT coalesce(json_agg(r.rolname ORDER BY r.rolname COLLATE "C"), '[]') AS facts FROM pg_roles r
WHERE r.rolname !~ '^pg_' AND r.rolname !~ '^rehearsal_'`,

  others: `
SELECT coalesce(json_agg(json_build_object('kind', o.kind, 'identity', o.identity, 'schema', o.schema,
  'owner', o.owner, 'comment', o.comment, 'definition', o.definition, 'grants', o.grants, 'isOfExtension', o.extension)
  ORDER BY o.kind COLLATE "C", o.identity COLLATE "C"), '[]') AS facts
FROM (${OTHERS.map(oneOther).join('\nUNION ALL')}) AS o`,
} as const;

export const objectsSql = (major: number): Readonly<Record<string, string>> => ({
  functions: every(
    `'schema', n.nspname, 'name', p.proname,
    'arguments', coalesce((SELECT json_agg(format_type(a.type, NULL) ORDER BY a.place)
      FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, place)), '[]'),
    'argumentList', pg_get_function_arguments(p.oid),
    'kind', ${word('p.prokind', { f: 'function', p: 'procedure', a: 'aggregate', w: 'window' })},
    'language', l.lanname, 'isSecurityDefiner', p.prosecdef, 'returns', pg_get_function_result(p.oid),
    'volatility', ${word('p.provolatile', { i: 'immutable', s: 'stable', v: 'volatile' })},
    'parallel', ${word('p.proparallel', { s: 'safe', r: 'restricted', u: 'unsafe' })},
    'isStrict', p.proisstrict, 'isLeakproof', p.proleakproof,
    'settings', coalesce((SELECT json_agg(s ORDER BY s COLLATE "C") FROM unnest(p.proconfig) AS s), '[]'),
    'body', CASE WHEN p.prokind = 'a' THEN '' ELSE coalesce(${sqlBody(major)}, p.prosrc) END,
    ${owned('pg_proc', 'p.oid', 'p.proowner', 'p.proacl', 'f')}`,
    `pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    WHERE ${USER_SCHEMA} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
      AND d.objid = p.oid AND d.deptype = 'i')`,
    'n.nspname COLLATE "C", p.proname COLLATE "C", oidvectortypes(p.proargtypes) COLLATE "C"',
  ),

  publications: every(
    `'name', p.pubname, 'owner', pg_get_userbyid(p.pubowner), 'comment', obj_description(p.oid, 'pg_publication'),
    'isForAllTables', p.puballtables,
    'operations', array_to_json(array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END,
      CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
      CASE WHEN p.pubtruncate THEN 'truncate' END], NULL)),
    'tables', coalesce((SELECT json_agg(json_build_object('schema', n.nspname, 'name', c.relname) ORDER BY
        n.nspname COLLATE "C", c.relname COLLATE "C")
      FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE r.prpubid = p.oid), '[]'),
    'schemas', ${publishedSchemas(major)}`,
    'pg_publication p',
    'p.pubname COLLATE "C"',
  ),

  ...FIXED_SQL,
});
