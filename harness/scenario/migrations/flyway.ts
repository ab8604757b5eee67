// Flyway: `V1_2__title.sql` by version, `U1_2__title.sql` back, then `R__title.sql` by title.
import type { Finding } from '../../kernel/index.ts';
import type { MigrationFile } from '../migrations-contract.ts';
import { invalid, pairDraft, passedOver, type Drafted } from './draft.ts';
import { flywaySection } from './flyway-script.ts';
import { comparedVersions, flywayVersion } from './flyway-version.ts';

interface Found {
  readonly file: MigrationFile;
  readonly kind: string;
  /** As the name has it, underscores and all. */
  readonly written: string;
  readonly version: readonly bigint[];
  readonly title: string;
}

/** Callbacks that run while a migration does. */
const CALLBACK =
  /^(?:before|after)(?:Each)?(?:Migrate|Undo|Repeatables|Versioned|Connect)[A-Za-z]*(?:__.*)?\.[A-Za-z]\w*$/;

/** Flyway looks at a file's own name, whatever folder it is in. */
export function flywayDrafts(files: readonly MigrationFile[]): Drafted {
  const findings: Finding[] = [];
  const found: Found[] = [];
  for (const file of files) {
    const named = foundIn(file);
    if (named !== null && 'code' in named) findings.push(named);
    else if (named !== null) found.push(named);
  }
  const versioned = found
    .filter(({ kind }) => kind === 'V')
    .sort((left, right) => comparedVersions(left.version, right.version));
  const undos = found.filter(({ kind }) => kind === 'U');
  const repeatables = found
    .filter(({ kind }) => kind === 'R')
    .sort((left, right) => (left.title < right.title ? -1 : 1));
  findings.push(...doubles(versioned), ...doubles(undos), ...doubles(repeatables));
  for (const undo of undos) {
    if (versioned.some((each) => isSame(each, undo))) continue;
    findings.push(invalid(undo.file.name, `there is no V of version ${shown(undo)}`));
  }
  const draft = (each: Found, down: Found | undefined): Drafted['drafts'][number] => {
    const [version, name] =
      each.kind === 'R' ? [each.written, each.written] : [shown(each), label(each)];
    const base = each.file.name.split('/').at(-1) ?? '';
    const aliases = [each.written, each.title, each.file.name, base, base.replace(/\.sql$/i, '')];
    const pair = { version, name, aliases, up: each.file, down: down?.file ?? null };
    return pairDraft(pair, (file, sql) =>
      flywaySection(
        file,
        sql,
        files.find(({ name: other }) => other === `${file}.conf`),
      ),
    );
  };
  return {
    drafts: [
      ...versioned.map((each) =>
        draft(
          each,
          undos.find((undo) => isSame(each, undo)),
        ),
      ),
      ...repeatables.map((each) => draft(each, undefined)),
    ],
    findings,
  };
}

function foundIn(file: MigrationFile): Found | Finding | null {
  const base = file.name.split('/').at(-1) ?? '';
  if (CALLBACK.test(base)) {
    return invalid(file.name, 'a callback runs beside the migrations, and is not rehearsed here');
  }
  const isSql = /\.sql$/i.test(base);
  const [, kind, rest = ''] = /^([VURB])(.*?)\.(?:sql|[^.]+)$/i.exec(base) ?? [];
  if (kind === undefined || !/[VURB]/.test(kind) || /\.conf$/i.test(base)) return null;
  const border = rest.indexOf('__');
  const written = border === -1 ? rest : rest.slice(0, border);
  const title = border === -1 ? '' : rest.slice(border + 2).replaceAll('_', ' ');
  const version = kind === 'R' ? [] : flywayVersion(written);
  if (version === null || (kind === 'R' && (written !== '' || border === -1))) {
    return isSql ? passedOver(file.name, 'its name is not a form that Flyway knows') : null;
  }
  if (!isSql) {
    return invalid(file.name, 'only SQL is read, and this is a migration by its name');
  }
  if (kind === 'B') {
    return passedOver(file.name, 'a baseline is for an empty database, and the clone is none');
  }
  const label = kind === 'R' ? `R__${title.replaceAll(' ', '_')}` : written;
  return { file, kind, written: label, version, title };
}

function isSame(left: Found, right: Found): boolean {
  return comparedVersions(left.version, right.version) === 0 && left.kind !== 'R';
}

function shown({ version }: Found): string {
  return version.join('.');
}

function label(each: Found): string {
  return each.title === '' ? shown(each) : `${shown(each)} ${each.title}`;
}

function doubles(sorted: readonly Found[]): Finding[] {
  return sorted.flatMap((each, index) => {
    const before = sorted
      .slice(0, index)
      .find((other) => (each.kind === 'R' ? other.title === each.title : isSame(other, each)));
    if (before === undefined) return [];
    const what = each.kind === 'R' ? `title "${each.title}"` : `version ${shown(each)}`;
    return [invalid(each.file.name, `${what} is in "${before.file.name}" already`)];
  });
}
