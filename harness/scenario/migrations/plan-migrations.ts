// Each migration of a folder as a step of a chain, with its own way back where it brings one.
import { finding, sha256, statusOf, type Finding, type Sha256 } from '../../kernel/index.ts';
import type { Scenario, Script } from '../contract.ts';
import type { MigrationsFile, RollbackMethod } from '../file-contract.ts';
import type { MigrationSection, MigrationStep } from '../migrations-contract.ts';
import { readScript } from '../sql/statements.ts';
import type { ScriptUse } from '../sql/statements-rules.ts';

export interface PlannedSteps {
  readonly steps: readonly Scenario[];
  /** Notes may stand beside steps. */
  readonly findings: readonly Finding[];
}

/** `fileHash` is that of scenario.yaml, which chooses among the migrations. */
export function planMigrations(
  folder: string,
  file: MigrationsFile,
  fileHash: Sha256,
  found: readonly MigrationStep[],
): PlannedSteps {
  const read = found.map((step, index) => stepOf(folder, file, fileHash, step, index + 1));
  return {
    steps: read.map(({ step }) => step),
    findings: read.flatMap((each) => each.findings),
  };
}

function stepOf(
  folder: string,
  file: MigrationsFile,
  fileHash: Sha256,
  migration: MigrationStep,
  place: number,
): { readonly step: Scenario; readonly findings: readonly Finding[] } {
  const { up, down, verify, transaction } = migration;
  const findings: Finding[] = [];
  const files: Record<string, Sha256> = { 'scenario.yaml': fileHash };
  const read = (section: MigrationSection | null, part: string, use: ScriptUse): Script | null => {
    if (section === null) return null;
    files[`${section.file} (${part})`] = sha256(section.sql);
    const { script, findings: wrong } = readScript(section.file, section.sql, use);
    findings.push(...wrong);
    return script;
  };
  const apply = read(up, 'up', transaction) ?? { file: up.file, statements: [] };
  const revert = read(down, 'down', transaction);
  const isQuiet = migration.verifyMeaning === 'no error';
  const asked = read(verify, 'verify', isQuiet ? 'check' : 'verify');
  if (revert === null) {
    findings.push(finding('MIGRATION_NO_WAY_BACK', up.file, 'it has no down-migration'));
  }
  const step: Scenario = {
    id: `${file.id}-${place}`,
    title: `${file.title}: ${migration.name}`.slice(0, 200),
    why: file.why,
    kind: revert === null ? 'snapshot' : 'up-down-up',
    tables: file.tables ?? null,
    role: file.role ?? null,
    methods: methodsFor(file.methods, revert !== null, transaction),
    transaction,
    expect: null,
    folder,
    setup: null,
    apply,
    verify: asked !== null && isQuiet ? { ...asked, holdsWithout: 'error' } : asked,
    revert,
    executor: null,
    files,
  };
  return { step, findings };
}

/** What a step cannot go back by is left out; its own way back is always among them. */
function methodsFor(
  named: readonly RollbackMethod[] | undefined,
  hasDown: boolean,
  transaction: 'whole' | 'statement',
): readonly RollbackMethod[] | null {
  if (named === undefined) return null;
  const fitting = named.filter((method) => {
    if (method === 'transaction') return hasDown && transaction === 'whole';
    return method !== 'revert';
  });
  const all: readonly RollbackMethod[] = hasDown ? ['revert', ...fitting] : fitting;
  return all.length === 0 ? null : all;
}

/** Whether a list holds more than notes. */
export function isRefusal(findings: readonly Finding[]): boolean {
  return statusOf(findings) !== null;
}
