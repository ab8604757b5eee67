// Folders of migrations as lists of files, and what reading them comes to, in short words.
import type { MigrationLayout } from '../../../harness/scenario/file-contract.ts';
import type { MigrationFile } from '../../../harness/scenario/migrations-contract.ts';
import { stepsOf } from '../../../harness/scenario/migrations/migrations.ts';

export const UP = 'CREATE TABLE t (a integer);\n';
export const DOWN = 'DROP TABLE t;\n';

/** Files whose text does not matter: ups create, downs drop. */
export function named(...names: readonly string[]): MigrationFile[] {
  return names.map((name) => ({ name, text: /down|revert|^U/.test(name) ? DOWN : UP }));
}

export function texts(files: Readonly<Record<string, string>>): MigrationFile[] {
  return Object.entries(files).map(([name, text]) => ({ name, text }));
}

/** `version: up file < down file` of each step. */
export function order(
  layout: MigrationLayout,
  files: readonly MigrationFile[],
  range: { readonly after?: string; readonly until?: string } = {},
): string[] {
  const { steps, findings } = stepsOf(layout, files, range);
  if (findings.length > 0) return refusals(layout, files, range);
  return steps.map(({ version, up, down }) => `${version}: ${up.file} < ${down?.file ?? '-'}`);
}

/** `CODE place: what` of each finding. */
export function refusals(
  layout: MigrationLayout,
  files: readonly MigrationFile[],
  range: { readonly after?: string; readonly until?: string } = {},
): string[] {
  return stepsOf(layout, files, range).findings.map(
    ({ code, where, what }) => `${code} ${where}: ${what}`,
  );
}
