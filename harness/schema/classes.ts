// What the classes of a spec ask of a clone's rows: whether each row of a masked column has the
// shape of its mask. Counts only; null has every shape, for nothing is in it.
import { canonicalJsonLine, quoteIdentifier } from '../kernel/index.ts';
import { emailPattern, hashPattern, wholePattern } from './classes-shape.ts';
import type { Bind, Catalog, MaskShape, Question, SchemaSpec } from './contract.ts';
import { nameOf, type QualifiedName } from './names.ts';

/** Same column and shape, same id, wherever the spec says it. */
export function maskQuestionId(table: QualifiedName, column: string, shape: MaskShape): string {
  return canonicalJsonLine([table.schema, table.name, { masked: column, shape }]);
}

/** Every question that this clone can be asked; a column it lacks is said by the check itself. */
export function classQuestions(spec: SchemaSpec, catalog: Catalog): Question[] {
  const relations = new Map(
    catalog.relations.map((each) => [canonicalJsonLine([each.schema, each.name]), each]),
  );
  const tables = spec.surfaces.flatMap((surface) => Object.entries(surface.tables ?? {}));
  return tables.flatMap(([written, demand]) => {
    const table = nameOf(written);
    const found = relations.get(canonicalJsonLine([table.schema, table.name]));
    if (found === undefined || !['table', 'partitioned'].includes(found.kind)) return [];
    const columns = new Set(found.columns.map(({ name }) => name));
    return Object.entries(demand.classes?.masked ?? {})
      .filter(([column]) => columns.has(column))
      .map(([column, shape]) => maskQuestion(table, column, shape));
  });
}

function maskQuestion(table: QualifiedName, column: string, shape: MaskShape): Question {
  return {
    kind: 'rows',
    id: maskQuestionId(table, column, shape),
    schema: table.schema,
    table: table.name,
    conditions: (bind) => {
      const there = `pg_catalog.num_nulls(${quoteIdentifier(column)}) OPERATOR(pg_catalog.=) 0`;
      const broken = `CASE WHEN ${there} THEN NOT (${fits(column, shape, bind)}) ELSE false END`;
      return { checked: 'true', failing: broken };
    },
  };
}

/** Of a row that is not null. By the type's output function: a cast could run code of the dump's. */
function fits(column: string, shape: MaskShape, bind: Bind): string {
  const text = `(pg_catalog.format('%s', ${quoteIdentifier(column)}) COLLATE pg_catalog."C")`;
  const matches = (pattern: string): string =>
    `${text} OPERATOR(pg_catalog.~) ${bind(pattern)}::pg_catalog.text`;
  if (shape === 'null') return 'false';
  if ('constant' in shape) return isConstant(text, shape.constant, bind);
  if ('pattern' in shape) return matches(wholePattern(shape.pattern));
  if ('emailDomain' in shape) return matches(emailPattern(shape.emailDomain));
  return matches(hashPattern(shape.hash));
}

/** A number is the same however many zeros its type writes behind the point. */
function isConstant(text: string, constant: string | number | boolean, bind: Bind): string {
  if (typeof constant === 'number') {
    const same = `${text}::pg_catalog.numeric OPERATOR(pg_catalog.=) ${bind(String(constant))}`;
    return String.raw`CASE WHEN ${text} OPERATOR(pg_catalog.~) '\A-?[0-9]+([.][0-9]+)?\Z'
      THEN ${same}::pg_catalog.numeric ELSE false END`;
  }
  const written = typeof constant === 'boolean' ? (constant ? 't' : 'f') : constant;
  return `${text} OPERATOR(pg_catalog.=) ${bind(written)}::pg_catalog.text`;
}
