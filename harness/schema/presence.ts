// Whether a clone has anything of a surface: what `required: {when: ...}` asks.
import type { Catalog, Surface } from './contract.ts';
import { allLabelsOf, namedBy } from './check-labels.ts';
import { labelOf } from './names.ts';

/**
 * One object of a name the surface gives is enough, whatever it looks like: half a surface is there
 * and has to fit. A surface that names no object is there if the database bears its name.
 */
export function isPresent(surface: Surface, catalog: Catalog): boolean {
  const ownSchemas = schemaNames(surface).filter((name) => name !== 'public');
  const named = KINDS.map((kind) => [kind, [...namedBy(kind, surface)]] as const);
  const namesObjects = ownSchemas.length > 0 || named.some(([, labels]) => labels.length > 0);
  if (!namesObjects) {
    const { database } = surface;
    const name = typeof database === 'object' ? database.name : database;
    return name === catalog.database.name;
  }
  if (ownSchemas.some((name) => catalog.schemas.some((each) => each.name === name))) return true;
  return named.some(([kind, labels]) => {
    if (labels.length === 0) return false;
    const there = allLabelsOf(kind, catalog);
    return labels.some(
      (label) =>
        there.has(label) || ((kind === 'tables' || kind === 'views') && isRelation(label, catalog)),
    );
  });
}

/** Roles and default privileges are no part of a surface's own. */
const KINDS = [
  'tables',
  'views',
  'enums',
  'domains',
  'composites',
  'ranges',
  'sequences',
  'functions',
  'extensions',
  'casts',
  'operators',
  'operatorClasses',
  'publications',
  'others',
] as const;

/** A view where a table should be is half a surface too. */
function isRelation(label: string, { relations }: Catalog): boolean {
  return relations.some(({ schema, name }) => labelOf(schema, name) === label);
}

function schemaNames({ schemas = [] }: Surface): readonly string[] {
  return Array.isArray(schemas) ? schemas : Object.keys(schemas);
}
