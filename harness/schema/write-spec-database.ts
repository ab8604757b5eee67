// What belongs to the database as a whole, as a spec says it.
import type { Catalog, Surface } from './contract.ts';
import { owned, typeText, unlessEmpty } from './write-spec-parts.ts';

export function databaseSurface(catalog: Catalog): Surface {
  const { database } = catalog;
  const own = <T extends { readonly isOfExtension: boolean }>(all: readonly T[]): T[] =>
    all.filter(({ isOfExtension }) => !isOfExtension);
  return {
    id: 'database',
    title: `database ${database.name}`,
    required: true,
    database: {
      name: database.name,
      encoding: database.encoding,
      collation: database.collation,
      ctype: database.ctype === database.collation ? undefined : database.ctype,
      localeProvider: database.localeProvider === 'libc' ? undefined : database.localeProvider,
      locale: database.locale ?? undefined,
      ...owned('database', database),
    },
    roles: unlessEmpty([...catalog.roles]),
    extensions: byName(catalog.extensions, ({ name, version, schema, comment }) => [
      name,
      { version, schema, comment: comment ?? undefined },
    ]),
    languages: byName(own(catalog.languages).filter(isForeign), ({ name, isTrusted, ...rest }) => [
      name,
      { trusted: isTrusted, ...owned('language', rest) },
    ]),
    casts: byName(own(catalog.casts), ({ source, target, context, method, ...rest }) => [
      `${typeText(source)} as ${typeText(target)}`,
      {
        context,
        method,
        function: rest.function ?? undefined,
        comment: rest.comment ?? undefined,
      },
    ]),
    publications: byName(catalog.publications, (each) => [
      each.name,
      {
        allTables: each.isForAllTables,
        operations: publicationOperations(each.operations),
        tables: each.tables.map((table) => `${table.schema}.${table.name}`),
        schemas: [...each.schemas],
        owner: each.owner,
        comment: each.comment ?? undefined,
      },
    ]),
    defaultPrivileges: unlessEmpty(
      catalog.defaultPrivileges.map(({ role, schema, on, grants }) => ({
        role,
        schema: schema ?? undefined,
        on,
        grants: Object.fromEntries(grants.map((each) => [each.role, [...each.privileges]])),
      })),
    ),
    others: byName(own(catalog.others), (each) => [
      `${each.kind} ${each.identity}`,
      {
        definition: each.definition ?? undefined,
        owner: each.owner ?? undefined,
        comment: each.comment ?? undefined,
      },
    ]),
  };
}

function byName<T, D>(
  all: readonly T[],
  write: (each: T) => readonly [string, D],
): Record<string, D> | undefined {
  return unlessEmpty(Object.fromEntries(all.map(write)));
}

/** Postgres brings these three itself. */
function isForeign({ name }: { readonly name: string }): boolean {
  return !['c', 'internal', 'sql'].includes(name);
}

type Operation = 'insert' | 'update' | 'delete' | 'truncate';

function publicationOperations(all: readonly string[]): Operation[] {
  const known = ['insert', 'update', 'delete', 'truncate'] as const;
  return known.filter((each) => all.includes(each));
}
