// What is left that a fingerprint of the database does not see, or that a rollback cannot undo.
import type { ResidueItem, ResidueState, SectionPrint } from './contract.ts';

/** How a rollback method brings state back: `transaction` cannot move a sequence back. */
export type Undoing = 'transaction' | 'snapshot';

/** Differences between two states, each named; `undoable` says whether the method could undo it. */
export function residueBetween(
  before: ResidueState,
  after: ResidueState,
  undoing: Undoing,
): ResidueItem[] {
  return before.kinds.flatMap((kind) => {
    const later = after.kinds.find(({ section }) => section === kind.section);
    if (later === undefined) {
      return [{ kind: kind.section, name: '*', what: 'could not be read again', undoable: true }];
    }
    return kind.section === 'sequence' ? moved(kind, later, undoing) : lines(kind, later);
  });
}

function moved(before: SectionPrint, after: SectionPrint, undoing: Undoing): ResidueItem[] {
  const positions = new Map(before.lines.map(split));
  return after.lines.map(split).flatMap(([name, position]) => {
    const earlier = positions.get(name);
    if (earlier === position) return [];
    const what = `was "${earlier ?? 'not there'}", is "${position}"`;
    return [{ kind: 'sequence', name, what, undoable: undoing !== 'transaction' }];
  });
}

function split(line: string): [string, string] {
  const match = /^(.*) ((?:has|will) give[n]? -?\d+)$/s.exec(line);
  return [match?.[1] ?? line, match?.[2] ?? ''];
}

function lines(before: SectionPrint, after: SectionPrint): ResidueItem[] {
  const item = (line: string, what: string): ResidueItem => ({
    kind: before.section,
    name: line.slice(0, 200),
    what,
    undoable: true,
  });
  return [
    ...after.lines
      .filter((line) => !before.lines.includes(line))
      .map((line) => item(line, 'is left')),
    ...before.lines
      .filter((line) => !after.lines.includes(line))
      .map((line) => item(line, 'is gone')),
  ];
}
