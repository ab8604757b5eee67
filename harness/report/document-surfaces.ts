// The report's part on what a rehearsal never touches: each surface, and the values it rests on.
import { data, heading, listed, paragraph, table } from './blocks.ts';
import type { Block, Line, PacketView } from './contract.ts';

type Fact = PacketView['forbidden-surface-proof.json']['surfaces'][number]['facts'][number];

/** Of one cell: the files of many scenarios are a list for a file. */
const LONGEST_LIST = 12;

/** Every row, whatever the limit: a surface is never only counted. */
export function surfaceBlocks(view: PacketView, rowLimit: number): Block[] {
  const all = view['forbidden-surface-proof.json'].surfaces;
  const rows = all.map(({ title, state, facts, reason }): Line[] => [
    [data(title)],
    [data(state)],
    state === 'NOT_DECIDED' ? [data(reason)] : [`${facts.length} values of this packet`],
  ]);
  return [
    heading(2, 'What was never touched'),
    paragraph('Of production and its surroundings; what changed above changed on clones alone.'),
    { kind: 'table', head: ['surface', 'state', 'shown by'], rows },
    paragraph('The values that this rests on, and how many surfaces rest on each:'),
    ...table(
      ['file', 'value', 'stands there', 'surfaces'],
      valueRows(all.flatMap(({ facts }) => facts)),
      rowLimit,
      'forbidden-surface-proof.json',
    ),
    paragraph(
      'How each row follows from them stands in ',
      data('forbidden-surface-proof.json'),
      '.',
    ),
  ];
}

/** Each value once, in the order in which rows rest on it. */
function valueRows(facts: readonly Fact[]): Line[][] {
  const once = new Map<string, { readonly fact: Fact; count: number }>();
  for (const fact of facts) {
    const key = `${fact.file} ${fact.fact}`;
    const known = once.get(key);
    if (known === undefined) once.set(key, { fact, count: 1 });
    else known.count += 1;
  }
  return [...once.values()].map(({ fact: { file, fact, measured }, count }) => [
    [data(file)],
    [data(fact)],
    standing(measured),
    [`${count}`],
  ]);
}

function standing(measured: Fact['measured']): Line {
  if (measured === null) return ['nothing'];
  if (!Array.isArray(measured)) return [data(String(measured))];
  if (measured.length === 0) return ['none'];
  const line = measured.slice(0, LONGEST_LIST).flatMap(listed);
  const more = measured.length - LONGEST_LIST;
  return more > 0 ? [...line, `, and ${more} more`] : line;
}
