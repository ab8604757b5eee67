// The registry of codes: stable, never reused. A finding names one; the docs' table is made from it.
import type { Status } from './status.ts';

/** What a code means: the status it forces (null: a note), its title, and what to do about it. */
interface CodeEntry {
  readonly forces: Status | null;
  readonly title: string;
  readonly hint: string;
  /** Whether a lane may allow it: by code alone, or only together with its place. */
  readonly allowable?: 'everywhere' | 'somewhere';
}

const refused = (title: string, hint: string): CodeEntry => ({ forces: 'INPUT_REJECTED', title, hint });
const missing = (title: string, hint: string): CodeEntry => ({ forces: 'READY_NOT_APPLIED', title, hint });
const unproven = (title: string, hint: string): CodeEntry => ({ forces: 'ROLLBACK_NOT_PROVEN', title, hint });
const usage = (title: string, hint: string): CodeEntry => ({ forces: 'USAGE_ERROR', title, hint });
const fault = (title: string, hint: string): CodeEntry => ({ forces: 'INTERNAL_FAULT', title, hint });
const hostile = (title: string, hint: string): CodeEntry => ({ forces: 'INPUT_REJECTED', title, hint, allowable: 'everywhere' });
const content = (title: string, hint: string): CodeEntry => ({ forces: 'INPUT_REJECTED', title, hint, allowable: 'somewhere' });
const note = (title: string, hint: string): CodeEntry => ({ forces: null, title, hint });

