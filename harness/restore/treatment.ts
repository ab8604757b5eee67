// Decides what happens to each part of a dump: in which pass it is restored, or why it is left out.
import type { TocEntry } from '../intake/contract.ts';
import type { Treatment } from './contract.ts';

const BEFOREHAND = 'extensions are created beforehand by the superuser, from the allow-list';
const OWN_DATABASE = 'the clone\u2019s database is created by the harness';

/** An entry of an archive's table of contents. */
export function treatEntry(entry: TocEntry): Treatment {
  const { description, tag } = entry;
  switch (description) {
    case 'SCHEMA':
      return { kind: 'first' };
    case 'EXTENSION':
      return { kind: 'omit', why: BEFOREHAND };
    case 'DATABASE':
      return { kind: 'omit', why: OWN_DATABASE };
    case 'DATABASE PROPERTIES':
      return { kind: 'database', sql: entry.definition };
    case 'COMMENT':
    case 'ACL':
    case 'SECURITY LABEL':
      if (tag.startsWith('EXTENSION ')) return { kind: 'omit', why: BEFOREHAND };
      if (tag.startsWith('DATABASE ')) return { kind: 'database', sql: entry.definition };
      return { kind: 'then' };
    default:
      return { kind: 'then' };
  }
}

/** One parsed statement of a plain dump: the single key of libpg-query's node, and the node. */
export interface StatementNode {
  readonly kind: string;
  readonly node: unknown;
}

/** A statement of a plain dump. */
export function treatStatement({ kind, node }: StatementNode): Treatment {
  const objectType = property(node, 'objtype') ?? property(node, 'objectType');
  const removeType = property(node, 'removeType');
  if (kind === 'CreateSchemaStmt') return { kind: 'first' };
  if (kind === 'AlterOwnerStmt' && objectType === 'OBJECT_SCHEMA') return { kind: 'first' };
  // `pg_dump --clean` drops before it creates: in a later pass it would drop what was just made.
  if (kind === 'DropStmt' && removeType === 'OBJECT_SCHEMA') return { kind: 'first' };
  if (kind === 'CreateExtensionStmt' || kind === 'AlterExtensionStmt') {
    return { kind: 'omit', why: BEFOREHAND };
  }
  if (objectType === 'OBJECT_EXTENSION' || removeType === 'OBJECT_EXTENSION') {
    return { kind: 'omit', why: BEFOREHAND };
  }
  if (kind === 'CreatedbStmt' || kind === 'DropdbStmt') return { kind: 'omit', why: OWN_DATABASE };
  if (kind === 'AlterOwnerStmt' && objectType === 'OBJECT_DATABASE') {
    return { kind: 'omit', why: OWN_DATABASE };
  }
  return { kind: 'then' };
}

function property(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
}
