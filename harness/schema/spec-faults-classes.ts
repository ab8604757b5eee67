// What is wrong with the classes of columns: a column has one, wherever the spec gives it.
import type { ClassesDemand, Surface } from './contract.ts';
import { labelOf, nameOf, partLabel } from './names.ts';
import { empty, invalid, type Path, type SpecFault } from './spec-fault.ts';

/** The same class, said twice in two surfaces, is no fault; another class is, and a mask of its own. */
export function classFaults(surfaces: readonly Surface[]): SpecFault[] {
  const faults: SpecFault[] = [];
  const given = new Map<string, { readonly said: string; readonly surface: number }>();
  surfaces.forEach(({ tables = {} }, index) => {
    for (const [name, { classes }] of Object.entries(tables)) {
      if (classes === undefined) continue;
      const path = ['surfaces', index, 'tables', name, 'classes'];
      const all = classesOf(classes, path);
      if (all.length === 0) faults.push(empty(path, 'it classifies no column'));
      const { schema, name: bare } = nameOf(name);
      for (const { column, said, at } of all) {
        const label = `${labelOf(schema, bare)}.${partLabel(column)}`;
        const before = given.get(label);
        given.set(label, { said, surface: index });
        if (before === undefined) continue;
        if (before.surface !== index && before.said === said) continue;
        faults.push(invalid(at, `column "${label}" is classified twice`));
      }
    }
  });
  return faults;
}

interface Given {
  readonly column: string;
  readonly said: string;
  readonly at: Path;
}

function classesOf(classes: ClassesDemand, path: Path): Given[] {
  const { public: open = [], synthetic = [], masked = {} } = classes;
  const listed = (columns: readonly string[], key: string): Given[] =>
    columns.map((column, index) => ({ column, said: key, at: [...path, key, index] }));
  return [
    ...listed(open, 'public'),
    ...listed(synthetic, 'synthetic'),
    ...Object.entries(masked).map(([column, shape]) => ({
      column,
      said: JSON.stringify(shape),
      at: [...path, 'masked', column],
    })),
  ];
}
