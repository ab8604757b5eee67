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
  const unread = (section: string, when: string): ResidueItem => ({
    kind: section,
    name: '*',
    what: `could not be read ${when}`,
    undoable: true,
  });
  return [
    ...before.kinds.flatMap((kind) => {
      const later = after.kinds.find(({ section }) => section === kind.section);
      if (later === undefined) return [unread(kind.section, 'again')];
      return kind.section === 'sequence' ? moved(kind, later, undoing) : lines(kind, later);
    }),
    ...after.kinds
      .filter(({ section }) => before.kinds.every((kind) => kind.section !== section))
      .map(({ section }) => unread(section, 'before')),
  ];
}

/** Only where a sequence stands is beyond a transaction: that there is one at all is not. */
function moved(before: SectionPrint, after: SectionPrint, undoing: Undoing): ResidueItem[] {
  const earlier = new Map(before.lines.map(split));
  const later = new Map(after.lines.map(split));
  return [...new Set([...later.keys(), ...earlier.keys()])].flatMap((name) => {
    const was = earlier.get(name);
    const is = later.get(name);
    if (was === is) return [];
    const what = `was "${was ?? 'not there'}", is "${is ?? 'not there'}"`;
    const isMove = was !== undefined && is !== undefined;
    return [{ kind: 'sequence', name, what, undoable: !isMove || undoing !== 'transaction' }];
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
    ...without(after.lines, before.lines).map((line) => item(line, 'is left')),
    ...without(before.lines, after.lines).map((line) => item(line, 'is gone')),
  ];
}

/** Lines of the first list that the second lacks; two like lines are two. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const spare = new Map<string, number>();
  for (const line of others) spare.set(line, (spare.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = spare.get(line) ?? 0;
    spare.set(line, count - 1);
    return count <= 0;
  });
}
