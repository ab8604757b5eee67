// dbmate: one file with `-- migrate:up` and `-- migrate:down`, in the order of the files' names.
import type { Finding } from '../../kernel/index.ts';
import type { MigrationFile } from '../migrations-contract.ts';
import {
  builtStep,
  invalid,
  passedOver,
  textOf,
  type Built,
  type Drafted,
  type DraftSection,
} from './draft.ts';
import { firstWritten, onlyPieces, type Piece } from './lines.ts';
import { simpleQuerySection } from './simple-query.ts';
import { statementFacts } from './sql.ts';

const NAME = /^(\d+)([^/]*)\.sql$/;
const MARKER = /^--\s*migrate:(up|down)(?:\s+(.*))?$/;

export function dbmateDrafts(files: readonly MigrationFile[]): Drafted {
  const findings: Finding[] = [];
  const found = files.flatMap((file) => {
    const [, version, rest = ''] = NAME.exec(file.name) ?? [];
    if (version !== undefined) return [{ file, version, title: rest.replace(/^_/, '') }];
    if (/^[^/]*\.sql$/.test(file.name)) {
      findings.push(passedOver(file.name, 'its name does not begin with a number'));
    }
    return [];
  });
  found.sort((left, right) => (left.file.name < right.file.name ? -1 : 1));
  const seen = new Set<string>();
  for (const { file, version } of found) {
    if (seen.has(version)) findings.push(invalid(file.name, `version ${version} is there twice`));
    seen.add(version);
  }
  const drafts = found.map(({ file, version, title }) => {
    const name = file.name.replace(/\.sql$/, '');
    const aliases = [file.name, ...(title === '' ? [] : [title])];
    return { version, name, aliases, build: (): Built => built(file, version, name) };
  });
  return { drafts, findings };
}

interface Block {
  readonly direction: 'up' | 'down';
  /** Line of its marker, counted from 0. */
  readonly from: number;
  readonly to: number;
  readonly hasTransaction: boolean;
}

function built(file: MigrationFile, version: string, name: string): Built {
  const read = textOf(file);
  if ('why' in read) return { step: null, findings: [read.why] };
  const blocks = blocksOf(read.text);
  const trouble = troubleOf(file.name, read.text, blocks);
  if (trouble !== null) return { step: null, findings: [trouble] };
  const up = sectionOf(file.name, read.text, blocks, 'up');
  const down = sectionOf(file.name, read.text, blocks, 'down');
  const findings = [up, down].filter((each) => 'code' in each);
  if ('code' in up || 'code' in down) return { step: null, findings };
  return builtStep({ version, name, up, down });
}

function blocksOf(text: string): Block[] {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, from) => {
    const [, direction, options = ''] = MARKER.exec(line.replace(/\r$/, '')) ?? [];
    if (direction === undefined) return [];
    const hasTransaction = !options.trim().split(/\s+/).includes('transaction:false');
    return [{ direction: direction === 'up' ? 'up' : 'down', from, hasTransaction } as const];
  });
  return starts.map((each, index) => ({ ...each, to: starts[index + 1]?.from ?? lines.length }));
}

/** What the tool refuses a file for, too. */
function troubleOf(file: string, text: string, blocks: readonly Block[]): Finding | null {
  const [first] = blocks;
  if (first === undefined) return invalid(file, 'it has no "-- migrate:up" line');
  const early = firstWritten(text, 0, first.from);
  if (early !== null) {
    return invalid(`${file}:${early + 1}`, 'a statement stands before "-- migrate:up"');
  }
  for (const [index, { direction, from }] of blocks.entries()) {
    const expected = index % 2 === 0 ? 'up' : 'down';
    if (direction === expected) continue;
    const what = `a "-- migrate:${expected}" has to come before this line`;
    return invalid(`${file}:${from + 1}`, what);
  }
  if (blocks.length % 2 === 0) return null;
  return invalid(file, 'it has no "-- migrate:down" line behind its last "-- migrate:up"');
}

/** Each block is one query; without its transaction it may still be one, see there. */
function sectionOf(
  file: string,
  text: string,
  all: readonly Block[],
  direction: Block['direction'],
): DraftSection | Finding {
  const blocks = all.filter((each) => each.direction === direction);
  const pieces: Piece[] = [];
  for (const { from, to, hasTransaction } of blocks) {
    const bare = { from, to, isFramed: false };
    const sql = onlyPieces(text, [bare]);
    const own = statementFacts(sql)?.find(({ kind }) => kind === 'begin' || kind === 'end');
    if (hasTransaction && own !== undefined) {
      const what = 'BEGIN or COMMIT stands in a block that has its transaction already';
      const hint = 'remove it, or write "transaction:false" behind the marker';
      return invalid(`${file}:${own.line}`, `${what}; ${hint}`);
    }
    const alone = simpleQuerySection(file, sql);
    if ('code' in alone) return alone;
    const isWhole = hasTransaction || alone.transaction === 'whole';
    if (blocks.length === 1) return { ...alone, transaction: isWhole ? 'whole' : 'statement' };
    pieces.push({ ...bare, isFramed: isWhole });
  }
  return { file, sql: onlyPieces(text, pieces), transaction: 'statement' };
}
