// One code of the registry, and how each kind of it is made.
import type { Status } from './status.ts';

/** What a code means: the status it forces (null: a note), its title, and what to do about it. */
export interface CodeEntry {
  readonly forces: Status | null;
  readonly title: string;
  readonly hint: string;
  /** Whether a lane may allow it: by code alone, or only together with its place. */
  readonly allowable?: 'everywhere' | 'somewhere';
}

export const refused = (title: string, hint: string): CodeEntry => ({ forces: 'INPUT_REJECTED', title, hint });
export const missing = (title: string, hint: string): CodeEntry => ({ forces: 'READY_NOT_APPLIED', title, hint });
export const unproven = (title: string, hint: string): CodeEntry => ({ forces: 'ROLLBACK_NOT_PROVEN', title, hint });
export const usage = (title: string, hint: string): CodeEntry => ({ forces: 'USAGE_ERROR', title, hint });
export const fault = (title: string, hint: string): CodeEntry => ({ forces: 'INTERNAL_FAULT', title, hint });
export const hostile = (title: string, hint: string): CodeEntry => ({ forces: 'INPUT_REJECTED', title, hint, allowable: 'everywhere' });
export const content = (title: string, hint: string): CodeEntry => ({ forces: 'INPUT_REJECTED', title, hint, allowable: 'somewhere' });
export const note = (title: string, hint: string): CodeEntry => ({ forces: null, title, hint });
