// The layout told by the files: by their names first, by their markers where names do not say.
import { finding, type Finding } from '../../kernel/index.ts';
import type { MigrationLayout } from '../file-contract.ts';
import type { MigrationFile, ReadMigrations } from '../migrations-contract.ts';

export type NamedLayout = Exclude<MigrationLayout, 'auto'>;

/** Every layout that the files fit, the likeliest first. */
export function fittingLayouts(files: readonly MigrationFile[]): NamedLayout[] {
  const names = files.map(({ name }) => name);
  if (names.includes('sqitch.plan')) return ['sqitch'];
  const marks = (marker: RegExp): boolean =>
    files.some(
      (file) => /^\d[^/]*\.sql$/.test(file.name) && 'text' in file && marker.test(file.text),
    );
  const fits: NamedLayout[] = [];
  if (names.some((name) => /(?:^|\/)(?:[VU]\d[\d._]*__|R__)[^/]*\.sql$/.test(name))) {
    fits.push('flyway');
  }
  if (marks(/^--\s*migrate:up\b/m)) fits.push('dbmate');
  if (marks(/^\s*--[\s-]*(?:up|down)\s+migration/im)) fits.push('node-pg-migrate');
  if (names.some((name) => /^\d[^/]*\.[cm]?[jt]s$/.test(name))) fits.push('node-pg-migrate');
  if (fits.length > 0) return [...new Set(fits)];
  if (names.some((name) => /^\d+_[^/]*\.(?:up|down)\.sql$/.test(name))) fits.push('golang-migrate');
  if (names.some((name) => NUMBERED.test(name))) fits.push('numbered');
  return fits;
}

const NUMBERED = /^(?:\d[^/]*\.sql|(?:up|down)\/\d[^/]*\.sql|\d[^/]*\/(?:up|down)\.sql)$/;

/** Two layouts that run the very same are no question; two that do not are one for the author. */
export function toldApart(
  fits: readonly NamedLayout[],
  read: (layout: NamedLayout) => ReadMigrations,
): ReadMigrations {
  const [first, ...others] = fits;
  if (first === undefined) {
    const what = 'no file in it is named as a migration of any layout known here';
    return refused(finding('MIGRATIONS_NOT_FOUND', '', what));
  }
  const chosen = read(first);
  const same = JSON.stringify(chosen);
  const other = others.find((each) => JSON.stringify(read(each)) !== same);
  if (other === undefined) return chosen;
  const what = `it fits "${first}" and "${other}", and they do not run the same`;
  return refused(finding('MIGRATIONS_AMBIGUOUS', '', what));
}

function refused(one: Finding): ReadMigrations {
  return { steps: [], findings: [one] };
}
