// golang-migrate: `{version}_{title}.up.sql` and `.down.sql`, by number, each sent as one query.
import type { Finding } from '../../kernel/index.ts';
import type { MigrationFile } from '../migrations-contract.ts';
import { invalid, pairDraft, type Drafted } from './draft.ts';
import { pairsOf, type NamedFile } from './pairs.ts';
import { simpleQuerySection } from './simple-query.ts';

const NAME = /^([0-9]+)_([^/]*)\.(down|up|alwaysup|alwaysdown)\.([^/]*)$/;
/** Versions are unsigned 64-bit integers there. */
const LARGEST = 2n ** 64n - 1n;

export function golangMigrateDrafts(files: readonly MigrationFile[]): Drafted {
  const findings: Finding[] = [];
  const named: NamedFile[] = [];
  for (const file of files) {
    const [, version, title, direction, kind] = NAME.exec(file.name) ?? [];
    // The tool looks at no folder within, and passes over every other name.
    if (version === undefined || title === undefined) continue;
    if (kind !== 'sql') {
      findings.push(invalid(file.name, 'only SQL is read, and this is a migration by its name'));
    } else if (direction !== 'up' && direction !== 'down') {
      findings.push(invalid(file.name, 'a migration that runs every time is not rehearsed here'));
    } else if (BigInt(version) > LARGEST) {
      findings.push(invalid(file.name, 'its version is larger than the tool can count'));
    } else named.push({ file, version, title, direction });
  }
  const { pairs, findings: unpaired } = pairsOf(named);
  return {
    drafts: pairs.map((each) => pairDraft(each, simpleQuerySection)),
    findings: [...findings, ...unpaired],
  };
}
