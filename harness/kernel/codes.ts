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

  // --- restore ----------------------------------------------------------------------------------

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
