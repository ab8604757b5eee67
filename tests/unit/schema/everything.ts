// A catalog with every kind of thing in it, as Postgres 15 tells it of schema.sql, and its spec.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  catalogSchema,
  checkSchema,
  parseSpec,
  type Answer,
  type Catalog,
  type SchemaSpec,
} from '../../../harness/schema/index.ts';
import { questionsOf } from '../../../harness/schema/questions.ts';

const FOLDER = path.join(import.meta.dirname, 'everything');

/** A change of the catalog, and what is said of it. */
export type Change = readonly [
  what: string,
  change: (catalog: Catalog) => unknown,
  ...findings: string[],
];

export const everythingSql = (): Promise<string> =>
  readFile(path.join(FOLDER, 'schema.sql'), 'utf8');
export const everythingYaml = (): Promise<string> =>
  readFile(path.join(FOLDER, 'spec.yaml'), 'utf8');

const CATALOG: unknown = JSON.parse(await readFile(path.join(FOLDER, 'catalog.json'), 'utf8'));
const YAML = await everythingYaml();

/** A copy, changed by `change`, and still in the contract's form. */
export function everything(change: (catalog: Catalog) => unknown = () => undefined): Catalog {
  const copy = catalogSchema.parse(structuredClone(CATALOG));
  change(copy);
  return catalogSchema.parse(copy);
}

/** Its spec, with one text of it exchanged: exactly one place. */
export function everythingSpec(from = '', to = ''): SchemaSpec {
  if (from !== '' && YAML.split(from).length !== 2) throw new Error(`not once there: ${from}`);
  const { spec, findings } = parseSpec(from === '' ? YAML : YAML.replace(from, () => to), 'spec');
  if (spec === null) throw new Error(findings.map(({ what }) => what).join('; '));
  return spec;
}

/** What a clone without any fault would answer. */
export function goodAnswers(spec: SchemaSpec, catalog: Catalog): Map<string, Answer> {
  const good: Readonly<Record<string, Answer>> = {
    assertion: { kind: 'asserted', rows: 1, value: 'true' },
    rows: { kind: 'counted', checked: 3, failing: 0 },
    duplicates: { kind: 'counted', checked: 3, failing: 0 },
  };
  // The server words the spec's query as it does the clone's own.
  const text = the(everything().relations, 'open_orders').definition ?? '';
  return new Map(
    questionsOf(spec, catalog).flatMap(({ id, kind }) => {
      const answer = kind === 'wording' ? ({ kind: 'worded', text } as const) : good[kind];
      return answer === undefined ? [] : [[id, answer] as const];
    }),
  );
}

/** Judgement and findings, as `code: what`. */
export function judged(
  spec: SchemaSpec,
  catalog: Catalog,
  answers: ReadonlyMap<string, Answer> = goodAnswers(spec, catalog),
): string[] {
  const { table, findings } = checkSchema(spec, catalog, answers);
  return [table.judgement, ...findings.map(({ code, what }) => `${code}: ${what}`)];
}

/** The one of that name. */
export function the<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no "${name}"`);
  return found;
}

export function columnOf(
  { relations }: Catalog,
  table: string,
  name: string,
): Catalog['relations'][number]['columns'][number] {
  return the(the(relations, table).columns, name);
}

export function foreignKey({
  constraints,
}: Catalog): NonNullable<Catalog['constraints'][number]['references']> {
  const { references } = the(constraints, 'orders_customer_fkey');
  if (references === null) throw new Error('it points nowhere');
  return references;
}

/** In a definition. */
export function exchange(facts: { definition: string }, from: string, to: string): void {
  if (!facts.definition.includes(from)) throw new Error(`not there: ${from}`);
  facts.definition = facts.definition.replace(from, to);
}
