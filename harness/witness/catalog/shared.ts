// The database itself, and what it shares with its cluster, as text.
import { acl, without } from './fragments.ts';

export const SHARED_SECTIONS = {
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
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    UNION ALL SELECT jsonb_build_object('parameters', CASE WHEN to_regclass('pg_parameter_acl') IS NOT NULL THEN
      query_to_xml('SELECT parname, paracl FROM pg_parameter_acl ORDER BY parname COLLATE "C"', true, true, '')::text END)`,

  tablespaces: `SELECT to_jsonb(t) - ${without('oid', 'spcowner', 'spcacl')} || jsonb_build_object(
      'owner', pg_get_userbyid(spcowner), 'acl', ${acl('spcacl', 't', 'spcowner')},
      'comment', shobj_description(t.oid, 'pg_tablespace')) AS line
    FROM pg_tablespace AS t`,
} as const;
