// Folders of migrations as their tools read them: which steps there are, and in which order.
import { finding } from '../../kernel/index.ts';
import type { MigrationLayout } from '../file-contract.ts';
import { fittingLayouts, toldApart, type NamedLayout } from './auto.ts';
import type { MigrationFile, ReadMigrations } from '../migrations-contract.ts';
import { dbmateDrafts } from './dbmate.ts';
import type { Drafted } from './draft.ts';
import { flywayDrafts } from './flyway.ts';
import { golangMigrateDrafts } from './golang-migrate.ts';
import { nodePgMigrateDrafts } from './node-pg-migrate.ts';
import { numberedDrafts } from './numbered.ts';
import { withinRange, type MigrationRange } from './range.ts';
import { sqitchDrafts } from './sqitch.ts';

/**
 * The steps of a folder, in the tool's order. Only those in the range are looked into: what
 * production has already may be as it is. Places in findings are names of files, '' is the folder.
 */
export function stepsOf(
  layout: MigrationLayout,
  files: readonly MigrationFile[],
  range: MigrationRange = {},
): ReadMigrations {
  if (layout === 'auto') {
    return toldApart(fittingLayouts(files), (each) => stepsOf(each, files, range));
  }
  const { drafts, findings } = draftsOf(layout, files);
  if (drafts.length === 0) {
    const none = finding('MIGRATIONS_NOT_FOUND', '', `none in it has the layout "${layout}"`);
    return { steps: [], findings: findings.length === 0 ? [none] : findings };
  }
  const wanted = withinRange(drafts, range);
  const built = wanted.drafts.map((each) => each.build());
  return {
    steps: built.flatMap(({ step }) => (step === null ? [] : [step])),
    findings: [...findings, ...wanted.findings, ...built.flatMap((each) => each.findings)],
  };
}

function draftsOf(layout: NamedLayout, files: readonly MigrationFile[]): Drafted {
  switch (layout) {
    case 'numbered':
      return numberedDrafts(files);
    case 'sqitch':
      return sqitchDrafts(files);
    case 'node-pg-migrate':
      return nodePgMigrateDrafts(files);
    case 'flyway':
      return flywayDrafts(files);
    case 'dbmate':
      return dbmateDrafts(files);
    case 'golang-migrate':
      return golangMigrateDrafts(files);
  }
}
