// Where a statement may run: inside a transaction, only outside of one, or better outside.
import { at, listAt, optionAt, textAt } from './statements-tree.ts';
import { wordsOf } from './statements-words.ts';

/**
 * `never-inside`: the server refuses it in a transaction. `ends-it`: its own code commits, which it
 * cannot in a transaction of somebody else. `may-end-it`: it calls what may commit.
 */
export type Place = 'inside' | 'concurrent' | 'never-inside' | 'ends-it' | 'may-end-it';

export function placeOf(name: string, node: unknown): Place {
  switch (name) {
    case 'IndexStmt':
    case 'DropStmt':
      return at(node, 'concurrent') === true ? 'concurrent' : 'inside';
    case 'ReindexStmt':
      return placeOfReindex(node);
    case 'AlterTableStmt':
      return detachesConcurrently(node) ? 'concurrent' : 'inside';
    case 'VacuumStmt':
      // ANALYZE is the same kind of statement, and may run anywhere.
      return at(node, 'is_vacuumcmd') === true ? 'never-inside' : 'inside';
    case 'ClusterStmt':
      return at(node, 'relation') === undefined ? 'never-inside' : 'inside';
    case 'CreatedbStmt':
    case 'DropdbStmt':
    case 'CreateTableSpaceStmt':
    case 'DropTableSpaceStmt':
      return 'never-inside';
    case 'AlterDatabaseStmt':
      return optionAt(node, 'options', 'tablespace') === undefined ? 'inside' : 'never-inside';
    case 'DoStmt':
      return commitsByItself(node) ? 'ends-it' : 'inside';
    case 'CallStmt':
      return 'may-end-it';
    default:
      return 'inside';
  }
}

/** REFRESH MATERIALIZED VIEW CONCURRENTLY is none of these: it may run inside a transaction. */
function placeOfReindex(node: unknown): Place {
  const isConcurrent = listAt(node, 'params').some(
    (option) => at(at(option, 'DefElem'), 'defname') === 'concurrently',
  );
  if (isConcurrent) return 'concurrent';
  return /_(?:SCHEMA|SYSTEM|DATABASE)$/.test(textAt(node, 'kind')) ? 'never-inside' : 'inside';
}

function detachesConcurrently(node: unknown): boolean {
  return listAt(node, 'cmds').some(
    (command) =>
      at(at(at(at(command, 'AlterTableCmd'), 'def'), 'PartitionCmd'), 'concurrent') === true,
  );
}

/** COMMIT or ROLLBACK as a statement of a DO block's own code. */
function commitsByItself(node: unknown): boolean {
  const body = optionAt(node, 'args', 'as');
  const words = wordsOf(textAt(at(body, 'String'), 'sval'));
  return words.some(({ bare }, index) => {
    if (bare !== 'commit' && bare !== 'rollback') return false;
    const before = words[index - 1];
    const isAtStart =
      before === undefined ||
      before.text === ';' ||
      /^(?:begin|then|else|loop)$/.test(before.bare) ||
      before.text === '>';
    const after = words[index + 1];
    return isAtStart && (after?.text === ';' || after?.bare === 'and');
  });
}
