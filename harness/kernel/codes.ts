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

  // --- witness ----------------------------------------------------------------------------------

  // --- proof ------------------------------------------------------------------------------------

  // --- gate -------------------------------------------------------------------------------------

  // --- probes -----------------------------------------------------------------------------------

  // --- evidence ---------------------------------------------------------------------------------

  // --- run --------------------------------------------------------------------------------------
  INTERNAL_FAULT: fault('a bug in the harness, or a broken engine', 'run again with --debug and report what it prints.'),
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof CODES;
export const CODE_NAMES = Object.keys(CODES) as Code[]; // keys of the literal above, nothing else

// Constructors not yet used by a stage stay named here so that each kind of code has one spelling.
export const CODE_KINDS = { refused, missing, unproven, usage, fault, note } as const;
