// What the spec says must not be there.
import type { Context } from './check-context.ts';
import { allLabelsOf, functionText, operatorText, plainLabel } from './check-labels.ts';
import type { AbsentDemand, Catalog, Surface } from './contract.ts';
import { labelOf, partLabel, splitName } from './names.ts';
import { broken, HELD, type Outcome } from './outcome.ts';
import { castLabel, operatorClassLabel } from './signature.ts';

type Kind = keyof AbsentDemand;

/** In words, and how a text of the spec becomes a label. */
const KINDS: Readonly<Record<Kind, readonly [word: string, label: (text: string) => string]>> = {
  schemas: ['schema', same],
  extensions: ['extension', same],
  types: ['type', plainLabel],
  tables: ['table', plainLabel],
  views: ['view', plainLabel],
  sequences: ['sequence', plainLabel],
  functions: ['function', functionText],
  languages: ['language', same],
  casts: ['cast', castLabel],
  operators: ['operator', operatorText],
  operatorClasses: ['operator class', operatorClassLabel],
  publications: ['publication', same],
  roles: ['role', same],
  columns: ['column', partText],
  constraints: ['constraint', partText],
  indexes: ['index', partText],
  triggers: ['trigger', partText],
  rules: ['rule', partText],
  policies: ['policy', partText],
};

export function absentOutcomes({ absent = {} }: Surface, { catalog }: Context): Outcome[] {
  return Object.entries(KINDS).flatMap(([key, [word, labelOfText]]) => {
    const kind = key as Kind; // a key of KINDS
    const texts = absent[kind] ?? [];
    if (texts.length === 0) return [];
    const there = labelsOf(kind, catalog);
    return texts.map((text, index) => {
      const label = labelOfText(text);
      if (!there.has(label)) return HELD;
      const subject = `${word} "${label}"`;
      const at = { path: `absent.${key}.${index}`, where: label, subject };
      const what = `${subject} is there, spec says it is not`;
      return broken('SCHEMA_OBJECT_UNWANTED', at, what, 'there', 'not there');
    });
  });
}

function same(text: string): string {
  return text;
}

/** `table.name` or `schema.table.name`. */
function partText(text: string): string {
  const parts = splitName(text) ?? [text];
  const [schema = '', table = '', name = ''] = parts.length === 2 ? ['public', ...parts] : parts;
  return `${labelOf(schema, table)}.${partLabel(name)}`;
}

function labelsOf(kind: Kind, catalog: Catalog): ReadonlySet<string> {
  const parts = (
    all: readonly { readonly schema: string; readonly table: string; readonly name: string }[],
  ): Set<string> =>
    new Set(all.map(({ schema, table, name }) => `${labelOf(schema, table)}.${partLabel(name)}`));
  switch (kind) {
    case 'columns':
      return parts(
        catalog.relations.flatMap(({ schema, name: table, columns }) =>
          columns.map(({ name }) => ({ schema, table, name })),
        ),
      );
    case 'constraints':
    case 'indexes':
    case 'triggers':
    case 'rules':
    case 'policies':
      return parts(catalog[kind]);
    case 'types':
      return new Set(
        (['enums', 'domains', 'composites', 'ranges'] as const).flatMap((each) =>
          catalog[each].map(({ schema, name }) => labelOf(schema, name)),
        ),
      );
    case 'functions': {
      const labels = catalog.functions.map(({ schema, name }) => labelOf(schema, name));
      return new Set([...labels, ...allLabelsOf('functions', catalog)]);
    }
    case 'schemas':
    case 'extensions':
    case 'tables':
    case 'views':
    case 'sequences':
    case 'languages':
    case 'casts':
    case 'operators':
    case 'operatorClasses':
    case 'publications':
    case 'roles':
      return allLabelsOf(kind, catalog);
  }
}
