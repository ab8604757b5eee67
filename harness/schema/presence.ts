// Whether a clone has anything of a surface: what `required: {when: ...}` asks.
import type { Catalog, Surface } from './contract.ts';
import { nameOf } from './names.ts';
import { functionLabel, functionSignature } from './signature.ts';

/**
 * One object of a name the surface gives is enough, whatever it looks like: half a surface is there
 * and has to fit. A surface that names no object is there if the database bears its name.
 */
export function isPresent(surface: Surface, catalog: Catalog): boolean {
  const {
    tables = {},
    views = {},
    enums = {},
    sequences = {},
    functions = {},
    extensions = {},
  } = surface;
  const has = (
    names: readonly string[],
    all: readonly { schema: string; name: string }[],
  ): boolean =>
    names.some((name) => {
      const wanted = nameOf(name);
      return all.some((each) => each.schema === wanted.schema && each.name === wanted.name);
    });
  const labels = new Set(catalog.functions.map(functionLabel));
  const signatures = Object.keys(functions).flatMap((text) => functionSignature(text) ?? []);
  const ownSchemas = (surface.schemas ?? []).filter((name) => name !== 'public');
  const kinds = [tables, views, enums, sequences, functions, extensions];
  const namesObjects = kinds.some((kind) => Object.keys(kind).length > 0) || ownSchemas.length > 0;
  if (!namesObjects) return surface.database === catalog.database.name;
  return (
    has([...Object.keys(tables), ...Object.keys(views)], catalog.relations) ||
    has(Object.keys(enums), catalog.enums) ||
    has(Object.keys(sequences), catalog.sequences) ||
    signatures.some((signature) => labels.has(functionLabel(signature))) ||
    Object.keys(extensions).some((name) => catalog.extensions.some((each) => each.name === name)) ||
    ownSchemas.some((name) => catalog.schemas.some((each) => each.name === name))
  );
}
