// Proposes a class for each column, from its name, its type and the shape of its rows. Whatever is
// not sure is left for a person: a proposal that is wrong would let personal data through.
import type {
  Catalog,
  ColumnFacts,
  ConstraintFacts,
  MaskShape,
  RelationFacts,
} from './contract.ts';
import { classifiedRelations } from './classes-relations.ts';
import { maskOf } from './propose-mask.ts';
import {
  columnKey,
  COLUMNS_A_QUERY,
  type ColumnContent,
  type Contents,
  type StudiedTable,
} from './propose-content.ts';
import { isHashName, isKeyName, isMeasure, isOwnText, personalMeaning } from './propose-names.ts';
import { typeKind, type TypeKind } from './propose-types.ts';

export type Proposal =
  | { readonly kind: 'public' }
  | { readonly kind: 'masked'; readonly shape: MaskShape }
  /** `why` is for the person who decides. */
  | { readonly kind: 'open'; readonly why: string };

/** Of a table's columns, in their order. */
export interface TableProposal {
  readonly relation: RelationFacts;
  readonly columns: readonly { readonly name: string; readonly proposal: Proposal }[];
}

const PUBLIC: Proposal = { kind: 'public' };

/** Columns whose rows have to be looked at before anything can be proposed for them. */
export function columnsToStudy(catalog: Catalog): StudiedTable[] {
  return proposeClasses(catalog, new Map()).flatMap(({ relation, columns }) => {
    const open = columns.filter(({ proposal }) => proposal.kind === 'open');
    const parts: StudiedTable[] = [];
    for (let start = 0; start < open.length; start += COLUMNS_A_QUERY) {
      const names = open.slice(start, start + COLUMNS_A_QUERY).map(({ name }) => name);
      parts.push({ schema: relation.schema, table: relation.name, columns: names });
    }
    return parts;
  });
}

export function proposeClasses(catalog: Catalog, contents: Contents): TableProposal[] {
  const constraints = Map.groupBy(catalog.constraints, (each) => tableKey(each.schema, each.table));
  return classifiedRelations(catalog).map((relation) => {
    const { schema, name: table } = relation;
    const mine = constraints.get(tableKey(schema, table)) ?? [];
    const columns = relation.columns.map((column) => {
      const content = contents.get(columnKey(schema, table, column.name));
      return { name: column.name, proposal: proposalOf(column, relation, catalog, mine, content) };
    });
    return { relation, columns };
  });
}

function tableKey(schema: string, table: string): string {
  return JSON.stringify([schema, table]);
}

function proposalOf(
  column: ColumnFacts,
  relation: RelationFacts,
  catalog: Catalog,
  constraints: readonly ConstraintFacts[],
  content: ColumnContent | undefined,
): Proposal {
  const type = typeKind(column, catalog);
  const meaning =
    type === 'network' ? 'a network address' : personalMeaning(column.name, relation.name);
  const isHash = isHashName(column.name) && meaning !== 'a secret';
  if (isHash && content !== undefined && content.hash !== null) return PUBLIC;
  if (meaning !== null && !isHarmless(type, meaning)) {
    return masked(maskOf(content, meaning), `looks like ${meaning}`, content);
  }
  if (['yes or no', 'label', 'time', 'date', 'uuid'].includes(type)) return PUBLIC;
  const isKey = isInKey(column, constraints);
  if (type === 'number' && (isKey || isKeyName(column.name) || column.identity !== null))
    return PUBLIC;
  if (type === 'text' && isOwnText(column.name)) return PUBLIC;
  if (type === 'number' && isMeasure(column.name)) return PUBLIC;
  if (type === 'text' && isFromList(column, constraints)) return PUBLIC;
  return masked(maskOf(content, null), ignorance(type), content);
}

/** `email_verified boolean` and `password_changed timestamptz` say nothing of a person by themselves. */
function isHarmless(type: TypeKind, meaning: string): boolean {
  if (meaning === 'something about a person') return false;
  if (meaning === 'a date of birth') return type === 'yes or no' || type === 'label';
  return ['yes or no', 'label', 'time', 'date'].includes(type);
}

function masked(
  shape: MaskShape | null,
  why: string,
  content: ColumnContent | undefined,
): Proposal {
  if (shape !== null) return { kind: 'masked', shape };
  if (content === undefined) return { kind: 'open', why: `${why}; its rows could not be read` };
  const rows = content.rows === 0 ? 'there are no rows to tell' : 'its rows show no mask';
  return { kind: 'open', why: `${why}; ${rows}` };
}

function ignorance(type: TypeKind): string {
  if (type === 'text') return 'text whose name does not say what it holds';
  if (type === 'number') return 'a number whose name does not say what it counts';
  return 'content of a kind that can hold anything';
}

/** In a primary or foreign key. */
function isInKey({ name }: ColumnFacts, constraints: readonly ConstraintFacts[]): boolean {
  return constraints.some(
    ({ kind, columns }) =>
      (kind === 'primary key' || kind === 'foreign key') && columns.includes(name),
  );
}

/** A check lets it have values of a list only: the list stands in the schema already. */
function isFromList({ name }: ColumnFacts, constraints: readonly ConstraintFacts[]): boolean {
  return constraints.some(
    ({ kind, columns, expression }) =>
      kind === 'check' &&
      columns.length === 1 &&
      columns[0] === name &&
      / = ANY \(+ARRAY\[/.test(expression ?? ''),
  );
}
