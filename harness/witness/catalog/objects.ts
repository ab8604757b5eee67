// Functions, types, sequences and all the rarer kinds of objects, as text.
import { acl, USER, without } from './fragments.ts';
import { OTHERS } from './others.ts';

export const OBJECT_SECTIONS = {
  functions: `SELECT to_jsonb(p) - ${without(
    'oid',
    'proname',
    'pronamespace',
    'proowner',
    'prolang',
    'provariadic',
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
      'aggregate', (SELECT to_jsonb(g) - ${without(
        'aggfnoid',
        'aggtranstype',
        'aggmtranstype',
        'aggsortop',
      )} || jsonb_build_object('state', g.aggtranstype::regtype::text, 'step', g.aggtransfn::oid::regprocedure::text,
           'moving', g.aggmtranstype::regtype::text, 'sorts', nullif(g.aggsortop, 0)::regoperator::text)
         FROM pg_aggregate AS g WHERE g.aggfnoid = p.oid)) AS line
    FROM pg_proc AS p JOIN pg_namespace AS ns ON ns.oid = p.pronamespace
    JOIN pg_language AS l ON l.oid = p.prolang WHERE ${USER('p')}`,

  types: `SELECT to_jsonb(t) - ${without(
    'oid',
    'typname',
    'typnamespace',
    'typowner',
    'typrelid',
    'typelem',
    'typarray',
    'typbasetype',
    'typcollation',
    'typacl',
    'typdefaultbin',
  )} || jsonb_build_object('name', t.oid::regtype::text, 'of', nullif(t.typelem, 0)::regtype::text,
      'owner', pg_get_userbyid(t.typowner), 'acl', ${acl('t.typacl', 'T', 't.typowner')},
      'base', nullif(t.typbasetype, 0)::regtype::text,
      'collation', nullif(t.typcollation, 0)::regcollation::text,
      'labels', (SELECT jsonb_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
      'range', (SELECT jsonb_build_array(rngsubtype::regtype::text, rngcanonical::text, rngsubdiff::text,
        nullif(rngcollation, 0)::regcollation::text, (SELECT opcname FROM pg_opclass WHERE oid = rngsubopc))
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

  comments: `SELECT jsonb_build_object('on', jsonb_build_array(o.type, o.identity), 'is', d.description) AS line
    FROM pg_description AS d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
    WHERE d.objoid >= 16384 OR d.classoid IN ('pg_namespace'::regclass, 'pg_largeobject'::regclass)
    UNION ALL SELECT jsonb_build_object('on', jsonb_build_array(o.type, o.identity), 'label', s.label,
      'provider', s.provider) FROM pg_seclabel AS s,
      LATERAL pg_identify_object(s.classoid, s.objoid, s.objsubid) AS o
    UNION ALL SELECT jsonb_build_object('on', jsonb_build_array(o.type, o.identity), 'label', s.label,
      'provider', s.provider) FROM pg_shseclabel AS s, LATERAL pg_identify_object(s.classoid, s.objoid, 0) AS o`,

  'default grants': `SELECT jsonb_build_object('role', pg_get_userbyid(defaclrole), 'kind', defaclobjtype,
      'schema', nullif(defaclnamespace, 0)::regnamespace::text,
      'acl', (SELECT jsonb_agg(item::text ORDER BY item::text COLLATE "C") FROM unnest(defaclacl) AS item)) AS line
    FROM pg_default_acl`,

  extensions: `SELECT to_jsonb(e) - ${without('oid', 'extowner', 'extnamespace', 'extconfig')} ||
      jsonb_build_object('owner', pg_get_userbyid(extowner), 'schema', extnamespace::regnamespace::text,
      'config', (SELECT jsonb_agg(t::regclass::text) FROM unnest(extconfig) AS t)) AS line
    FROM pg_extension AS e
    UNION ALL SELECT jsonb_build_object('extension', e.extname, 'kind', d.deptype,
      'has', jsonb_build_array(o.type, o.identity))
    FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid,
      LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) AS o
    WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype IN ('e', 'x')`,

  others: OTHERS,

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
} as const;
