// A spec from a dump: what it holds, exactly, with classes proposed for its columns.
import {
  parseSpec,
  proposeClasses,
  specOf,
  specText,
  studyClone,
  withProposals,
  type SchemaSpec,
} from '../schema/index.ts';
import { lookInto, type LookRequest } from './catalog-of.io.ts';

export interface WrittenSpec {
  readonly text: string;
  readonly spec: SchemaSpec;
  /** `table.column` of those that a person has to classify. */
  readonly undecided: readonly string[];
}

/** `hasRows`: with bounds of each table's number of rows. @throws Problem where the dump is refused */
export async function specOfDump(request: LookRequest, hasRows: boolean): Promise<WrittenSpec> {
  const { catalog, contents, rows } = await lookInto(request, ({ sandbox, database }) =>
    studyClone(sandbox, database, hasRows),
  );
  const proposed = withProposals(specOf(catalog), proposeClasses(catalog, contents), rows);
  const { spec, notes, undecided } = proposed;
  const text = specText(spec, headOf(catalog.database.name, undecided.length), notes);
  // Whoever gets the file must be able to read it back; a spec that cannot be read is our fault.
  const read = parseSpec(text, 'the spec as written');
  if (read.spec === null) {
    const [first] = read.findings;
    throw new TypeError(`a written spec cannot be read: ${first?.where}: ${first?.what}`);
  }
  return { text, spec: read.spec, undecided };
}

function headOf(database: string, open: number): string[] {
  const decide =
    open === 0
      ? ['Every column has a class; look them over: they were guessed from names and rows.']
      : [
          `Decide on the ${open} columns marked "nobody has classified this column yet": put each`,
          '   under "classes" of its table (public, synthetic, masked). Look over the other classes',
          '   too: they were guessed from names and rows. Then say "sanitization: complete": from',
          '   there on a dump with a column that nobody has classified is refused.',
        ];
  return [
    `Database "${database}" as it was dumped: everything in it, and nothing beside it.`,
    'Written from a dump as a starting point; from here on it is yours to change.',
    '',
    'What to do next:',
    ...decide.map((line, index) => (index === 0 ? `1. ${line}` : line)),
    '2. Take out, or loosen, what may change in production without anybody being asked.',
    '3. Add what only you know: assertions, and rules about rows ("expect").',
  ];
}
