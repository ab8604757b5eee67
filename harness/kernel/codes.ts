// The registry of codes: stable, never reused. A finding names one; the docs' table is made from it.
import type { Status } from './status.ts';

/** What a code means: the status it forces (null: a note), its title, and what to do about it. */
interface CodeEntry {
  readonly forces: Status | null;
  readonly title: string;
  readonly hint: string;
}

const refused = (title: string, hint: string): CodeEntry => ({ forces: 'INPUT_REJECTED', title, hint });
const missing = (title: string, hint: string): CodeEntry => ({ forces: 'READY_NOT_APPLIED', title, hint });
const unproven = (title: string, hint: string): CodeEntry => ({ forces: 'ROLLBACK_NOT_PROVEN', title, hint });
const usage = (title: string, hint: string): CodeEntry => ({ forces: 'USAGE_ERROR', title, hint });
const fault = (title: string, hint: string): CodeEntry => ({ forces: 'INTERNAL_FAULT', title, hint });
const note = (title: string, hint: string): CodeEntry => ({ forces: null, title, hint });

export const CODES = {
  // --- config -----------------------------------------------------------------------------------
  CONFIG_UNREADABLE: usage('a configuration file cannot be read', 'check the path and its permissions.'),
  CONFIG_INVALID: usage('a configuration file does not have its documented form', 'correct the key named; docs/configuration.md lists every key.'),
  REQUEST_FORBIDDEN: usage('the request asks for something a rehearsal never does', 'remove it: a rehearsal only ever touches its own throwaway clone.'),

  // --- intake -----------------------------------------------------------------------------------

  // --- sandbox ----------------------------------------------------------------------------------
  ENGINE_UNREACHABLE: usage('no Docker engine answers', 'run "make engine", or install Docker (Debian and Ubuntu: apt-get install docker.io) and start it.'),
  ENGINE_REMOTE: usage('the Docker engine is on another machine', 'unset DOCKER_HOST: a rehearsal runs on the local engine.'),
  IMAGE_UNAVAILABLE: usage('no sandbox image for this major version', 'name an image of your own under "image" in rehearsal.config.yaml, or make a registry with postgres:<major> reachable.'),
  SANDBOX_NOT_STARTED: fault('the sandbox did not start', 'run "docker info", look for free disk and memory, and run again.'),
  SANDBOX_CONNECTION_FAILED: fault('the sandbox\u2019s Postgres does not answer', 'run again; if it stays, raise limits.memoryMiB in rehearsal.config.yaml.'),
  SANDBOX_WRONG_SERVER: fault('the server that answered is not the sandbox', 'stop whatever took the socket; nothing was written to it.'),
  SANDBOX_NOT_ISOLATED: refused('the running sandbox is not isolated', 'look at isolation-proof.json for the check that did not hold; the engine must honour network mode none and dropped capabilities.'),
  SANDBOX_LEFT_BEHIND: unproven('something of the run is left on the engine', 'run "make sweep", then rehearse again.'),

  // --- restore ----------------------------------------------------------------------------------
  RESTORE_ERROR: refused('the dump does not restore without errors', 'make the dump again with pg_dump of the server\u2019s major version, and restore it once by hand to see the error whole.'),
  RESTORE_TIMED_OUT: refused('the restore took longer than its bound', 'raise limits.restoreSeconds in rehearsal.config.yaml, or look for code in the dump that never ends.'),
  RESTORE_OBJECT_MISSING: refused('something the archive lists is not in the clone', 'make the dump again; the archive may be damaged.'),
  RESTORE_ROLE_RESERVED: refused('the dump uses a role name of the harness', 'names that begin with "rehearsal_" belong to the harness; rename the role in the sanitized copy.'),
  RESTORE_DATABASE_NAME: refused('the dump\u2019s database name cannot be used', 'dump a database with another name.'),
  RESTORE_EXTENSION_NOT_ALLOWED: refused('the dump needs an extension that is not allowed', 'add it to "extensions" in rehearsal.config.yaml after reading what it can do.'),
  RESTORE_EXTENSION_UNAVAILABLE: refused('the dump needs an extension that the image lacks', 'name an image that has it under "image" in rehearsal.config.yaml.'),
  RESTORE_PSQL_UNSAFE: refused('the image\u2019s psql lacks the fix for CVE-2026-18408', 'use an image with psql 15.19, 16.15, 17.11, 18.6 or later, or dump in custom format.'),
  RESTORE_LOCALE_SUBSTITUTED: note('the source\u2019s locale is not in the image', 'sorting of text may differ from production; name an image that has the locale if it matters.'),

  // --- schema -----------------------------------------------------------------------------------

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

  // --- gate -------------------------------------------------------------------------------------

  // --- probes -----------------------------------------------------------------------------------

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

  // --- run --------------------------------------------------------------------------------------
  INTERNAL_FAULT: fault('a bug in the harness, or a broken engine', 'run again with --debug and report what it prints.'),
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof CODES;
export const CODE_NAMES = Object.keys(CODES) as Code[]; // keys of the literal above, nothing else

// Constructors not yet used by a stage stay named here so that each kind of code has one spelling.
export const CODE_KINDS = { refused, missing, unproven, usage, fault, note } as const;
