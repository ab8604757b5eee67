// One SQL file of Flyway: its settings beside it, its placeholders, its transaction.
import type { Finding } from '../../kernel/index.ts';
import type { MigrationFile } from '../migrations-contract.ts';
import { invalid, textOf, type DraftSection } from './draft.ts';
import { at, isWideReindex, statementFacts, type StatementFact } from './sql.ts';

interface ScriptSettings {
  readonly executeInTransaction: boolean;
  readonly placeholderReplacement: boolean;
}

/** `settings` is the file of the same name with `.conf` behind it. */
export function flywaySection(
  file: string,
  sql: string,
  settings: MigrationFile | undefined,
): DraftSection | Finding {
  const read = settings === undefined ? DEFAULTS : settingsOf(settings);
  if ('code' in read) return read;
  if (read.placeholderReplacement) {
    const place = sql.indexOf('${');
    if (place !== -1) {
      const line = sql.slice(0, place).split('\n').length;
      const what = 'a placeholder stands here, and its value is not in the file; write the value';
      return invalid(`${file}:${line}`, what);
    }
  }
  if (!read.executeInTransaction) return { file, sql, transaction: 'statement' };
  const facts = statementFacts(sql) ?? [];
  const outside = facts.filter(runsAlone);
  const mixed = facts.find((each) => !runsAlone(each));
  if (outside[0] !== undefined && mixed !== undefined) {
    const what = 'a statement that runs in no transaction stands beside others: Flyway refuses it';
    return invalid(`${file}:${outside[0].line}`, `${what}; give it a file of its own`);
  }
  return { file, sql, transaction: outside.length > 0 ? 'statement' : 'whole' };
}

const DEFAULTS: ScriptSettings = { executeInTransaction: true, placeholderReplacement: true };

function settingsOf(file: MigrationFile): ScriptSettings | Finding {
  const read = textOf(file);
  if ('why' in read) return read.why;
  let settings = DEFAULTS;
  for (const [index, line] of read.text.split('\n').entries()) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, key = '', value = ''] = /^\s*([^=\s]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const isTrue = value.toLowerCase() === 'true';
    const isKnown = isTrue || value.toLowerCase() === 'false';
    if (key === 'executeInTransaction' && isKnown) {
      settings = { ...settings, executeInTransaction: isTrue };
    } else if (key === 'placeholderReplacement' && isKnown) {
      settings = { ...settings, placeholderReplacement: isTrue };
    } else if (
      !(key === 'encoding' && /^utf-?8$/i.test(value)) &&
      !(key === 'shouldExecute' && isTrue)
    ) {
      const what = `"${key}" is no setting of a script that is followed here, or not with this value`;
      return invalid(`${file.name}:${index + 1}`, what);
    }
  }
  return settings;
}

/** What Flyway itself takes out of the transaction; narrower than what Postgres asks for. */
function runsAlone({ name, node }: StatementFact): boolean {
  if (name === 'IndexStmt') return at(node, 'concurrent') === true;
  if (name === 'DropStmt') {
    return at(node, 'concurrent') === true && at(node, 'removeType') === 'OBJECT_INDEX';
  }
  if (name === 'VacuumStmt') return at(node, 'is_vacuumcmd') === true;
  if (name === 'DiscardStmt') return at(node, 'target') === 'DISCARD_ALL';
  return ALONE.has(name) || isWideReindex(name, node);
}

const ALONE = new Set([
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'CreateSubscriptionStmt',
  'DropSubscriptionStmt',
  'AlterSystemStmt',
]);
