// The names by which a dump reaches out of its database: functions, settings, languages, extensions
// and roles, each with the code it is refused with. Every list of the hostile rules stands here.
import type { Code } from '../kernel/index.ts';

/** What is wrong with a piece of a dump; `what` names objects and never a literal. */
export interface Objection {
  readonly code: Code;
  readonly what: string;
}

export function objection(code: Code, what: string): Objection {
  return { code, what };
}

/** Functions that read or write files of the server: Postgres' own, large objects', adminpack's. */
const FILE_FUNCTIONS =
  /^(?:pg_read_(?:binary_)?file(?:_old|_all|_off_len(?:_missing)?)?|pg_ls_\w+|pg_stat_file|lo_import(?:_with_oid)?|lo_export|be_lo_(?:im|ex)port\w*|pg_file_(?:write|read|rename|unlink|length|sync)|pg_logdir_ls|pg_logfile_rotate|pg_rotate_logfile\w*|pg_hba_file_rules|pg_ident_file_mappings|pg_show_all_file_settings)$/;

/** Views of Postgres' own on such functions. */
const FILE_VIEWS = /^pg_(?:hba_file_rules|ident_file_mappings|file_settings)$/;

/** Functions that change what the whole server keeps: its log, its slots, its being a standby. */
const SERVER_FUNCTIONS =
  /^pg_(?:reload_conf|(?:create|copy)_(?:logical|physical)_replication_slot|drop_replication_slot|replication_slot_advance|logical_slot_\w+|logical_emit_message|replication_origin_\w+|sync_replication_slots|(?:start|stop)_backup|backup_(?:start|stop)|create_restore_point|switch_wal|promote|wal_replay_(?:pause|resume))$/;

/** The code of calling a function of that name, whatever its schema; null where it is harmless. */
export function codeOfFunction(name: string): Code | null {
  if (/^dblink(?:_\w+)?$/.test(name)) return 'HOSTILE_DBLINK';
  if (FILE_FUNCTIONS.test(name)) return 'HOSTILE_FILE_ACCESS';
  return SERVER_FUNCTIONS.test(name) ? 'HOSTILE_ALTER_SYSTEM' : null;
}

/** The code of reading a view of that name; null where it is harmless. */
export function codeOfRelation(name: string): Code | null {
  return FILE_VIEWS.test(name) ? 'HOSTILE_FILE_ACCESS' : null;
}

/** Settings that make the server load a library, or say where libraries are. */
const LIBRARY_SETTINGS =
  /_preload_libraries$|^(?:dynamic_library_path|extension_control_path|jit_provider|archive_library|oauth_validator_libraries)$/;

/** Settings that name a command, a connection, a file of the server, or code that a session begins with. */
const REACHING_SETTINGS =
  /^(?:archive_command|archive_cleanup_command|restore_command|recovery_end_command|primary_conninfo|primary_slot_name|synchronous_standby_names|ssl_\w+|external_pid_file|data_directory|hba_file|ident_file|config_file|log_directory|log_filename|log_destination|listen_addresses|port|unix_socket_\w+|krb_\w+|stats_temp_directory|allow_system_table_mods|allow_in_place_tablespaces|(?:plperl|plpython3?|plv8|pltcl|pltclu)\.\w*(?:init|start_proc)\w*)$/;

/** Settings by which whoever connects becomes somebody else, or nobody's triggers and keys hold. */
const KEPT_SETTINGS = /^(?:role|session_authorization|session_replication_role)$/;

/** The code of making a setting; null where it is harmless. */
export function codeOfSetting(given: string): Code | null {
  const name = given.toLowerCase();
  if (LIBRARY_SETTINGS.test(name)) return 'HOSTILE_LOAD';
  return REACHING_SETTINGS.test(name) ? 'HOSTILE_SETTING' : null;
}

/** The same for a setting that an object keeps: a database, a role, a function. */
export function codeOfKeptSetting(given: string): Code | null {
  return KEPT_SETTINGS.test(given.toLowerCase()) ? 'HOSTILE_SETTING' : codeOfSetting(given);
}

/** What pg_dump sets at the beginning of a script and between objects. */
export const WRITTEN_SETTINGS: ReadonlySet<string> = new Set([
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'transaction_timeout',
  'client_encoding',
  'standard_conforming_strings',
  'check_function_bodies',
  'xmloption',
  'client_min_messages',
  'row_security',
  'escape_string_warning',
  'default_tablespace',
  'default_table_access_method',
  'default_transaction_read_only', // pg_dumpall
  'session_authorization', // --use-set-session-authorization
]);

/** Languages whose code stays inside the database. */
const TRUSTED_LANGUAGES: ReadonlySet<string> = new Set([
  'sql',
  'plpgsql',
  'plperl',
  'pltcl',
  'plv8',
]);

/** Whether code of a language may come with a dump; one that is not known may do anything. */
export function isTrustedLanguage(name: string): boolean {
  return TRUSTED_LANGUAGES.has(name.toLowerCase());
}

/** The code of bringing an extension along; null where the lane's own list decides. */
export function codeOfExtension(given: string): Code | null {
  const name = given.toLowerCase();
  if (name === 'dblink') return 'HOSTILE_DBLINK';
  if (name === 'adminpack') return 'HOSTILE_FILE_ACCESS';
  if (name.endsWith('_fdw')) return 'HOSTILE_FOREIGN_SERVER';
  const isLanguage = /^pl\w*u$|^(?:plsh|plr|pljava)$/.test(name);
  return isLanguage ? 'HOSTILE_LANGUAGE' : null;
}

/** Roles of Postgres whose members reach the server's files and programs. */
export function isServerFilesRole(name: string): boolean {
  return /^pg_(?:read_server_files|write_server_files|execute_server_program)$/.test(name);
}
