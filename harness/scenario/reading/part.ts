// Divides what is planned into parts of about one size: always the same way, a chain never torn.
import { finding, type Finding } from '../../kernel/index.ts';
import type { Planned } from '../contract.ts';
import { expectedRollbacks } from '../judging/ways.ts';
import type { PartNumbers } from '../part-contract.ts';

export type Divided =
  | { readonly kind: 'part'; readonly planned: readonly Planned[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * What falls to one part, in the order of the plan. Each part has something that goes back: its
 * validator and its forged entry need a proof of its own.
 */
export function partOfPlanned(planned: readonly Planned[], asked: PartNumbers): Divided {
  const { number, of } = asked;
  const weighed = planned.map((piece, place) => ({ place, ways: waysOf(piece) }));
  const changing = weighed.filter(({ ways }) => ways > 0);
  if (of > changing.length || number > of) {
    const what =
      number > of
        ? `there is no part ${number} of ${of}`
        : `${of} parts, and ${changing.length} scenarios or chains with a way back`;
    return { kind: 'refused', findings: [finding('SHARD_UNFIT', `${number}/${of}`, what)] };
  }
  const parts = Array.from({ length: of }, () => ({ load: 0, places: new Set<number>() }));
  // The heaviest first, each to the part that has least so far: within a third of the best there is.
  const order = [
    ...changing.toSorted((one, other) => other.ways - one.ways || one.place - other.place),
    ...weighed.filter(({ ways }) => ways === 0),
  ];
  for (const { place, ways } of order) {
    const least = Math.min(...parts.map(({ load }) => load));
    const part = parts.find(({ load }) => load === least);
    part?.places.add(place);
    if (part !== undefined) part.load += Math.max(1, ways);
  }
  const places = parts[number - 1]?.places ?? new Set();
  return { kind: 'part', planned: planned.filter((_, place) => places.has(place)) };
}

/** What a piece costs: about one clone, one change and two looks for each way back. */
function waysOf(piece: Planned): number {
  return expectedRollbacks([piece], 'overlay').length;
}
