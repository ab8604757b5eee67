// The rarer kinds of objects: each by its identity, with what else there is to say of it.
import { without } from './fragments.ts';

export const OTHERS = `SELECT jsonb_build_object('is', jsonb_build_array(o.type, o.identity), 'owner', pg_get_userbyid(x.owner),
      'more', x.more) AS line
    FROM (SELECT 'pg_operator'::regclass AS class, oid, oprowner AS owner, jsonb_build_array(oprcode::text,
        oprrest::text, oprjoin::text, oprcanhash, oprcanmerge, nullif(oprcom, 0)::regoperator::text,
        nullif(oprnegate, 0)::regoperator::text) AS more FROM pg_operator
      UNION ALL SELECT 'pg_opclass'::regclass, oid, opcowner, jsonb_build_array(opcdefault,
        opcintype::regtype::text, nullif(opckeytype, 0)::regtype::text) FROM pg_opclass
      UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfowner, 'null' FROM pg_opfamily
      UNION ALL SELECT 'pg_amop'::regclass, oid, 10, jsonb_build_array(amoppurpose, amopopr::regoperator::text) FROM pg_amop
      UNION ALL SELECT 'pg_amproc'::regclass, oid, 10, to_jsonb(amproc::oid::regprocedure::text) FROM pg_amproc
      UNION ALL SELECT 'pg_collation'::regclass, oid, collowner, to_jsonb(k) - ${without('oid', 'collnamespace', 'collowner')} FROM pg_collation AS k WHERE oid >= 16384
      UNION ALL SELECT 'pg_conversion'::regclass, oid, conowner, jsonb_build_array(condefault, conproc::text) FROM pg_conversion
      UNION ALL SELECT 'pg_cast'::regclass, oid, 10, jsonb_build_array(castcontext, castmethod, castfunc::regprocedure::text) FROM pg_cast
      UNION ALL SELECT 'pg_language'::regclass, oid, lanowner, jsonb_build_array(lanacl::text, lanpltrusted,
        lanplcallfoid::regprocedure::text, laninline::regprocedure::text, lanvalidator::regprocedure::text) FROM pg_language
      UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwowner, jsonb_build_array(fdwoptions, fdwacl::text,
        fdwhandler::regprocedure::text, fdwvalidator::regprocedure::text) FROM pg_foreign_data_wrapper
      UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner, jsonb_build_array(srvtype, srvversion, srvoptions, srvacl::text) FROM pg_foreign_server
      UNION ALL SELECT 'pg_publication'::regclass, oid, pubowner, to_jsonb(p) - ${without('oid', 'pubowner')} FROM pg_publication AS p
      UNION ALL SELECT 'pg_publication_rel'::regclass, oid, 10, 'null' FROM pg_publication_rel
      UNION ALL SELECT classid, objid, 10, 'null' FROM pg_depend WHERE classid = to_regclass('pg_publication_namespace') AND refclassid = 'pg_publication'::regclass
      UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxowner, to_jsonb(pg_get_statisticsobjdef(oid)) || to_jsonb(stxstattarget) FROM pg_statistic_ext
      UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgowner, (SELECT to_jsonb(prsname) FROM pg_ts_parser AS p WHERE p.oid = cfgparser) FROM pg_ts_config
      UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictowner, (SELECT jsonb_build_array(tmplname, dictinitoption) FROM pg_ts_template AS t WHERE t.oid = dicttemplate) FROM pg_ts_dict
      UNION ALL SELECT 'pg_ts_parser'::regclass, oid, 10, to_jsonb(p) - ${without('oid', 'prsnamespace')} FROM pg_ts_parser AS p
      UNION ALL SELECT 'pg_ts_template'::regclass, oid, 10, jsonb_build_array(tmplinit::text, tmpllexize::text) FROM pg_ts_template
      UNION ALL SELECT 'pg_transform'::regclass, oid, 10, jsonb_build_array(trffromsql::text, trftosql::text) FROM pg_transform
      UNION ALL SELECT 'pg_am'::regclass, oid, 10, to_jsonb(amhandler::text) FROM pg_am) AS x,
      LATERAL pg_identify_object(x.class, x.oid, 0) AS o WHERE x.oid >= 16384
    UNION ALL SELECT jsonb_build_object('published', CASE WHEN EXISTS (SELECT FROM pg_publication) THEN
        query_to_xml('SELECT * FROM pg_publication_tables ORDER BY 1, 2, 3', true, true, '')::text END)
    UNION ALL SELECT jsonb_build_object('mapping', srvname, 'of', usename) FROM pg_user_mappings
    UNION ALL SELECT jsonb_build_object('subscription', subname, 'owner', pg_get_userbyid(subowner),
        'enabled', subenabled, 'slot', subslotname, 'publications', subpublications)
      FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`;
