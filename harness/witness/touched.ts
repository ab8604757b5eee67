// Which tables have to be read again: whatever may have changed the text of their rows. In doubt, read.
import type { Standing, TableStanding, TypeStanding } from './standing.ts';

/** What the WAL names since the witness was opened, by `<database oid, 0 where shared>/<file>`. */
export interface Footprint {
  /** Files that were written to; what only set hints is left out. */
  readonly written: ReadonlySet<string>;
}

export interface Touched {
  readonly tables: ReadonlySet<string>;
  /** Those of them that stand as before in all but some rows of their own file. */
  readonly byRows: ReadonlySet<string>;
  /**
   * Those in which nothing but their columns is different, nothing of their own file; each with the
   * types that its columns are made of.
   */
  readonly byForm: ReadonlyMap<string, string>;
  /** Catalogs that were written to; null: any may have been. */
  readonly catalogs: ReadonlySet<string> | null;
}

/** Operators and methods decide the order of keys, and are found through other catalogs than types. */
const ORDERING: ReadonlySet<string> = new Set([
  'pg_am',
  'pg_amop',
  'pg_amproc',
  'pg_collation',
  'pg_language',
  'pg_opclass',
  'pg_operator',
  'pg_opfamily',
]);

/**
 * `footprint` null: it could not be had, and all is taken as touched. `database` is the OID under
 * which files are named.
 */
export function touchedSince(
  then: Standing,
  now: Standing,
  footprint: Footprint | null,
  database: string,
): Touched {
  const all = new Set(now.tables.map(({ label }) => label));
  if (footprint === null)
    return { tables: all, byRows: new Set(), byForm: new Map(), catalogs: null };
  const catalogs = new Set(
    [...then.catalogs, ...now.catalogs]
      .filter(({ key }) => footprint.written.has(key))
      .map(({ catalog }) => catalog),
  );
  // A catalog that is somewhere else was rewritten.
  const places = new Map(then.catalogs.map(({ key, catalog }) => [key, catalog]));
  for (const { key, catalog } of now.catalogs) {
    if (places.get(key) !== catalog) catalogs.add(catalog);
  }
  if ([...catalogs].some((catalog) => ORDERING.has(catalog))) {
    return { tables: all, byRows: new Set(), byForm: new Map(), catalogs };
  }
  const before = new Map(then.tables.map((table) => [table.label, table]));
  const typesThen = typesByOid(then);
  const typesNow = typesByOid(now);
  const named = (node: number): boolean =>
    node !== 0 && footprint.written.has(`${database}/${node}`);
  const isElsewhere = (table: TableStanding, was: TableStanding | undefined): boolean => {
    if (was === undefined || table.isUnlogged || was.isUnlogged) return true;
    // What is stored out of line may change while its row does not.
    if (named(table.toastNode)) return true;
    if (was.oid !== table.oid || was.node !== table.node) return true;
    return was.toastNode !== table.toastNode || was.kind !== table.kind;
  };
  const isOther = (table: TableStanding): boolean => {
    const was = before.get(table.label);
    if (was === undefined || isElsewhere(table, was) || was.shape !== table.shape) return true;
    const types = shapeOfTypes(table, typesNow);
    if (types.isLookedUp && catalogs.size > 0) return true;
    return types.shape !== shapeOfTypes(was, typesThen).shape;
  };
  const formOf = (table: TableStanding): readonly [string, string][] => {
    const was = before.get(table.label);
    if (was === undefined || isElsewhere(table, was) || named(table.node)) return [];
    const types = shapeOfTypes(table, typesNow);
    if (types.isLookedUp) return [];
    // Of the columns that it had, the types are what they were.
    const isSame = shapeOfTypes(was, typesThen).shape === shapeOfTypes(was, typesNow).shape;
    return isSame ? [[table.label, types.shape]] : [];
  };
  const others = new Set(now.tables.filter(isOther).map(({ label }) => label));
  const written = now.tables.filter(({ node }) => named(node)).map(({ label }) => label);
  return {
    tables: new Set([...others, ...written]),
    byRows: new Set(written.filter((label) => !others.has(label))),
    byForm: new Map(now.tables.filter(({ label }) => others.has(label)).flatMap(formOf)),
    catalogs,
  };
}

function typesByOid({ types }: Standing): ReadonlyMap<number, TypeStanding> {
  return new Map(types.map((type) => [type.oid, type]));
}

/** A type nobody knows counts as looked up: a dropped column's type may be gone. */
function shapeOfTypes(
  { types }: Pick<TableStanding, 'types'>,
  known: ReadonlyMap<number, TypeStanding>,
): { readonly shape: string; readonly isLookedUp: boolean } {
  const seen = new Map<number, string>();
  const queue = [...types];
  let isLookedUp = false;
  for (let oid = queue.pop(); oid !== undefined; oid = queue.pop()) {
    if (oid === 0 || seen.has(oid)) continue;
    const type = known.get(oid);
    seen.set(oid, type?.shape ?? '?');
    isLookedUp ||= type?.isLookedUp ?? true;
    queue.push(...(type?.parts ?? []));
  }
  const sorted = [...seen].sort(([left], [right]) => left - right);
  return { isLookedUp, shape: sorted.map(([oid, shape]) => `${oid}: ${shape}`).join('\n') };
}
