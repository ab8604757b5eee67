// The catalog as text, one section a kind of object. No OID stands in it, so that equal schemas
// read equal in two databases; what is only a hint or a statistic is left out, and so is the one
// column option that the server keeps for itself: "pg_attver" (seen in 15.20 and 17.12), the WAL
// position at which a column was made. It differs with every restore, and ALTER TABLE cannot set it.

const acl = (column: string, kind: string, owner: string): string =>
  `(SELECT jsonb_agg(item::text ORDER BY item::text COLLATE "C")
      FROM unnest(coalesce(${column}, acldefault('${kind}', ${owner}))) AS item)`;

const without = (...keys: readonly string[]): string => `'{${keys.join(',')}}'::text[]`;

const USER = (alias: string): string =>
  `${alias}.oid >= 16384 AND ns.nspname !~ '^pg_(toast|temp)'`;

/** Each query answers one column `line`, jsonb; the lines are sorted by the reader. */
export const CATALOG_SECTIONS: Readonly<Record<string, string>> = {
  schemas: `SELECT to_jsonb(ns) - ${without('oid', 'nspowner', 'nspacl')} || jsonb_build_object(
      'owner', pg_get_userbyid(nspowner), 'acl', ${acl('nspacl', 'n', 'nspowner')}) AS line
    FROM pg_namespace AS ns WHERE nspname !~ '^pg_(toast|temp)'`,

  relations: `SELECT to_jsonb(c) - ${without(
    'oid',
    'relname',
    'relnamespace',
    'reltype',
    'reloftype',
    'relowner',
    'relam',
    'relfilenode',
    'reltablespace',
    'relpages',
    'reltuples',
    'relallvisible',
    'relallfrozen',
    'reltoastrelid',
    'relhasindex',
    'relhasrules',
    'relhastriggers',
    'relhassubclass',
    'relnatts',
    'relchecks',
    'relfrozenxid',
    'relminmxid',
    'relacl',
    'relpartbound',
    'relrewrite',
  )} || jsonb_build_object(
      'name', c.oid::regclass::text, 'owner', pg_get_userbyid(c.relowner),
      'of', nullif(c.reloftype, 0)::regtype::text, 'method', am.amname, 'tablespace', ts.spcname,
      'acl', ${acl('c.relacl', 'r', 'c.relowner')},
      'bound', pg_get_expr(c.relpartbound, c.oid),
      'key', CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,
      'parents', (SELECT jsonb_agg(inhparent::regclass::text ORDER BY inhseqno)
                    FROM pg_inherits WHERE inhrelid = c.oid)) AS line
    FROM pg_class AS c JOIN pg_namespace AS ns ON ns.oid = c.relnamespace
    LEFT JOIN pg_am AS am ON am.oid = c.relam
    LEFT JOIN pg_tablespace AS ts ON ts.oid = c.reltablespace
    WHERE ${USER('c')} AND c.relpersistence <> 't'`,

  columns: `SELECT to_jsonb(a) - ${without(
    'attrelid',
    'atttypid',
    'attnum',
    'attcollation',
    'attcacheoff',
    'atthasmissing',
    'attmissingval',
    'attacl',
    'attoptions',
  )} || jsonb_build_object(
      'options', (SELECT jsonb_agg(item ORDER BY item COLLATE "C") FROM unnest(a.attoptions) AS item
                   WHERE item !~ '^pg_attver='),
      'table', a.attrelid::regclass::text, 'type', format_type(a.atttypid, a.atttypmod),
      'place', row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum),
      'collation', (SELECT collname FROM pg_collation WHERE oid = a.attcollation),
      'acl', (SELECT jsonb_agg(item::text ORDER BY item::text COLLATE "C") FROM unnest(a.attacl) AS item),
      'default', (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
                   WHERE adrelid = a.attrelid AND adnum = a.attnum)) AS line
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    JOIN pg_namespace AS ns ON ns.oid = c.relnamespace
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${USER('c')} AND c.relpersistence <> 't'`,

  constraints: `SELECT jsonb_build_object('name', con.conname, 'on',
      coalesce(nullif(con.conrelid, 0)::regclass::text, nullif(con.contypid, 0)::regtype::text),
      'is', pg_get_constraintdef(con.oid), 'valid', con.convalidated, 'deferred', con.condeferred,
      'local', con.conislocal, 'inherited', con.coninhcount, 'no inherit', con.connoinherit) AS line
    FROM pg_constraint AS con WHERE con.oid >= 16384`,

  indexes: `SELECT jsonb_build_object('is', pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid,
      'ready', i.indisready, 'live', i.indislive, 'clustered', i.indisclustered,
      'identity', i.indisreplident, 'tablespace', ts.spcname) AS line
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_namespace AS ns ON ns.oid = c.relnamespace
    LEFT JOIN pg_tablespace AS ts ON ts.oid = c.reltablespace
    WHERE ${USER('c')} AND c.relpersistence <> 't'`,

  triggers: `SELECT jsonb_build_object('on', t.tgrelid::regclass::text, 'is', pg_get_triggerdef(t.oid),
      'enabled', t.tgenabled) AS line FROM pg_trigger AS t WHERE NOT t.tgisinternal
    UNION ALL SELECT jsonb_build_object('event', e.evtevent, 'name', e.evtname, 'enabled', e.evtenabled,
      'function', e.evtfoid::regprocedure::text, 'tags', e.evttags,
      'owner', pg_get_userbyid(e.evtowner)) FROM pg_event_trigger AS e
    UNION ALL SELECT jsonb_build_object('constraint', con.conname, 'on', t.tgrelid::regclass::text,
      'enabled', t.tgenabled) FROM pg_trigger AS t JOIN pg_constraint AS con ON con.oid = t.tgconstraint
      WHERE t.tgisinternal AND t.tgenabled <> 'O'`,

  rules: `SELECT jsonb_build_object('on', r.ev_class::regclass::text, 'enabled', r.ev_enabled,
      'is', pg_get_ruledef(r.oid)) AS line FROM pg_rewrite AS r WHERE r.oid >= 16384`,

  functions: `SELECT to_jsonb(p) - ${without(
    'oid',
    'proname',
    'pronamespace',
    'proowner',
    'prolang',
    'provariadic',
    'prosupport',
    'prorettype',
    'proargtypes',
    'proallargtypes',
    'protrftypes',
    'proargdefaults',
    'prosqlbody',
    'proacl',
  )} || jsonb_build_object('name', p.oid::regprocedure::text, 'owner', pg_get_userbyid(p.proowner),
      'language', l.lanname, 'acl', ${acl('p.proacl', 'f', 'p.proowner')},
      'arguments', pg_get_function_arguments(p.oid), 'returns', pg_get_function_result(p.oid),
      'is', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
      'aggregate', (SELECT jsonb_build_object('kind', g.aggkind, 'step', g.aggtransfn::text,
           'end', g.aggfinalfn::text, 'state', g.aggtranstype::regtype::text,
           'start', g.agginitval) FROM pg_aggregate AS g WHERE g.aggfnoid = p.oid)) AS line
    FROM pg_proc AS p JOIN pg_namespace AS ns ON ns.oid = p.pronamespace
    JOIN pg_language AS l ON l.oid = p.prolang WHERE ${USER('p')}`,

  types: `SELECT jsonb_build_object('name', t.oid::regtype::text, 'kind', t.typtype, 'category', t.typcategory,
      'owner', pg_get_userbyid(t.typowner), 'acl', ${acl('t.typacl', 'T', 't.typowner')},
      'base', nullif(t.typbasetype, 0)::regtype::text, 'modifier', t.typtypmod, 'not null', t.typnotnull,
      'default', t.typdefault, 'collation', (SELECT collname FROM pg_collation WHERE oid = t.typcollation),
      'labels', (SELECT jsonb_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
      'range', (SELECT jsonb_build_array(rngsubtype::regtype::text, rngcanonical::text, rngsubdiff::text)
                  FROM pg_range WHERE rngtypid = t.oid)) AS line
    FROM pg_type AS t JOIN pg_namespace AS ns ON ns.oid = t.typnamespace
    WHERE ${USER('t')} AND NOT EXISTS (SELECT FROM pg_class AS c
      WHERE c.oid = t.typrelid AND c.relpersistence = 't')`,

  sequences: `SELECT to_jsonb(s) - ${without('seqrelid', 'seqtypid')} || jsonb_build_object(
      'name', s.seqrelid::regclass::text, 'type', s.seqtypid::regtype::text,
      'owned by', (SELECT d.refobjid::regclass::text || '.' || a.attname
          FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid
           AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') LIMIT 1)) AS line
    FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid WHERE c.relpersistence <> 't'`,

  policies: `SELECT jsonb_build_object('name', polname, 'on', polrelid::regclass::text, 'command', polcmd,
      'permissive', polpermissive, 'using', pg_get_expr(polqual, polrelid),
      'check', pg_get_expr(polwithcheck, polrelid),
      'roles', (SELECT jsonb_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END) FROM unnest(polroles) AS r)) AS line
    FROM pg_policy`,

  comments: `SELECT jsonb_build_object('on', jsonb_build_array(o.type, o.identity), 'is', d.description) AS line
    FROM pg_description AS d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
    WHERE d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass
    UNION ALL SELECT jsonb_build_object('on', jsonb_build_array(o.type, o.identity), 'label', s.label,
      'provider', s.provider) FROM pg_seclabel AS s,
      LATERAL pg_identify_object(s.classoid, s.objoid, s.objsubid) AS o`,

  'default grants': `SELECT jsonb_build_object('role', pg_get_userbyid(defaclrole), 'kind', defaclobjtype,
      'schema', nullif(defaclnamespace, 0)::regnamespace::text,
      'acl', (SELECT jsonb_agg(item::text ORDER BY item::text COLLATE "C") FROM unnest(defaclacl) AS item)) AS line
    FROM pg_default_acl`,

  extensions: `SELECT to_jsonb(e) - ${without('oid', 'extowner', 'extnamespace', 'extconfig')} ||
      jsonb_build_object('owner', pg_get_userbyid(extowner), 'schema', extnamespace::regnamespace::text) AS line
    FROM pg_extension AS e`,

  others: `SELECT jsonb_build_object('is', jsonb_build_array(o.type, o.identity), 'owner', pg_get_userbyid(x.owner),
      'more', x.more) AS line
    FROM (SELECT 'pg_operator'::regclass AS class, oid, oprowner AS owner, to_jsonb(oprcode::text) AS more FROM pg_operator
      UNION ALL SELECT 'pg_opclass'::regclass, oid, opcowner, to_jsonb(opcdefault) FROM pg_opclass
      UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfowner, 'null' FROM pg_opfamily
      UNION ALL SELECT 'pg_collation'::regclass, oid, collowner, to_jsonb(k) - '{oid,collnamespace,collowner}'::text[] FROM pg_collation AS k WHERE oid >= 16384
      UNION ALL SELECT 'pg_conversion'::regclass, oid, conowner, to_jsonb(condefault) FROM pg_conversion
      UNION ALL SELECT 'pg_cast'::regclass, oid, 10, jsonb_build_array(castcontext, castmethod, castfunc::regprocedure::text) FROM pg_cast
      UNION ALL SELECT 'pg_language'::regclass, oid, lanowner, to_jsonb(lanacl::text) FROM pg_language
      UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwowner, jsonb_build_array(fdwoptions, fdwacl::text) FROM pg_foreign_data_wrapper
      UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner, jsonb_build_array(srvoptions, srvacl::text) FROM pg_foreign_server
      UNION ALL SELECT 'pg_publication'::regclass, oid, pubowner, to_jsonb(p) - '{oid,pubowner}'::text[] FROM pg_publication AS p
      UNION ALL SELECT 'pg_publication_rel'::regclass, oid, 10, 'null' FROM pg_publication_rel
      UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxowner, to_jsonb(pg_get_statisticsobjdef(oid)) || to_jsonb(stxstattarget) FROM pg_statistic_ext
      UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgowner, 'null' FROM pg_ts_config
      UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictowner, to_jsonb(dictinitoption) FROM pg_ts_dict
      UNION ALL SELECT 'pg_ts_parser'::regclass, oid, 10, 'null' FROM pg_ts_parser
      UNION ALL SELECT 'pg_ts_template'::regclass, oid, 10, 'null' FROM pg_ts_template
      UNION ALL SELECT 'pg_transform'::regclass, oid, 10, 'null' FROM pg_transform
      UNION ALL SELECT 'pg_am'::regclass, oid, 10, to_jsonb(amhandler::text) FROM pg_am) AS x,
      LATERAL pg_identify_object(x.class, x.oid, 0) AS o WHERE x.oid >= 16384`,

  'text search maps': `SELECT jsonb_build_object('config', m.mapcfg::regconfig::text, 'token', m.maptokentype,
      'place', m.mapseqno, 'dictionary', m.mapdict::regdictionary::text) AS line
    FROM pg_ts_config_map AS m WHERE m.mapcfg >= 16384`,

  'built-in grants': `SELECT jsonb_build_object('on', jsonb_build_array(o.type, o.identity), 'acl',
      (SELECT jsonb_agg(item::text ORDER BY item::text COLLATE "C") FROM unnest(x.acl) AS item)) AS line
    FROM (SELECT 'pg_proc'::regclass AS class, oid, proacl AS acl FROM pg_proc
      UNION ALL SELECT 'pg_class'::regclass, oid, relacl FROM pg_class
      UNION ALL SELECT 'pg_type'::regclass, oid, typacl FROM pg_type
      UNION ALL SELECT 'pg_language'::regclass, oid, lanacl FROM pg_language) AS x
    LEFT JOIN pg_init_privs AS i ON i.classoid = x.class AND i.objoid = x.oid AND i.objsubid = 0,
      LATERAL pg_identify_object(x.class, x.oid, 0) AS o
    WHERE x.oid < 16384 AND x.acl IS DISTINCT FROM i.initprivs`,

  'large objects': `SELECT jsonb_build_object('id', m.oid::text, 'owner', pg_get_userbyid(m.lomowner),
      'acl', ${acl('m.lomacl', 'L', 'm.lomowner')},
      'pages', (SELECT encode(sha256(string_agg(sha256(int4send(l.pageno) || l.data), ''::bytea ORDER BY l.pageno)), 'hex')
                  FROM pg_largeobject AS l WHERE l.loid = m.oid)) AS line
    FROM pg_largeobject_metadata AS m`,

  database: `SELECT to_jsonb(d) - ${without(
    'oid',
    'datname',
    'datdba',
    'datacl',
    'dattablespace',
    'datfrozenxid',
    'datminmxid',
    'datlastsysoid',
  )} || jsonb_build_object('owner', pg_get_userbyid(datdba), 'acl', ${acl('datacl', 'd', 'datdba')},
      'tablespace', (SELECT spcname FROM pg_tablespace AS t WHERE t.oid = dattablespace),
      'comment', shobj_description(d.oid, 'pg_database')) AS line
    FROM pg_database AS d WHERE datname = current_database()`,

  roles: `SELECT to_jsonb(r) - ${without('oid', 'rolconfig')} || jsonb_build_object(
      'comment', shobj_description(r.oid, 'pg_authid')) AS line FROM pg_roles AS r
    UNION ALL SELECT to_jsonb(m) - ${without('oid', 'roleid', 'member', 'grantor')} || jsonb_build_object(
      'role', pg_get_userbyid(m.roleid), 'member', pg_get_userbyid(m.member),
      'grantor', pg_get_userbyid(m.grantor)) FROM pg_auth_members AS m`,

  settings: `SELECT jsonb_build_object('role', CASE setrole WHEN 0 THEN null ELSE pg_get_userbyid(setrole) END,
      'everywhere', setdatabase = 0, 'is', setconfig) AS line
    FROM pg_db_role_setting AS s
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))`,

  tablespaces: `SELECT to_jsonb(t) - ${without('oid', 'spcowner', 'spcacl')} || jsonb_build_object(
      'owner', pg_get_userbyid(spcowner), 'acl', ${acl('spcacl', 't', 'spcowner')}) AS line
    FROM pg_tablespace AS t`,
};

/** Every sequence with where it stands; read apart, because no ROLLBACK brings it back. */
export const SEQUENCE_NAMES = `
SELECT n.nspname::text AS schema, c.relname::text AS name, c.oid::regclass::text AS label
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind = 'S' AND c.relpersistence <> 't' ORDER BY c.oid::regclass::text COLLATE "C"`;
