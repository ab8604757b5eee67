// What a rehearsal never touches: each surface with its reason, and the measured values behind it.
import type { PacketView } from '../contract.ts';
import { badge } from './badge.ts';
import { data, markup, listed, type Markup } from './markup.ts';
import { more, table } from './table.ts';

const FILE = 'forbidden-surface-proof.json';

type Fact = PacketView[typeof FILE]['surfaces'][number]['facts'][number];

/** Of one cell: the files of many scenarios are a list for a file. */
const LONGEST_LIST = 12;

export function surfaces(view: PacketView): Markup {
  const { surfaces: all } = view[FILE];
  const values = table({
    caption: 'The values of this packet that it rests on',
    head: ['file', 'value', 'stands there'],
    rows: onceEach(all.flatMap(({ facts }) => facts)).map(({ file, fact, measured }) => [
      data(file),
      data(fact),
      standing(measured),
    ]),
    file: FILE,
  });
  return markup`<p>Of production and its surroundings; what changed above changed on clones alone.</p>
    ${table({
      caption: 'Each surface, and why it could not be reached',
      head: ['surface', 'state', 'because'],
      rows: all.map(({ title, state, reason }) => [
        markup`${title}`,
        badge(state),
        markup`${reason}`,
      ]),
      file: FILE,
      isWide: true,
    })}
    ${more('The values that this rests on', values)}`;
}

function onceEach(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((each) => [`${each.file} ${each.fact}`, each])).values()];
}

function standing(measured: Fact['measured']): Markup {
  if (measured === null) return markup`nothing`;
  if (!Array.isArray(measured)) return data(String(measured));
  if (measured.length === 0) return markup`none`;
  const left = measured.length - LONGEST_LIST;
  const names = listed(measured.slice(0, LONGEST_LIST).map(data));
  return left > 0 ? markup`${names}, and ${left} more` : names;
}
