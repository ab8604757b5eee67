// A spec that says everything of a catalog, one surface a schema: what this catalog fits exactly.
import { schemaSpecSchema, type Catalog, type SchemaSpec, type Surface } from './contract.ts';
import { databaseSurface } from './write-spec-database.ts';
import { partsOf, type PartsOf } from './write-spec-catalog.ts';
import { objectsOf } from './write-spec-objects.ts';
import { nameText, owned, unlessEmpty } from './write-spec-parts.ts';
import { tableOf, viewOf } from './write-spec-table.ts';

/** `exact`: what the catalog does not have, a clone may not have. No class, no rule about rows. */
export function specOf(catalog: Catalog): SchemaSpec {
  const ids = new Set<string>();
  const parts = partsOf(catalog);
  const surfaces = [
    databaseSurface(catalog),
    ...catalog.schemas
      .filter(({ isOfExtension }) => !isOfExtension)
      .map((schema) => schemaSurface(schema, catalog, parts)),
  ];
  const spec = {
    version: 1,
    title: `database ${catalog.database.name}, as its dump has it`,
    exact: true,
    surfaces: surfaces.map((surface) => ({ ...surface, id: freeId(surface.id, ids) })),
  };
  return schemaSpecSchema.parse(withoutUndefined(spec));
}

function schemaSurface(
  schema: Catalog['schemas'][number],
  catalog: Catalog,
  parts: PartsOf,
): Surface {
  const { name } = schema;
  const relations = catalog.relations.filter((each) => each.schema === name && !each.isOfExtension);
  const isView = ({ kind }: { readonly kind: string }): boolean =>
    kind === 'view' || kind === 'materialized';
  return {
    id: idOf(name),
    title: `schema ${name}`,
    required: true,
    schemas: { [name]: owned('schema', schema) },
    ...objectsOf(name, catalog),
    tables: unlessEmpty(
      Object.fromEntries(
        relations
          .filter((each) => !isView(each))
          .map((each) => [nameText(each), tableOf(each, parts)]),
      ),
    ),
    views: unlessEmpty(
      Object.fromEntries(
        relations.filter(isView).map((each) => [nameText(each), viewOf(each, parts)]),
      ),
    ),
  };
}

/** Words of a-z and 0-9 with `-` between. */
function idOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return `schema-${words.join('-')}`.replace(/-$/, '').slice(0, 90);
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
  taken.add(id);
  return id;
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, withoutUndefined(each)]),
  );
}