export const CODES = {
  // --- config -----------------------------------------------------------------------------------
  CONFIG_UNREADABLE: usage('a configuration file cannot be read', 'check the path and its permissions.'),
  CONFIG_EXECUTOR_UNREADABLE: usage('an executor file cannot be read', 'correct "executor" in rehearsal.config.yaml; the file must be there before and after.'),
  DEMO_NOT_BUILT: fault('the demo dump could not be made', 'run again with --debug; the message is Postgres\u2019 own.'),
  CONFIG_INVALID: usage('a configuration file does not have its documented form', 'correct the key named; docs/configuration.md lists every key.'),
  REQUEST_INVALID: usage('the request does not have its documented form', 'correct the key named; docs/configuration.md shows the form of "request".'),
  REQUEST_TARGETS_PRODUCTION: usage('the request names another target than the throwaway clone', 'set "target" to "throwaway-clone"; whatever is not that is treated as production.'),
  REQUEST_REAL_RUN: usage('the request asks for a real run', 'remove it: a real run needs an owner\u2019s grant of its own, and another tool.'),
  REQUEST_APPLIES: usage('the request asks to apply a change outside the clone', 'remove it: a rehearsal applies scenarios to its own clone and nothing else.'),
  REQUEST_CUTOVER: usage('the request asks for a permit, an activation, a repoint or a cutover', 'remove it: each of these needs an owner\u2019s grant of its own.'),
  REQUEST_DEPLOYS: usage('the request asks for a deployment or a change of CI', 'remove it: a rehearsal wires and deploys nothing.'),
  REQUEST_CHANGES_SECRETS: usage('the request asks to read or change secrets', 'remove it: a rehearsal has no secrets and needs none.'),
  REQUEST_ACTION_UNKNOWN: usage('the request asks for an action that is not on the list', 'the only action is "rehearse".'),
  REQUEST_CLAIM_UNKNOWN: usage('the request makes a claim that is not on the list', 'the only claim is "rollback-proven"; leave "claims" out where there is none.'),
  REQUEST_CLAIMS_PRODUCTION: usage('a rehearsal lane claims success for production', 'remove the claim: nothing that runs on a clone shows anything done in production.'),
  REQUEST_PROOF_MISSING: usage('success is claimed without a rollback proof', 'put the content of clone-rollback-evidence.json under "proof", or remove the claim.'),
  REQUEST_PROOF_FAKE: usage('success is claimed with a proof that does not hold', 'run "make validate" on the packet to see why, or remove the claim.'),
  REQUEST_ISOLATION_UNPROVEN: usage('success is claimed without proven isolation', 'rehearse in an isolated sandbox first, or remove the claim.'),

  // --- intake -----------------------------------------------------------------------------------
  INTAKE_DUMP_MISSING: missing('the operator\u2019s dump is not there', 'deliver the dump at the path named, with its attestation beside it.'),
  ATTESTATION_MISSING: missing('nobody has attested the dump', 'run "make attest DUMP=..." and confirm what it asks.'),
  ATTESTATION_INVALID: refused('the attestation does not have its documented form', 'run "make attest DUMP=..." again.'),
  ATTESTATION_NOT_CONFIRMED: refused('the attestation does not confirm a sanitized copy', 'only the exact words "sanitized non-production copy" count; attest again if they are true.'),
  ATTESTATION_OTHER_BYTES: refused('the attestation was given for other bytes', 'the dump changed after it was attested: find out why, then attest again.'),
  ATTESTATION_NOT_ASKED: usage('the attestation lacks answers', 'give them as flags, or run it in a terminal.'),
  ATTESTATION_EXISTS: usage('an attestation for other bytes is already there', 'add --replace if the new dump is meant to take its place.'),
  INTAKE_EMPTY: refused('the dump is empty', 'make the dump again and look at pg_dump\u2019s exit code.'),
  INTAKE_NOT_A_FILE: refused('the dump is not made of plain files', 'deliver a plain file, or a directory dump without links.'),
  INTAKE_UNREADABLE: refused('the dump cannot be read or copied', 'check its permissions and the free space of the temporary folder.'),
  INTAKE_CHANGED: refused('the dump changed while it was read', 'wait until it is written whole, attest it, then rehearse.'),
  INTAKE_NOT_A_DUMP: refused('the file is not a dump that pg_dump wrote', 'make it with pg_dump in custom, directory, tar or plain format.'),
  INTAKE_ENCODING: refused('the file was changed on its way', 'transfer the dump as binary; nothing may re-encode it or change its line ends.'),
  INTAKE_WRAPPED: refused('an archive was compressed once more', 'unpack it; pg_dump archives are compressed inside.'),
  INTAKE_COMPRESSION: refused('the dump\u2019s compression cannot be read', 'make the dump again with pg_dump and one of its own compressions.'),
  INTAKE_CLUSTER_DUMP: refused('the file is a dump of a whole cluster', 'dump the one database with pg_dump: roles and their passwords have no place in a rehearsal.'),
  INTAKE_TRUNCATED: refused('the dump is cut off', 'copy it again and compare its size with the original.'),
  INTAKE_HEADER: refused('a fact that restoring needs is not in the dump', 'make the dump again with pg_dump; for plain dumps name the database with --database when attesting.'),
  INTAKE_UNPARSABLE: refused('a statement of the dump cannot be followed', 'make the dump again with pg_dump and do not edit it.'),
  INTAKE_META_COMMAND: refused('the dump holds a psql meta-command', 'make the dump again with pg_dump and do not edit it.'),
  INTAKE_ROLE_PASSWORD: refused('the file sets the password of a role', 'dump the one database with pg_dump; passwords of roles never leave production.'),
  INTAKE_TOO_LARGE: refused('the dump would unpack past its budget', 'raise limits.unpackedMiB in rehearsal.config.yaml if the disk has the room; else look for a dump bomb.'),
  INTAKE_ROW_TOO_LARGE: refused('a row of the dump would take too much memory', 'raise limits.memoryMiB in rehearsal.config.yaml; Postgres needs several times the length of a row.'),
  INTAKE_DATA_DAMAGED: refused('data of the dump cannot be unpacked', 'copy it again and compare its sha256 with the original.'),
  HOSTILE_FOREIGN_SERVER: hostile('the dump brings a foreign server', 'drop foreign servers and their tables in the sanitized copy; a clone reaches nothing.'),
  HOSTILE_USER_MAPPING: hostile('the dump brings a user mapping', 'drop user mappings in the sanitized copy: they hold credentials.'),
  HOSTILE_SUBSCRIPTION: hostile('the dump brings a subscription', 'dump with --no-subscriptions: a subscription holds a connection string to a live server.'),
  HOSTILE_DBLINK: hostile('the dump calls dblink', 'drop what calls it in the sanitized copy; a clone reaches nothing.'),
  HOSTILE_COPY_PROGRAM: hostile('the dump runs a program through COPY', 'find out where the statement comes from; pg_dump does not write it.'),
  HOSTILE_FILE_ACCESS: hostile('the dump reads or writes files of the server', 'drop what does so in the sanitized copy.'),
  HOSTILE_ALTER_SYSTEM: hostile('the dump changes settings of the whole server', 'find out where the statement comes from; pg_dump does not write it.'),
  HOSTILE_LOAD: hostile('the dump loads a library into the server', 'drop the setting or function in the sanitized copy.'),
  HOSTILE_SETTING: hostile('the dump sets what names a command or a connection', 'reset the setting in the sanitized copy.'),
  HOSTILE_LANGUAGE: hostile('the dump brings code in an untrusted language', 'drop such functions in the sanitized copy: they run outside the database.'),
  HOSTILE_EVENT_TRIGGER: hostile('the dump brings an event trigger', 'drop event triggers in the sanitized copy: they run by themselves at every change.'),
  HOSTILE_STATEMENT: hostile('a statement stands in the dump that pg_dump does not write', 'make the dump again with pg_dump and do not edit it.'),
  INTAKE_SECURITY_DEFINER: note('a function runs with its owner\u2019s rights', 'read what it does before it runs in production.'),

  // --- scan -------------------------------------------------------------------------------------
  DATA_PASSWORD_HASH: content('a password hash stands in the data', 'null it, or replace it by a constant that is no hash, in the sanitized copy.'),
  DATA_PRIVATE_KEY: content('a private key stands in the data', 'remove it from the sanitized copy, and replace the key where it was in use.'),
  DATA_JSON_WEB_TOKEN: content('a JSON web token stands in the data', 'remove it from the sanitized copy.'),
  DATA_ACCESS_TOKEN: content('an access token or key of a service stands in the data', 'remove it from the sanitized copy, and replace it where it was in use.'),
  DATA_CONNECTION_URL: content('a connection string with a credential stands in the data', 'remove it from the sanitized copy, and replace the password where it was in use.'),
  DATA_DIRECTUS_CREDENTIAL: content('a credential of Directus stands in its tables', 'null the column named in the sanitized copy.'),
  DATA_WEBHOOK: content('a webhook address stands in the data', 'replace it by one on example.org in the sanitized copy.'),
  DATA_LIVE_HOST: content('an address in the data leads to a host that may be live', 'replace it by one on example.org, name the host under "scan.allowedHosts" in rehearsal.config.yaml, or allow the place in the lane file.'),
  DATA_SUSPECT: note('values look as random as secrets do', 'look at the column; a guess alone refuses nothing.'),
  DATA_NOT_SCANNED: refused('not all content of the dump could be scanned', 'make the dump again; what was not read cannot be called clean.'),

  // --- sandbox ----------------------------------------------------------------------------------
  ENGINE_UNREACHABLE: usage('no Docker engine answers', 'run "make engine", or install Docker (Debian and Ubuntu: apt-get install docker.io) and start it.'),
  ENGINE_REMOTE: usage('the Docker engine is on another machine', 'unset DOCKER_HOST: a rehearsal runs on the local engine.'),
  IMAGE_UNAVAILABLE: usage('no sandbox image for this major version', 'name an image of your own under "images" in rehearsal.config.yaml, or make a registry with postgres:<major> reachable.'),
  SANDBOX_NOT_STARTED: fault('the sandbox did not start', 'run "docker info", look for free disk and memory, and run again.'),
  SANDBOX_CONNECTION_FAILED: fault('the sandbox\u2019s Postgres does not answer', 'run again; if it stays, raise limits.memoryMiB in rehearsal.config.yaml.'),
  SANDBOX_WRONG_SERVER: fault('the server that answered is not the sandbox', 'stop whatever took the socket; nothing was written to it.'),
  SANDBOX_NOT_ISOLATED: refused('the running sandbox is not isolated', 'look at isolation-proof.json for the check that did not hold; the engine must honour network mode none and dropped capabilities.'),
  SANDBOX_LEFT_BEHIND: unproven('something of the run is left on the engine', 'run "make sweep", then rehearse again.'),

  // --- restore ----------------------------------------------------------------------------------
  RESTORE_ERROR: refused('the dump does not restore without errors', 'make the dump again with pg_dump of the server\u2019s major version, and restore it once by hand to see the error whole.'),
  RESTORE_AS_SUPERUSER: refused('the restoring role is a superuser', 'use the image that the harness builds: code in a dump must not run with such rights.'),
  RESTORE_TIMED_OUT: refused('the restore took longer than its bound', 'raise limits.restoreSeconds in rehearsal.config.yaml, or look for code in the dump that never ends.'),
  RESTORE_OBJECT_MISSING: refused('something the archive lists is not in the clone', 'make the dump again; the archive may be damaged.'),
  RESTORE_STOPPED: refused('the restore was stopped before its end', 'look at the other findings for the reason.'),
  RESTORE_ROWS_DIFFER: refused('the clone does not hold the rows that were read in the dump', 'look for code that writes while the dump is restored; rows that were not looked through are not rehearsed on.'),
  RESTORE_ROLE_RESERVED: refused('the dump uses a role name of the harness', 'names that begin with "rehearsal_" belong to the harness; rename the role in the sanitized copy.'),
  RESTORE_DATABASE_NAME: refused('the dump\u2019s database name cannot be used', 'dump a database with another name.'),
  RESTORE_EXTENSION_NOT_ALLOWED: refused('the dump needs an extension that is not allowed', 'add it to "extensions" in rehearsal.config.yaml after reading what it can do.'),
  RESTORE_EXTENSION_UNAVAILABLE: refused('the dump needs an extension that the image lacks', 'name an image that has it under "images" in rehearsal.config.yaml.'),
  RESTORE_PSQL_UNSAFE: refused('the image\u2019s psql lacks the fix for CVE-2026-18408', 'use an image with psql 15.19, 16.15, 17.11, 18.6 or later, or dump in custom format.'),
  RESTORE_LOCALE_SUBSTITUTED: note('the source\u2019s locale is not in the image', 'sorting of text may differ from production; name an image that has the locale under "images" if it matters.'),

  // --- schema -----------------------------------------------------------------------------------
  SCHEMA_SPEC_UNREADABLE: usage('the schema spec cannot be read', 'check the path and its permissions.'),
  SCHEMA_SPEC_INVALID: usage('the schema spec does not have its documented form', 'correct the key at the line named; schema-spec/ has an example.'),
  SCHEMA_SPEC_EMPTY: usage('a part of the schema spec demands nothing', 'name what the clone must have, or remove the part: a check that cannot fail shows nothing.'),
  SCHEMA_CATALOG_UNREADABLE: refused('the clone\u2019s catalogs cannot be read', 'make the dump again; look for names that are no valid text in the database\u2019s encoding.'),
  SCHEMA_DATABASE_DIFFERS: refused('the database is not the one that the spec names', 'dump the database that the spec is about, with its own encoding.'),
  SCHEMA_SCHEMA_MISSING: refused('the clone lacks a schema', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_SCHEMA_DIFFERS: refused('a schema is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_TABLE_MISSING: refused('the clone lacks a table of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_TABLE_DIFFERS: refused('a table is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_COLUMN_MISSING: refused('the clone lacks a column of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_COLUMN_DIFFERS: refused('a column is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_COLUMN_EXTRA: refused('the clone has a column that the spec does not know', 'add it to the spec, or let the table have more ("extraColumns: allow").'),
  SCHEMA_CONSTRAINT_MISSING: refused('the clone lacks a key or constraint of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_CONSTRAINT_DIFFERS: refused('a key or constraint is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_INDEX_MISSING: refused('the clone lacks an index of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_INDEX_DIFFERS: refused('an index is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_POLICY_MISSING: refused('the clone lacks a row-security policy of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_POLICY_DIFFERS: refused('a row-security policy is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_TRIGGER_MISSING: refused('the clone lacks a trigger of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_TRIGGER_DIFFERS: refused('a trigger is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_RULE_MISSING: refused('the clone lacks a rewrite rule of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_RULE_DIFFERS: refused('a rewrite rule is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_ENUM_MISSING: refused('the clone lacks an enum of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_ENUM_DIFFERS: refused('an enum is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_TYPE_MISSING: refused('the clone lacks a type of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_TYPE_DIFFERS: refused('a type is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_VIEW_MISSING: refused('the clone lacks a view of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_VIEW_DIFFERS: refused('a view is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_SEQUENCE_MISSING: refused('the clone lacks a sequence of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_SEQUENCE_DIFFERS: refused('a sequence is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_FUNCTION_MISSING: refused('the clone lacks a function of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_FUNCTION_DIFFERS: refused('a function is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_EXTENSION_MISSING: refused('the clone lacks an extension of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_EXTENSION_DIFFERS: refused('an extension is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_OBJECT_MISSING: refused('the clone lacks an object of the spec', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_OBJECT_DIFFERS: refused('an object is not what the spec says', 'dump a copy of production\u2019s shape, or correct the spec if production is not so either.'),
  SCHEMA_OBJECT_EXTRA: refused('the clone has something that the spec does not know', 'add it to the spec ("make spec" writes one), or let there be more: take it out of "exact".'),
  SCHEMA_OBJECT_UNWANTED: refused('the clone has something that the spec says is not there', 'remove it in the source, or take it out of "absent" if production has it too.'),
  SCHEMA_GRANTS_DIFFER: refused('a role may do more or less than the spec says', 'correct the grants in the source, or in the spec if production grants so; dump without --no-privileges.'),
  SCHEMA_ROWS_DIFFER: refused('a table has too few or too many rows', 'dump the rows too, or correct the number in the spec.'),
  SCHEMA_ASSERTION_FAILED: refused('an assertion of the spec did not return one true', 'run its SQL on the copy to see why; correct the data, or the assertion.'),
  SCHEMA_VALUES_DIFFER: refused('rows break a rule of the spec', 'correct the sanitizing, or the rule.'),
  SCHEMA_NOTHING_TO_CHECK: refused('a rule of the spec found no value to check', 'dump the rows too, or say "mayBeEmpty: true" of the table.'),
  SANITIZATION_UNCLASSIFIED: refused('nobody has classified a column', 'say in the spec whether it is public, masked or synthetic; "make spec" proposes.'),
  SANITIZATION_NOT_MASKED: refused('rows of a masked column do not have the shape of its mask', 'mask the column in the sanitized copy, or correct its class in the spec.'),
  SANITIZATION_UNKNOWN_COLUMN: refused('the spec classifies a column that the clone does not have', 'remove it from the spec, or dump the table whole.'),
  SCHEMA_NOT_DECIDED: refused('a demand of the spec could not be checked', 'correct the rule: it asks something that the clone cannot answer.'),

  // --- scenario ---------------------------------------------------------------------------------
  SCENARIO_NONE: usage('no scenario is named', 'name at least one folder under "scenarios" in rehearsal.config.yaml: a run without a change proves nothing.'),
  SCENARIO_INVALID: usage('a scenario does not have its documented form', 'correct the file named; scenarios/README.md shows the form.'),
  SCENARIO_SYNTAX: usage('a scenario\u2019s SQL does not parse', 'correct the statement at the line named.'),
  SCENARIO_EMPTY: usage('a scenario\u2019s script has no statement', 'write the change, or remove the file.'),
  SCENARIO_META_COMMAND: usage('a scenario\u2019s script holds a psql meta-command', 'replace it by SQL: scripts are sent to the server, not to psql.'),
  SCENARIO_STATEMENT_REFUSED: usage('a statement cannot stand in a scenario of this kind', 'remove it or change the scenario\u2019s kind.'),
  SCENARIO_ROLE_UNKNOWN: usage('the role that applies scenarios is not in the clone', 'set "scenarioRole" in rehearsal.config.yaml to a role that the dump names.'),
  SCENARIO_APPLY_FAILED: unproven('a statement of the change failed', 'correct the scenario; what cannot be applied cannot be shown to go back.'),
  SCENARIO_ENDED_TRANSACTION: unproven('the change ended the transaction it ran in', 'remove what commits inside (a procedure, perhaps), or use kind "snapshot".'),
  SCENARIO_NOT_VERIFIED: unproven('a check in verify.sql did not answer true', 'correct the change or the check.'),
  SCENARIO_CLONE_DIFFERS: unproven('a clone did not equal the baseline', 'run again; if it stays, the engine\u2019s storage is not to be trusted.'),
  SCENARIO_NOT_RESTORED: unproven('something is not as it was before', 'it must not go to production with this rollback.'),
  SCENARIO_LEFT_RESIDUE: unproven('something is left that the rollback should have removed', 'undo it in the rollback, or leave it out of the change.'),
  REHEARSAL_NOTHING_READ: unproven('the clone holds no row', 'a rehearsal on an empty surface proves nothing; dump the rows too.'),
  REHEARSAL_BASELINE_MOVED: unproven('the baseline changed while it was rehearsed on', 'look for code in the dump that runs by itself; nothing of this run can be relied on.'),
  REHEARSAL_STEP_EMPTY: unproven('a step had nothing to rehearse', 'add a scenario of that kind: a rollback that was not tried is not proven.'),
  REHEARSAL_EXECUTOR_CHANGED: unproven('an executor file changed while rehearsing', 'find out who writes to it, then rehearse again.'),
  SCENARIO_TOUCHED_OTHER: note('a table changed that the scenario does not name', 'add it to "tables" in scenario.yaml if it is meant.'),

  // --- witness ----------------------------------------------------------------------------------

  // --- proof ------------------------------------------------------------------------------------
  ROLLBACK_APPLY_DID_NOT_MUTATE: unproven('the change left the state as it was', 'look at the scenario: where nothing changed, going back shows nothing.'),
  ROLLBACK_BEFORE_HASH_MISSING: unproven('an entry has no hash of the state before', 'rehearse again; the state before must be fingerprinted.'),
  ROLLBACK_AFTER_APPLY_HASH_MISSING: unproven('an entry has no hash of the changed state', 'rehearse again; look for a statement that failed in the scenario.'),
  ROLLBACK_AFTER_ROLLBACK_HASH_MISSING: unproven('an entry has no hash of the state after rollback', 'rehearse again; look for what stopped the rollback.'),
  ROLLBACK_EXPECTED_HASH_MISSING: unproven('an entry has no hash of the baseline', 'rehearse again; the baseline must be fingerprinted.'),
  ROLLBACK_HASH_MALFORMED: unproven('a hash is not 64 lowercase hex digits', 'take the proof as the harness wrote it; hashes are not written by hand.'),
  ROLLBACK_HASH_OF_NOTHING: unproven('a hash is that of no bytes at all, or all zeros', 'rehearse again; a fingerprint always covers something.'),
  ROLLBACK_NOT_RESTORED: unproven('the state after rollback is not the state before', 'it must not go to production with this rollback.'),
  ROLLBACK_EXPECTED_DIFFERS: unproven('the state before is not the baseline that was expected', 'rehearse again on a fresh clone; the scenario began from something else.'),
  ROLLBACK_RESTORED_MATCH_MISSING: unproven('an entry does not say whether the states match', 'rehearse again; the witness did not come to its comparison.'),
  ROLLBACK_RESTORED_MATCH_FALSE: unproven('the witness says the states do not match', 'look at "not_restored" in clone-rehearsal-execution-evidence.json.'),
  ROLLBACK_RESTORED_MATCH_CONTRADICTED: unproven('an entry says the states match, and its hashes say they do not', 'do not trust this proof: rehearse again.'),
  ROLLBACK_ROW_COUNT_MISSING: unproven('an entry has no row count', 'rehearse again; rows are counted before the change and after the rollback.'),
  ROLLBACK_ROW_COUNT_DIFFERS: unproven('row counts before and after differ', 'it must not go to production with this rollback.'),
  ROLLBACK_NO_ROWS_COUNTED: unproven('the clone held no row at all', 'deliver a production-shaped dump: an empty database shows nothing.'),
  ROLLBACK_PRODUCTION_CLAIMED: unproven('an entry says something about rollback in production', '"production_rollback_status" of a rehearsal is always "NOT_APPLICABLE".'),
  ROLLBACK_CLASS_UNKNOWN: unproven('an entry has a rollback class that is not known', 'the classes are RB-CLONE-TXN and RB-CLONE-SNAP.'),
  ROLLBACK_ID_DIFFERS: unproven('an entry\u2019s id is not its scenario and class', 'take the proof as the harness wrote it.'),
  ROLLBACK_NO_ENTRIES: unproven('the proof has no entry', 'name a scenario that changes something; a run without a change proves nothing.'),
  ROLLBACK_ENTRY_DUPLICATE: unproven('two entries have the same id', 'take the proof as the harness wrote it; one rollback has one entry.'),
  ROLLBACK_ENTRY_ABSENT: unproven('a rehearsed scenario has no entry in the proof', 'rehearse again; every change has to be shown to go back.'),
  ROLLBACK_ENTRY_UNEXPECTED: unproven('the proof has an entry that no rehearsed scenario made', 'take the proof as the harness wrote it.'),
  ROLLBACK_PROOF_TOO_LARGE: unproven('the proof is larger than any run writes', 'take the proof as the harness wrote it.'),
  ROLLBACK_PROOF_NOT_UTF8: unproven('the proof is not plain UTF-8', 'take the proof as the harness wrote it: no byte order mark, no other encoding.'),
  ROLLBACK_PROOF_NOT_JSON: unproven('the proof is not JSON', 'take the proof as the harness wrote it.'),
  ROLLBACK_PROOF_KEY_TWICE: unproven('a key stands twice in one object of the proof', 'do not trust this proof: two readers may see two contents.'),
  ROLLBACK_PROOF_KEY_RESERVED: unproven('the proof has a key that programs treat specially', 'do not trust this proof: no run writes such a key.'),
  ROLLBACK_PROOF_VERSION_UNKNOWN: unproven('the proof has a version that this validator does not know', 'validate it with the version of the harness that made it.'),
  ROLLBACK_PROOF_SHAPE: unproven('the proof does not have its documented form', 'take the proof as the harness wrote it; docs/validator-codes.md shows its form.'),
  VALIDATOR_SELFTEST_FAILED: unproven('the validator does not judge its own examples as it must', 'do not trust any proof of this build; report the case named.'),
  VALIDATOR_CONTROL_FAILED: unproven('a forged proof was not caught, or not for its own reason', 'do not trust any proof of this build; look at hardened-validator-result.json.'),

  // --- gate -------------------------------------------------------------------------------------
  SEAL_MANIFEST_MISSING: unproven('there is no seal manifest', 'run "make seal", look at what it wrote, and commit it.'),
  SEAL_MANIFEST_INVALID: unproven('the seal manifest does not have its documented form', 'run "make seal" again; the manifest is not edited by hand.'),
  SEAL_MANIFEST_EMPTY: unproven('the seal manifest seals nothing', 'run "make seal": a gate over no file holds nothing back.'),
  SEAL_PATH_FORBIDDEN: unproven('a sealed path is absolute, leaves the folder, or is not in plain form', 'name files by their plain path from the project\u2019s folder.'),
  SEAL_PATH_TWICE: unproven('a path is sealed twice, or two differ only in case or form', 'rename one: on some machines they are the same file.'),
  SEAL_PATH_LEAVES_TREE: unproven('a sealed path leads out of the project through a link', 'replace the link by the file itself.'),
  SEAL_NOT_A_FILE: unproven('a sealed path is not a plain file', 'replace it by the file that was sealed.'),
  SEAL_UNREADABLE: unproven('a sealed file cannot be read', 'check its permissions.'),
  SEAL_FILE_MISSING: unproven('a sealed file is missing', 'bring it back, or seal again if it was removed on purpose.'),
  SEAL_FILE_UNSEALED: unproven('a file that ought to be sealed is not', 'run "make seal", look at what changed, and commit the manifest.'),
  SEAL_CONTENT_EDITED: unproven('a sealed file was edited', 'bring the sealed bytes back, or review the change and seal again.'),
  SEAL_LENGTH_DIFFERS: unproven('a sealed file has another length', 'bring the sealed bytes back, or review the change and seal again.'),
  SEAL_LINE_ENDINGS: unproven('a sealed file has other line endings', 'check it out without line ending conversion (see .gitattributes).'),
  SEAL_BOM: unproven('a byte order mark was added to a sealed file, or taken from it', 'save it without changing its encoding.'),
  SEAL_JSON_REENCODED: unproven('a sealed file was written again with other escapes', 'bring the sealed bytes back: the same JSON value in other bytes is another file.'),
  SEAL_UNICODE_DRIFT: unproven('look-alike characters were exchanged in a sealed file', 'bring the sealed bytes back: an editor exchanged dashes, quotes, spaces or accents.'),
  SEAL_NOTHING_TO_SEAL: usage('a pattern of the seal matches no file', 'correct the pattern named: a pattern that matches nothing seals nothing.'),
  GATE_SELFTEST_FAILED: unproven('the seal gate does not catch a drift that it must catch', 'do not trust the gate of this build; report the case named.'),

  // --- probes -----------------------------------------------------------------------------------
  PROBE_FAILED_OPEN: unproven('a bad input was let through', 'do not trust this build; look at bad-input-probes.json for the probe named.'),
  PROBE_NOT_DECIDED: unproven('a bad-input probe could not be decided', 'look at bad-input-probes.json: a door that refuses everything, or breaks, shows nothing.'),
  PROBE_CONTROL_REFUSED: unproven('the well-formed control was refused', 'look at bad-input-probes.json; where the good is refused too, refusals show nothing.'),
  PROBE_TOKEN_LEAKED: unproven('a door answered with a word that reads as authority', 'report the probe named: what is refused may not be repeated.'),

  // --- evidence ---------------------------------------------------------------------------------
  EVIDENCE_FOLDER_TAKEN: usage('the packet\u2019s folder is already in use', 'name another folder with --out, or empty this one.'),
  EVIDENCE_NO_ACCESS: usage('the packet\u2019s folder may not be written', 'give this user the right to write there, or name another folder with --out.'),
  EVIDENCE_READ_ONLY: usage('the packet\u2019s folder is on a read-only file system', 'name a folder on a writable file system with --out.'),
  EVIDENCE_NO_SPACE: fault('no space is left for the packet', 'free some space, or name another folder with --out, and run again; nothing half-written is left.'),
  EVIDENCE_NOT_WRITTEN: fault('the packet could not be written', 'look at the error named, and run again; nothing half-written is left.'),
  EVIDENCE_LATEST_NOT_LINKED: note('the "latest" link does not point at this packet', 'remove what stands at its path if it is no link; the packet itself is whole.'),
  EVIDENCE_FILE_MISSING: fault('a file that every packet holds was not built', 'report this: a stage handed nothing on.'),
  EVIDENCE_FILE_UNKNOWN: fault('a file was built that no packet holds', 'report this: the file is not in the list of packet files.'),
  EVIDENCE_SCHEMA_BROKEN: fault('a packet file does not have its documented form', 'report this: nothing was written.'),
  EVIDENCE_TOKEN_FORBIDDEN: fault('a packet file holds a word that reads as authority', 'report the file named; a rehearsal never writes such a word.'),
  EVIDENCE_HOST_NAMED: fault('a hashed packet file names this machine', 'report the file named: the same input would give another packet elsewhere.'),
  PACKET_NOT_FOUND: usage('there is no packet at this path', 'name the folder that holds packet_tree.sha256.'),
  PACKET_UNREADABLE: unproven('a packet file cannot be read', 'check its permissions, and verify again.'),
  PACKET_NOT_A_FILE: unproven('something in the packet is no plain file', 'remove it: a packet holds plain files only, and links are never followed.'),
  PACKET_FILE_MISSING: unproven('a file of the packet is missing', 'get the whole packet again from whoever made it.'),
  PACKET_FILE_UNKNOWN: unproven('the packet holds a file that is not part of it', 'move it elsewhere, and verify again.'),
  PACKET_FILE_TOO_LARGE: unproven('a packet file is larger than any packet writes', 'get the packet again from whoever made it.'),
  PACKET_FILE_CHANGED: unproven('a packet file is not what the manifest says', 'get the packet again from whoever made it, or rehearse again.'),
  PACKET_MANIFEST_BROKEN: unproven('packet_tree.sha256 does not have its documented form', 'get the packet again from whoever made it.'),
  PACKET_TREE_DIFFERS: unproven('the packet\u2019s tree hash is not the one expected', 'compare with the hash that the run printed; this is another packet, or a changed one.'),
  PACKET_NOT_CANONICAL: unproven('a packet file is not canonical JSON in UTF-8', 'get the packet again from whoever made it: it was written by another program.'),
  PACKET_SCHEMA_BROKEN: unproven('a packet file does not have its documented form', 'verify it with the version of the harness that made it.'),
  PACKET_TOKEN_FORBIDDEN: unproven('a packet file holds a word that reads as authority', 'do not use this packet: a rehearsal never writes such a word.'),
  SURFACE_NOT_SHOWN: unproven('a forbidden surface is not shown to be untouched', 'look at forbidden-surface-proof.json for what could not be measured, or for the request to take back.'),

  // --- decision ---------------------------------------------------------------------------------
  LANE_INVALID: usage('the lane file does not have its documented form', 'correct the key named; schema-spec/ holds an example.'),

  // --- report -----------------------------------------------------------------------------------
  REPORT_INPUT_BROKEN: fault('a packet file lacks what the report is built from', 'report the file and key named.'),

  // --- spec -------------------------------------------------------------------------------------
  SPEC_EXISTS: usage('a file is already there', 'name another, or add --replace.'),
  SPEC_NOT_WRITTEN: usage('the spec cannot be written', 'name a file in a folder that this user may write.'),
  SPEC_DIFF_NO_DUMP: usage('two specs cannot be compared with each other', 'compare a dump with a spec, or two dumps: a spec says what must be there, not what is.'),
  SPEC_NOT_MADE: refused('no spec can be made of this dump', 'rehearse it, or inspect it, to see what is refused.'),

  // --- run --------------------------------------------------------------------------------------
  INTERNAL_FAULT: fault('a bug in the harness, or a broken engine', 'run again with --debug and report what it prints.'),
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof CODES;
export const CODE_NAMES = Object.keys(CODES) as Code[]; // keys of the literal above, nothing else

