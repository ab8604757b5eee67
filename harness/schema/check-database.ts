// The database itself against the spec, and what is in no schema: schemas, extensions, roles, ...
import { aspects, commentAspect, flag, orNone } from './check-aspects.ts';
import { grantOutcomes } from './check-grants.ts';
import { ownedOutcomes, type Exactness } from './check-owned.ts';
import type {
  Catalog,
  DatabaseDemand,
  DefaultPrivilegeDemand,
  SchemaDemand,
  Surface,
} from './contract.ts';
import { labelOf, nameOf, nearest } from './names.ts';
import { compare, HELD, missing, type Outcome, type Place } from './outcome.ts';
import { isVersionWithin } from './versions.ts';

export type ExactOf = (schema: string | null) => Exactness;

export function databaseOutcomes(
  surface: Surface,
  { database }: Catalog,
  exactOf: ExactOf,
): Outcome[] {
  const code = 'SCHEMA_DATABASE_DIFFERS';
  const written = surface.database;
  const demand: DatabaseDemand = typeof written === 'object' ? written : { name: written };
  const at = (path: string): Place => ({ path, where: 'database', subject: path });
  const outcomes: Outcome[] = [];
  const key = typeof written === 'object' ? 'database.name' : 'database';
  if (demand.name !== undefined)
    outcomes.push(compare(code, { ...at(key), subject: 'database' }, database.name, demand.name));
  for (const [path, encoding] of [
    ['encoding', surface.encoding],
    ['database.encoding', demand.encoding],
  ] as const) {
    if (encoding === undefined) continue;
    const isSame = letters(database.encoding) === letters(encoding);
    const expected = isSame ? database.encoding : encoding;
    outcomes.push(compare(code, { ...at(path), subject: 'encoding' }, database.encoding, expected));
  }
  if (typeof written !== 'object') return outcomes;
  const place: Place = { path: 'database', where: 'database', subject: 'the database' };
  const exactness = { properties: false, grants: exactOf(null).grants };
  return [
    ...outcomes,
    ...aspects(code, place, [
      ['collation', database.collation, sameLocale(demand.collation, database.collation)],
      ['ctype', database.ctype, sameLocale(demand.ctype, database.ctype)],
      ['localeProvider', database.localeProvider, demand.localeProvider, 'locale provider'],
      ['locale', orNone(database.locale), orNone(demand.locale)],
    ]),
    ...ownedOutcomes(code, 'database', place, demand, database, exactness),
  ];
}

