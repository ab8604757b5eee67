// node-pg-migrate, its SQL files: `-- Up Migration` and `-- Down Migration`, or a file for each.
import type { Finding } from '../../kernel/index.ts';
import type { MigrationFile } from '../migrations-contract.ts';
import {
  builtStep,
  invalid,
  pairDraft,
  textOf,
  type Built,
  type Drafted,
  type DraftSection,
  type MigrationDraft,
} from './draft.ts';
import { firstWritten, onlyPieces } from './lines.ts';

const CODE = /\.[cm]?[jt]s$/;

export function nodePgMigrateDrafts(files: readonly MigrationFile[]): Drafted {
  const findings: Finding[] = [];
  const groups = new Map<string, Group>();
  for (const file of files) {
    // The tool looks at no folder within.
    if (file.name.includes('/')) continue;
    if (CODE.test(file.name) && !file.name.endsWith('.d.ts')) {
      const what = 'only SQL is read: what a migration written in code runs is known when it runs';
      findings.push(invalid(file.name, what));
    }
    const [, id, direction] = /^(.*?)(?:\.(up|down))?\.sql$/.exec(file.name) ?? [];
    if (id === undefined) continue;
    if (!/^\d/.test(id)) {
      findings.push(
        invalid(file.name, 'its name does not begin with a number, and the tool stops'),
      );
      continue;
    }
    const group = groups.get(id) ?? {};
    groups.set(id, { ...group, [direction ?? 'single']: file });
  }
  const drafts: MigrationDraft[] = [];
  for (const [id, group] of [...groups].sort(([left], [right]) => compared(left, right))) {
    const draft = draftOf(id, group);
    if ('code' in draft) findings.push(draft);
    else drafts.push(draft);
  }
  return { drafts, findings };
}

interface Group {
  readonly single?: MigrationFile;
  readonly up?: MigrationFile;
  readonly down?: MigrationFile;
}

function draftOf(id: string, { single, up, down }: Group): MigrationDraft | Finding {
  const version = /^\d+/.exec(id)?.[0] ?? id;
  const aliases = [`${id}.sql`, id.slice(version.length).replace(/^[_-]/, '')];
  if (single !== undefined) {
    const other = up ?? down;
    if (other !== undefined) {
      return invalid(other.name, `"${single.name}" is there too: which of them counts is unclear`);
    }
    return { version, name: id, aliases, build: () => builtFromOne(version, id, single) };
  }
  if (up === undefined) return invalid(down?.name ?? id, 'a way back without its way');
  return pairDraft({ version, name: id, aliases, up, down: down ?? null }, wholeSection);
}

function wholeSection(file: string, sql: string): DraftSection {
  return { file, sql, transaction: 'whole' };
}

/** Where the first marker of a direction stands; the tool looks at no other. */
function markerLines(text: string, direction: 'up' | 'down'): readonly number[] {
  const marker = new RegExp(`^\\s*--[\\s-]*${direction}\\s+migration`, 'gim');
  return [...text.matchAll(marker)].map(({ 0: found, index }) => {
    const blank = /^\s*/.exec(found)?.[0].length ?? 0;
    return text.slice(0, index + blank).split('\n').length - 1;
  });
}

function builtFromOne(version: string, name: string, file: MigrationFile): Built {
  const read = textOf(file);
  if ('why' in read) return { step: null, findings: [read.why] };
  const { text } = read;
  const refused = (line: number, what: string): Built => ({
    step: null,
    findings: [invalid(`${file.name}:${line + 1}`, what)],
  });
  const [up, secondUp] = markerLines(text, 'up');
  const [down, secondDown] = markerLines(text, 'down');
  const second = secondUp ?? secondDown;
  if (second !== undefined) {
    return refused(second, 'this marker is there twice, and the tool heeds only the first');
  }
  if (up === undefined) {
    if (down === undefined) {
      return builtStep({ version, name, up: wholeSection(file.name, text), down: null });
    }
    return refused(
      down,
      'there is no "-- Up Migration" line: the tool would run the way back on the way up, too',
    );
  }
  const early = firstWritten(text, 0, Math.min(up, down ?? up));
  if (early !== null) {
    return refused(early, 'a statement stands before the first marker, and the tool runs it never');
  }
  const end = text.split('\n').length;
  const part = (from: number, other: number | undefined): DraftSection => {
    const to = other !== undefined && other > from ? other : end;
    return wholeSection(file.name, onlyPieces(text, [{ from, to, isFramed: false }]));
  };
  const back = down === undefined ? null : part(down, up);
  return builtStep({ version, name, up: part(up, down), down: back });
}

/** By the number in front; 17 digits are a point in time, as milliseconds are. Then by the name. */
function compared(left: string, right: string): number {
  const difference = numberOf(left) - numberOf(right);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return left.localeCompare(right, 'en', {
    usage: 'sort',
    numeric: true,
    sensitivity: 'variant',
    ignorePunctuation: true,
  });
}

function numberOf(id: string): number {
  const digits = /^\d+/.exec(id)?.[0] ?? '';
  if (digits.length !== 17) return Number(digits);
  const [, date, hours, minutes, seconds, milliseconds] =
    /^(\d{8})(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(digits) ?? [];
  const day = date?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') ?? '';
  return Date.parse(
    `${day}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}.${milliseconds ?? ''}Z`,
  );
}
