// A diff as a person reads it in a terminal: by object, one sign a line, and a count at the end.
import type { Change, Diff, Sign } from './diff.ts';

/** What the command was given: names of dumps or specs. */
export interface DiffNames {
  readonly first: string;
  readonly second: string;
}

/** `sign` says in which colour it may stand; null: in none. */
export interface DiffLine {
  readonly text: string;
  readonly sign: Sign | null;
}

export function diffLines(diff: Diff, { first, second }: DiffNames): DiffLine[] {
  if (diff.changes.length === 0) {
    const text = diff.isEqual ? 'no difference' : 'nothing was compared';
    return [plain(`${text} between ${first} and ${second}`)];
  }
  const groups = Map.groupBy(diff.changes, ({ object }) => object);
  const lines = [...groups].flatMap(([object, changes]) => [
    plain(object),
    ...changes.flatMap((change) => changeLines(change, object)),
    plain(''),
  ]);
  return [plain(`A  ${first}`), plain(`B  ${second}`), plain(''), ...lines, plain(countLine(diff))];
}

function changeLines({ sign, what, first, second }: Change, object: string): DiffLine[] {
  const [, kind = '', name = ''] = /^(.*) (\S+)$/.exec(object) ?? [];
  // The line above has just said it.
  const said = what.replace(` of ${kind} "${name}"`, '');
  const values = sign === '~' ? Object.entries({ A: first, B: second }) : [];
  return [
    { sign, text: `  ${sign} ${said}` },
    ...values.flatMap(([label, value]) =>
      value === null ? [] : [{ sign, text: `      ${label}  ${value}` }],
    ),
  ];
}

function countLine({ changes }: Diff): string {
  const words = {
    '-': 'only in A',
    '+': 'only in B',
    '~': 'not alike',
    '?': 'not decided',
  } as const;
  const counts = Object.entries(words).flatMap(([sign, said]) => {
    const count = changes.filter((each) => each.sign === sign).length;
    return count === 0 ? [] : [`${count} ${said}`];
  });
  return `${changes.length} ${changes.length === 1 ? 'difference' : 'differences'}: ${counts.join(', ')}`;
}

function plain(text: string): DiffLine {
  return { text, sign: null };
}
