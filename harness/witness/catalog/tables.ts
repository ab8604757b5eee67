// Relations with their columns, constraints, indexes, triggers, rules and policies, as text.
import { acl, USER, without } from './fragments.ts';

export const TABLE_SECTIONS = {
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
                    FROM pg_inherits WHERE inhrelid = c.oid),
      'detaching', (SELECT jsonb_agg(to_jsonb(h) -> 'inhdetachpending' ORDER BY inhseqno)
                      FROM pg_inherits AS h WHERE inhrelid = c.oid),
      'toast', toast.reloptions, 'foreign', CASE c.relkind WHEN 'f' THEN
        (SELECT jsonb_build_array(s.srvname, ft.ftoptions) FROM pg_foreign_table AS ft
           JOIN pg_foreign_server AS s ON s.oid = ft.ftserver WHERE ft.ftrelid = c.oid) END,
      'denies', jsonb_build_array(
        NOT c.relhasindex AND EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid),
        NOT c.relhasrules AND EXISTS (SELECT FROM pg_rewrite WHERE ev_class = c.oid),
        NOT c.relhastriggers AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid),
        NOT c.relhassubclass AND EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid),
        c.relchecks <> (SELECT count(*) FROM pg_constraint WHERE conrelid = c.oid AND contype = 'c'),
        c.relnatts <> (SELECT count(*) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0))) AS line
    FROM pg_class AS c JOIN pg_namespace AS ns ON ns.oid = c.relnamespace
    LEFT JOIN pg_am AS am ON am.oid = c.relam
    LEFT JOIN pg_tablespace AS ts ON ts.oid = c.reltablespace
    LEFT JOIN pg_class AS toast ON toast.oid = c.reltoastrelid
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
      'options', CASE WHEN a.attoptions IS NOT NULL THEN (
         SELECT jsonb_agg(item ORDER BY item COLLATE "C") FROM unnest(a.attoptions) AS item
          WHERE item !~ '^pg_attver=') END,
      'table', a.attrelid::regclass::text, 'type', format_type(a.atttypid, a.atttypmod),
      'place', row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum),
      'collation', nullif(a.attcollation, 0)::regcollation::text,
      'acl', CASE WHEN a.attacl IS NOT NULL THEN (
         SELECT jsonb_agg(item::text ORDER BY item::text COLLATE "C") FROM unnest(a.attacl) AS item) END,
      'default', (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
                   WHERE adrelid = a.attrelid AND adnum = a.attnum)) AS line
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    JOIN pg_namespace AS ns ON ns.oid = c.relnamespace
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${USER('c')} AND c.relpersistence <> 't'`,

  constraints: `SELECT jsonb_build_object('name', con.conname, 'on',
      coalesce(nullif(con.conrelid, 0)::regclass::text, nullif(con.contypid, 0)::regtype::text),
      'is', pg_get_constraintdef(con.oid), 'valid', con.convalidated, 'deferred', con.condeferred,
      'local', con.conislocal, 'index', nullif(con.conindid, 0)::regclass::text,
      'parent', con.conparentid <> 0, 'inherited', con.coninhcount, 'no inherit', con.connoinherit) AS line
    FROM pg_constraint AS con WHERE con.oid >= 16384`,

  indexes: `SELECT to_jsonb(i) - ${without(
    'indexrelid',
    'indrelid',
    'indkey',
    'indcollation',
    'indclass',
    'indoption',
    'indexprs',
    'indpred',
    'indcheckxmin',
  )} || jsonb_build_object('is', pg_get_indexdef(i.indexrelid), 'tablespace', ts.spcname) AS line
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_namespace AS ns ON ns.oid = c.relnamespace
    LEFT JOIN pg_tablespace AS ts ON ts.oid = c.reltablespace
    WHERE ${USER('c')} AND c.relpersistence <> 't'`,

  triggers: `SELECT jsonb_build_object('on', t.tgrelid::regclass::text, 'is', pg_get_triggerdef(t.oid),
      'enabled', t.tgenabled, 'cloned', t.tgparentid <> 0) AS line FROM pg_trigger AS t WHERE NOT t.tgisinternal
    UNION ALL SELECT jsonb_build_object('event', e.evtevent, 'name', e.evtname, 'enabled', e.evtenabled,
      'function', e.evtfoid::regprocedure::text, 'tags', e.evttags,
      'owner', pg_get_userbyid(e.evtowner)) FROM pg_event_trigger AS e
    UNION ALL SELECT jsonb_build_object('constraint', con.conname, 'on', t.tgrelid::regclass::text,
      'enabled', t.tgenabled, 'function', t.tgfoid::regproc::text, 'kind', t.tgtype,
      'deferrable', t.tgdeferrable, 'deferred', t.tginitdeferred)
      FROM pg_trigger AS t JOIN pg_constraint AS con ON con.oid = t.tgconstraint WHERE t.tgisinternal`,

  rules: `SELECT jsonb_build_object('on', r.ev_class::regclass::text, 'enabled', r.ev_enabled,
      'is', pg_get_ruledef(r.oid)) AS line FROM pg_rewrite AS r WHERE r.oid >= 16384`,

  policies: `SELECT jsonb_build_object('name', polname, 'on', polrelid::regclass::text, 'command', polcmd,
      'permissive', polpermissive, 'using', pg_get_expr(polqual, polrelid),
      'check', pg_get_expr(polwithcheck, polrelid),
      'roles', (SELECT jsonb_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END) FROM unnest(polroles) AS r)) AS line
    FROM pg_policy`,
} as const;
