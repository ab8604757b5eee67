// Plain numbered SQL files, up and down, as teams keep them without a tool (or with Diesel).
import type { Finding } from '../../kernel/index.ts';
import type { MigrationFile } from '../migrations-contract.ts';
import {
  invalid,
  pairDraft,
  type DraftSection,
  type Drafted,
  type MigrationDraft,
  type PairedFiles,
} from './draft.ts';
import { pairsOf, type NamedFile } from './pairs.ts';
import { statementFacts } from './sql.ts';

/** `001_name.up.sql`, `001-name_down.sql`, `001.sql`: the direction is the name's last word. */
const FLAT = /^(\d{4}-\d\d-\d\d(?:-\d{4,6})?|\d+)(?:[_.-](.*?))?(?:[_.-](up|down))?\.sql$/i;
/** `up/001_name.sql` beside `down/001_name.sql`. */
const SIDES = /^(up|down)\/(\d{4}-\d\d-\d\d(?:-\d{4,6})?|\d+)(?:[_.-]([^/]*?))?\.sql$/;
/** `2020-01-01-000000_name/up.sql`: a folder for each, as Diesel has them. */
const FOLDERS = /^(\d[\d-]*)(?:_([^/]*))?\/(up|down)\.sql$/;

export function numberedDrafts(files: readonly MigrationFile[]): Drafted {
  const ways = [files.flatMap(flatFile), files.flatMap(sideFile), files.flatMap(folderFile)];
  const used = ways.filter((named) => named.length > 0);
  const [named = []] = used;
  const findings: Finding[] = [];
  if (used.length > 1) {
    const places = used.map((each) => each[0]?.file.name ?? '').join(', ');
    findings.push(invalid('', `its migrations are named in more than one way: ${places}`));
  }
  const { pairs, findings: unpaired } = pairsOf(named);
  return {
    drafts: pairs.map((pair) => numberedDraft(pair, files)),
    findings: [...findings, ...unpaired],
  };
}

function flatFile(file: MigrationFile): NamedFile[] {
  const [, version, title = '', last = 'up'] = FLAT.exec(file.name) ?? [];
  if (version === undefined || title.includes('/')) return [];
  // `001_down.sql` has no title: what looks like one is the direction.
  const isBare = /^(?:up|down)$/i.test(title);
  const direction = (isBare ? title : last).toLowerCase() === 'down' ? 'down' : 'up';
  return [{ file, version, title: isBare ? '' : title, direction }];
}

function sideFile(file: MigrationFile): NamedFile[] {
  const [, direction, version, title = ''] = SIDES.exec(file.name) ?? [];
  if (version === undefined) return [];
  return [{ file, version, title, direction: direction === 'down' ? 'down' : 'up' }];
}

function folderFile(file: MigrationFile): NamedFile[] {
  const [, version, title = '', direction] = FOLDERS.exec(file.name) ?? [];
  if (version === undefined) return [];
  return [{ file, version, title, direction: direction === 'down' ? 'down' : 'up' }];
}

function numberedDraft(pair: PairedFiles, files: readonly MigrationFile[]): MigrationDraft {
  const settings = files.find(
    ({ name }) => name === pair.up.name.replace(/\/up\.sql$/, '/metadata.toml'),
  );
  const isOutside =
    settings !== undefined &&
    'text' in settings &&
    /^\s*run_in_transaction\s*=\s*false\b/m.test(settings.text);
  return pairDraft(pair, (file, sql) => numberedSection(file, sql, isOutside));
}

/**
 * One transaction, unless the file brings its own or holds what runs in none: then each statement
 * commits by itself, as psql would have it.
 */
function numberedSection(file: string, sql: string, isOutside: boolean): DraftSection {
  const facts = statementFacts(sql) ?? [];
  const isOwn = isOutside || facts.some(({ kind }) => kind !== 'inside');
  return { file, sql, transaction: isOwn ? 'statement' : 'whole' };
}
