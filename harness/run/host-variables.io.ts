// Which variables of this machine's environment a surface names, and that none of them was handed
// in. Names only, and outside the hashed files: they differ from machine to machine.
import { variablesNamed, type NamedVariable, type SurfaceRow } from '../evidence/index.ts';
import type { Observed } from '../sandbox/index.ts';

/** As the process was started: some are taken out of it before anything is done. */
const NAMES: readonly string[] = Object.keys(process.env);

export function hostVariables(
  rows: readonly SurfaceRow[],
  observed: Observed | null,
): NamedVariable[] {
  return variablesNamed(rows, NAMES, observed?.variables ?? null);
}
