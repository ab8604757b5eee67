// Adds to a written spec what rows say: proposed classes, and bounds of their numbers where asked.
import type { ClassesDemand, SchemaSpec, TableDemand } from './contract.ts';
import { labelOf } from './names.ts';
import type { TableProposal } from './propose.ts';
import { notePath, type Notes } from './write-spec-yaml.ts';

export interface ProposedSpec {
  readonly spec: SchemaSpec;
  /** What a person has to decide, where it has to be written. */
  readonly notes: Notes;
  /** Columns in the order of the spec. */
  readonly undecided: readonly string[];
}

/** Row counts by table's label; empty where the spec shall say nothing of them. */
export type RowCounts = ReadonlyMap<string, number>;

/**
 * `sanitization: complete` where every column has a class. Else `partial`, so that the dump fits its
 * own spec, until a person has decided on what is left open and says complete.
 */
export function withProposals(
  spec: SchemaSpec,
  proposals: readonly TableProposal[],
  rows: RowCounts,
): ProposedSpec {
  const byTable = new Map(
    proposals.map((each) => [labelOf(each.relation.schema, each.relation.name), each]),
  );
  const notes = new Map<string, readonly string[]>();
  const undecided: string[] = [];
  const surfaces = spec.surfaces.map((surface, index) => {
    if (surface.tables === undefined) return surface;
    const tables = Object.entries(surface.tables).map(([name, demand]): [string, TableDemand] => {
      const proposal = byTable.get(name);
      const classes = proposal === undefined ? undefined : classesOf(proposal);
      const open = proposal === undefined ? [] : openOf(proposal);
      if (open.length > 0) {
        const path = ['surfaces', index, 'tables', name];
        const lines = open.map(
          ({ column, why }) => `nobody has classified this column yet: ${column} (${why})`,
        );
        notes.set(notePath(classes === undefined ? path : [...path, 'classes']), lines);
        undecided.push(...open.map(({ column }) => `${name}.${column}`));
      }
      const count = rows.get(name);
      return [
        name,
        {
          ...demand,
          ...(classes === undefined ? {} : { classes }),
          ...(count === undefined ? {} : { rowCount: boundsAround(count) }),
        },
      ];
    });
    return { ...surface, tables: Object.fromEntries(tables) };
  });
  const { surfaces: _, ...head } = spec;
  const sanitization = undecided.length === 0 ? 'complete' : 'partial';
  return { spec: { ...head, sanitization, surfaces }, notes, undecided };
}

function classesOf({ columns }: TableProposal): ClassesDemand | undefined {
  const open = columns.flatMap(({ name, proposal }) => (proposal.kind === 'public' ? [name] : []));
  const masked = columns.flatMap(({ name, proposal }) =>
    proposal.kind === 'masked' ? [[name, proposal.shape] as const] : [],
  );
  if (open.length + masked.length === 0) return undefined;
  return {
    ...(open.length === 0 ? {} : { public: open }),
    ...(masked.length === 0 ? {} : { masked: Object.fromEntries(masked) }),
  };
}

function openOf({ columns }: TableProposal): { readonly column: string; readonly why: string }[] {
  return columns.flatMap(({ name, proposal }) =>
    proposal.kind === 'open' ? [{ column: name, why: proposal.why }] : [],
  );
}

/** A fifth more or less: tables grow, and a sanitized copy may leave some rows out. */
function boundsAround(count: number): NonNullable<TableDemand['rowCount']> {
  if (count === 0) return { equals: 0 };
  return { atLeast: Math.max(1, Math.floor(count * 0.8)), atMost: Math.ceil(count * 1.2) };
}
