// Sqitch: the plan's order, and for each change the scripts in deploy/, revert/ and verify/.
import type { Finding } from '../../kernel/index.ts';
import type { MigrationFile } from '../migrations-contract.ts';
import {
  builtStep,
  invalid,
  textOf,
  type Built,
  type Drafted,
  type DraftSection,
} from './draft.ts';
import { parsePlan, type PlannedChange } from './sqitch-plan.ts';
import { withoutTransactions } from './sql.ts';

const PLAN = 'sqitch.plan';

export function sqitchDrafts(files: readonly MigrationFile[]): Drafted {
  const byName = new Map(files.map((file) => [file.name, file]));
  const plan = byName.get(PLAN);
  if (plan === undefined) return { drafts: [], findings: [] };
  const read = textOf(plan);
  if ('why' in read) return { drafts: [], findings: [read.why] };
  const { changes, findings } = parsePlan(PLAN, read.text);
  const drafts = changes.map((change) => {
    const stem = stemOf(change, byName);
    const aliases = change.tags.map((tag) => `@${tag}`);
    const version = change.reworkTags.length === 0 ? change.name : stem;
    return { version, name: version, aliases, build: () => built(version, stem, change, byName) };
  });
  return { drafts, findings: [...configTrouble(byName.get('sqitch.conf')), ...findings] };
}

/** A change that was reworked keeps its files under the name of a tag that came between. */
function stemOf(change: PlannedChange, files: ReadonlyMap<string, MigrationFile>): string {
  const stems = change.reworkTags.map((tag) => `${change.name}@${tag}`);
  return stems.find((stem) => files.has(`deploy/${stem}.sql`)) ?? stems[0] ?? change.name;
}

function built(
  version: string,
  stem: string,
  change: PlannedChange,
  files: ReadonlyMap<string, MigrationFile>,
): Built {
  const findings: Finding[] = [];
  const script = (folder: string): DraftSection | null => {
    const file = files.get(`${folder}/${stem}.sql`);
    if (file === undefined) return null;
    const read = textOf(file);
    if ('why' in read) {
      findings.push(read.why);
      return null;
    }
    // psql runs these, statement by statement; BEGIN and COMMIT are in the scripts.
    return { file: file.name, sql: read.text, transaction: 'statement' };
  };
  const [up, down, verify] = [script('deploy'), script('revert'), script('verify')];
  if (findings.length > 0) return { step: null, findings };
  if (up === null) {
    const what = `"${change.name}" is planned, but deploy/${stem}.sql is not there`;
    return { step: null, findings: [invalid(`${PLAN}:${change.line}`, what)] };
  }
  return builtStep({
    version,
    name: version,
    up,
    down,
    // It is looked at in a transaction of the rehearsal's own: the script's frame is in its way.
    verify: verify === null ? null : { ...verify, sql: withoutTransactions(verify.sql) },
  });
}

const PLACES: Readonly<Record<string, RegExp>> = {
  engine: /^pg$/,
  top_dir: /^\.?\/?$/,
  plan_file: /^(?:\.\/)?sqitch\.plan$/,
  extension: /^sql$/,
  deploy_dir: /^(?:\.\/)?deploy\/?$/,
  revert_dir: /^(?:\.\/)?revert\/?$/,
  verify_dir: /^(?:\.\/)?verify\/?$/,
  reworked_dir: /^\.?\/?$/,
  reworked_deploy_dir: /^(?:\.\/)?deploy\/?$/,
  reworked_revert_dir: /^(?:\.\/)?revert\/?$/,
  reworked_verify_dir: /^(?:\.\/)?verify\/?$/,
};

/** Settings that move files elsewhere, or name another database, would be read past. */
function configTrouble(file: MigrationFile | undefined): Finding[] {
  if (file === undefined) return [];
  const read = textOf(file);
  if ('why' in read) return [read.why];
  return read.text.split('\n').flatMap((line, index) => {
    const [, key = '', value = ''] =
      /^\s*(\w+)\s*=\s*"?([^"#;]*?)"?\s*(?:[#;].*)?$/.exec(line) ?? [];
    const usual = PLACES[key];
    if (usual === undefined || usual.test(value)) return [];
    const what = `"${key} = ${value}" is not followed here; point "folder" to where ${PLAN} is`;
    return [invalid(`${file.name}:${index + 1}`, what)];
  });
}
