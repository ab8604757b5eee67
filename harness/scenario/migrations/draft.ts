// A migration that was found but not looked into yet: what production has already is not judged.
import { finding, type Finding } from '../../kernel/index.ts';
import type { MigrationFile, MigrationStep } from '../migrations-contract.ts';
import { isEmptyScript } from './sql.ts';

export interface Built {
  readonly step: MigrationStep | null;
  readonly findings: readonly Finding[];
}

export interface MigrationDraft {
  readonly version: string;
  readonly name: string;
  /** What else may stand for it under `after` and `until`. */
  readonly aliases: readonly string[];
  /** Reads its files' text, once it is known to be wanted. */
  build(): Built;
}

/** A folder in one layout: the order, and what is wrong with the folder as a whole. */
export interface Drafted {
  readonly drafts: readonly MigrationDraft[];
  readonly findings: readonly Finding[];
}

/** What one direction of a step runs, and how its tool would run it. */
export interface DraftSection {
  readonly file: string;
  readonly sql: string;
  readonly transaction: 'whole' | 'statement';
}

export function invalid(where: string, what: string): Finding {
  return finding('MIGRATIONS_INVALID', where, what);
}

/** A file that looks like a migration, and that its tool would not run. */
export function passedOver(where: string, why: string): Finding {
  return finding('MIGRATION_FILE_PASSED_OVER', where, why);
}

/** Text of a file, or the finding that says why it cannot be had. */
export function textOf(file: MigrationFile): { readonly text: string } | { readonly why: Finding } {
  return 'text' in file ? { text: file.text } : { why: invalid(file.name, file.refused) };
}

export interface StepParts {
  readonly version: string;
  readonly name: string;
  readonly up: DraftSection;
  readonly down: DraftSection | null;
  readonly verify?: DraftSection | null;
}

/**
 * The step made of its sections. A way back without a statement is none. Where the directions are
 * run differently, the step goes by statements, and the transaction that the tool opens is written
 * into the SQL of the other direction.
 */
export function builtStep(parts: StepParts): Built {
  const { version, name, up } = parts;
  if (isEmptyScript(up.sql)) {
    const what = 'there is no statement in it: it changes nothing that could be rehearsed';
    return { step: null, findings: [invalid(up.file, what)] };
  }
  const down = parts.down === null || isEmptyScript(parts.down.sql) ? null : parts.down;
  const verify = parts.verify ?? null;
  const hasVerify = verify !== null && !isEmptyScript(verify.sql);
  const isWhole = [up, down].every((each) => each === null || each.transaction === 'whole');
  const section = (each: DraftSection): MigrationStep['up'] => ({
    file: each.file,
    sql: !isWhole && each.transaction === 'whole' ? framed(each.sql) : each.sql,
    startLine: 1,
  });
  const step: MigrationStep = {
    version,
    name,
    up: section(up),
    down: down === null ? null : section(down),
    verify: hasVerify ? { file: verify.file, sql: verify.sql, startLine: 1 } : null,
    verifyMeaning: hasVerify ? 'no error' : 'true',
    transaction: isWhole ? 'whole' : 'statement',
  };
  return { step, findings: [] };
}

/** No line moves: BEGIN stands on the first one; a last statement may lack its semicolon. */
function framed(sql: string): string {
  return `BEGIN; ${sql}\n;COMMIT;\n`;
}

/** Files of one migration as their layout found them; each read only when it is built. */
export interface PairedFiles {
  readonly version: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly up: MigrationFile;
  readonly down: MigrationFile | null;
}

/** A migration of one file for each direction, whose text is the section. */
export function pairDraft(
  files: PairedFiles,
  section: (file: string, sql: string) => DraftSection | Finding,
): MigrationDraft {
  const { version, name, aliases } = files;
  const build = (): Built => {
    const up = sectionOf(files.up, section);
    const down = files.down === null ? null : sectionOf(files.down, section);
    const findings = [up, down].filter((each) => each !== null).filter((each) => 'code' in each);
    if ('code' in up || (down !== null && 'code' in down)) return { step: null, findings };
    return builtStep({ version, name, up, down });
  };
  return { version, name, aliases, build };
}

function sectionOf(
  file: MigrationFile,
  section: (file: string, sql: string) => DraftSection | Finding,
): DraftSection | Finding {
  const read = textOf(file);
  return 'why' in read ? read.why : section(file.name, read.text);
}