/** `UTF8` and `utf-8` are one. */
function letters(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** `en_US.utf8` and `en_US.UTF-8` are one. */
function localeName(text: string): string {
  const [, name = text, charset] = /^([^.]+)\.(.+)$/.exec(text) ?? [];
  return charset === undefined ? name : `${name}.${letters(charset)}`;
}

/** What the clone has where both are one, else what the spec says. */
function sameLocale(says: string | undefined, has: string): string | undefined {
  return says !== undefined && localeName(says) === localeName(has) ? has : says;
}

/** Postgres gives every new database this one. */
const STANDARD_COMMENT = 'standard public schema';

export function schemaOutcomes(
  { schemas = [] }: Surface,
  catalog: Catalog,
  exactOf: ExactOf,
): Outcome[] {
  const names = catalog.schemas.map(({ name }) => name);
  const demands: readonly (readonly [string, SchemaDemand])[] = Array.isArray(schemas)
    ? schemas.map((name) => [name, {}] as const)
    : Object.entries(schemas);
  return demands.flatMap(([name, demand]) => {
    const at = { path: `schemas.${name}`, where: name, subject: `schema "${name}"` };
    const found = catalog.schemas.find((each) => each.name === name);
    if (found === undefined) return [missing('SCHEMA_SCHEMA_MISSING', at, nearest(name, names))];
    // A list names schemas and says nothing about them.
    const exactness = Array.isArray(schemas) ? { properties: false, grants: false } : exactOf(name);
    const isStandard = name === 'public' && found.comment === STANDARD_COMMENT;
    const facts = isStandard && demand.comment === undefined ? { ...found, comment: null } : found;
    const { grants, ...others } = exactness;
    return [
      HELD,
      ...ownedOutcomes(
        'SCHEMA_SCHEMA_DIFFERS',
        'schema',
        at,
        { ...demand, grants: undefined },
        facts,
        {
          ...others,
          grants: false,
        },
      ),
      ...grantOutcomes(
        at,
        {
          kind: 'schema',
          found: found.grants,
          owner: found.owner,
          forPublic: name === 'public' ? ['usage'] : [],
        },
        demand.grants,
        grants,
      ),
    ];
  });
}

export function extensionOutcomes({ extensions = {} }: Surface, catalog: Catalog): Outcome[] {
  return Object.entries(extensions).flatMap(([name, demand]) => {
    const at = { path: `extensions.${name}`, where: name, subject: `extension "${name}"` };
    const found = catalog.extensions.find((each) => each.name === name);
    if (found === undefined) return [missing('SCHEMA_EXTENSION_MISSING', at)];
    const { version } = demand;
    const isWithin = version !== undefined && isVersionWithin(found.version, version) === true;
    return [
      HELD,
      ...aspects('SCHEMA_EXTENSION_DIFFERS', at, [
        ['version', found.version, isWithin ? found.version : version],
        ['schema', found.schema, demand.schema],
        commentAspect(found.comment, demand.comment),
      ]),
    ];
  });
}

export function languageOutcomes(
  { languages = {} }: Surface,
  catalog: Catalog,
  exactOf: ExactOf,
): Outcome[] {
  return Object.entries(languages).flatMap(([name, demand]) => {
    const at = { path: `languages.${name}`, where: name, subject: `language "${name}"` };
    const found = catalog.languages.find((each) => each.name === name);
    if (found === undefined) return [missing('SCHEMA_OBJECT_MISSING', at)];
    const code = 'SCHEMA_OBJECT_DIFFERS';
    const exactness = { properties: false, grants: exactOf(null).grants };
    return [
      HELD,
      ...aspects(code, at, [
        [
          'trusted',
          flag(found.isTrusted, 'yes', 'no'),
          flag(demand.trusted, 'yes', 'no'),
          'being trusted',
        ],
      ]),
      ...ownedOutcomes(code, 'language', at, demand, found, exactness),
    ];
  });
}

export function publicationOutcomes({ publications = {} }: Surface, catalog: Catalog): Outcome[] {
  return Object.entries(publications).flatMap(([name, demand]) => {
    const at = { path: `publications.${name}`, where: name, subject: `publication "${name}"` };
    const found = catalog.publications.find((each) => each.name === name);
    if (found === undefined) return [missing('SCHEMA_OBJECT_MISSING', at)];
    const sorted = (all: readonly string[]): string =>
      all.length === 0 ? 'none' : all.toSorted().join(', ');
    const { allTables, operations, tables, schemas } = demand;
    const label = (text: string): string => {
      const { schema, name: bare } = nameOf(text);
      return labelOf(schema, bare);
    };
    const has = found.tables.map((each) => labelOf(each.schema, each.name));
    return [
      HELD,
      ...aspects('SCHEMA_OBJECT_DIFFERS', at, [
        [
          'allTables',
          flag(found.isForAllTables, 'yes', 'no'),
          flag(allTables, 'yes', 'no'),
          'having all tables',
        ],
        ['operations', sorted(found.operations), operations && sorted(operations)],
        ['tables', sorted(has), tables && sorted(tables.map(label))],
        ['schemas', sorted(found.schemas), schemas && sorted(schemas)],
        ['owner', found.owner, demand.owner],
        commentAspect(found.comment, demand.comment),
      ]),
    ];
  });
}

export function roleOutcomes({ roles = [] }: Surface, catalog: Catalog): Outcome[] {
  return roles.map((name) => {
    if (catalog.roles.includes(name)) return HELD;
    const at = { path: `roles.${name}`, where: name, subject: `role "${name}"` };
    return missing('SCHEMA_OBJECT_MISSING', at, nearest(name, catalog.roles));
  });
}

export function defaultPrivilegeOutcomes(
  { defaultPrivileges = [] }: Surface,
  catalog: Catalog,
  exactOf: ExactOf,
): Outcome[] {
  return defaultPrivileges.flatMap((demand, index) => {
    const label = defaultPrivilegeLabel(demand);
    const at: Place = { path: `defaultPrivileges.${index}`, where: label, subject: label };
    const found = catalog.defaultPrivileges.find((each) => defaultPrivilegeLabel(each) === label);
    if (found === undefined) return [missing('SCHEMA_OBJECT_MISSING', at)];
    const kinds = {
      tables: 'table',
      sequences: 'sequence',
      functions: 'function',
      types: 'type',
      schemas: 'schema',
      'large objects': 'column',
    } as const;
    const granted = {
      kind: kinds[demand.on],
      found: found.grants,
      // In one schema there are only those that were added.
      owner: demand.schema === undefined ? demand.role : null,
      ...(demand.schema === undefined ? {} : { forPublic: [] }),
    };
    return [
      HELD,
      ...grantOutcomes(at, granted, demand.grants, exactOf(demand.schema ?? null).grants),
    ];
  });
}

export function defaultPrivilegeLabel(
  each: Pick<DefaultPrivilegeDemand, 'role' | 'on'> & {
    readonly schema?: string | null | undefined;
  },
): string {
  const within =
    each.schema === undefined || each.schema === null ? '' : ` in schema "${each.schema}"`;
  return `new ${each.on} of role "${each.role}"${within}`;
}
