// Lock modes: which is stronger, and which ones are taken by statements that run outside a transaction.
import { loadModule, parseSync } from 'libpg-query';
import { quoteIdentifier, quoteQualified } from '../kernel/index.ts';
import { LOCK_MODES, type LockMode } from './witness-contract.ts';

await loadModule();

export function isStronger(mode: LockMode, than: LockMode): boolean {
  return LOCK_MODES.indexOf(mode) > LOCK_MODES.indexOf(than);
}

/** `RowExclusiveLock`, as pg_locks has it; null: a mode of another kind of lock. */
export function modeOf(name: string): LockMode | null {
  return LOCK_MODES.find((mode) => `${mode}Lock` === name) ?? null;
}

/** What a statement takes by the manual. */
export interface DocumentedLock {
  /** As the statement names it, quoted; an index stands for its table too. null: every table. */
  readonly name: string | null;
  readonly mode: LockMode;
}

/**
 * Locks of a statement that cannot run, or is of another kind, inside a transaction: it commits by
 * itself, on its way or at its end, and nobody sees all it held. Source: the manual, "Explicit
 * Locking" and the statement's own page. Other statements: none, what they hold is seen.
 */
export function documentedLocks(text: string): readonly DocumentedLock[] {
  let tree: unknown;
  try {
    tree = parseSync(text).stmts?.[0]?.stmt;
  } catch {
    return []; // the server will say what is wrong with it
  }
  const [kind, node] = Object.entries(objectOf(tree))[0] ?? ['', null];
  const statement = objectOf(node);
  switch (kind) {
    case 'IndexStmt':
      return statement['concurrent'] === true
        ? [{ name: nameOf(statement['relation']), mode: 'ShareUpdateExclusive' }]
        : [];
    case 'DropStmt':
      return statement['concurrent'] === true
        ? listOf(statement['objects']).map((each) => ({
            name: nameOfList(objectOf(each)['List']),
            mode: 'ShareUpdateExclusive',
          }))
        : [];
    case 'ReindexStmt': {
      const mode = hasOption(statement['params'], 'concurrently')
        ? 'ShareUpdateExclusive'
        : 'Share';
      return [{ name: nameOf(statement['relation']), mode }];
    }
    case 'VacuumStmt': {
      if (statement['is_vacuumcmd'] !== true) return [];
      const mode = hasOption(statement['options'], 'full')
        ? 'AccessExclusive'
        : 'ShareUpdateExclusive';
      const tables = listOf(statement['rels']).map((each) =>
        nameOf(objectOf(objectOf(each)['VacuumRelation'])['relation']),
      );
      return tables.length === 0 ? [{ name: null, mode }] : tables.map((name) => ({ name, mode }));
    }
    case 'ClusterStmt':
      return [{ name: nameOf(statement['relation']), mode: 'AccessExclusive' }];
    case 'AlterTableStmt':
      return listOf(statement['cmds']).flatMap((each) => detached(statement, each));
    default:
      return [];
  }
}

/** Its second transaction locks the partition so that nobody may read it. */
function detached(statement: Tree, command: unknown): readonly DocumentedLock[] {
  const { subtype, def } = objectOf(objectOf(command)['AlterTableCmd']);
  const partition = objectOf(objectOf(def)['PartitionCmd']);
  const isFinal = subtype === 'AT_DetachPartitionFinalize';
  if (!isFinal && (subtype !== 'AT_DetachPartition' || partition['concurrent'] !== true)) return [];
  return [
    { name: nameOf(statement['relation']), mode: 'ShareUpdateExclusive' },
    { name: nameOf(partition['name']), mode: 'AccessExclusive' },
  ];
}

type Tree = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): Tree {
  // An object of the parser's, read key by key, each checked where it is used.
  return typeof value === 'object' && value !== null ? (value as Tree) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function nameOf(relation: unknown): string | null {
  const { schemaname, relname } = objectOf(relation);
  if (typeof relname !== 'string') return null;
  return typeof schemaname === 'string'
    ? quoteQualified(schemaname, relname)
    : quoteIdentifier(relname);
}

function nameOfList(list: unknown): string {
  const names = listOf(objectOf(list)['items']).map((item) =>
    String(objectOf(objectOf(item)['String'])['sval']),
  );
  return names.map(quoteIdentifier).join('.');
}

/** An option that is given and not switched off. */
function hasOption(options: unknown, name: string): boolean {
  return listOf(options).some((each) => {
    const { defname, arg } = objectOf(objectOf(each)['DefElem']);
    return defname === name && !isOff(arg);
  });
}

/** `false`, `off` and `0`; an integer of none is written without its value. */
function isOff(value: unknown): boolean {
  const { Integer: integer, String: word, Boolean: truth } = objectOf(value);
  if (integer !== undefined) return (objectOf(integer)['ival'] ?? 0) === 0;
  if (truth !== undefined) return objectOf(truth)['boolval'] !== true;
  return word !== undefined && /^(?:false|off)$/i.test(String(objectOf(word)['sval']));
}
