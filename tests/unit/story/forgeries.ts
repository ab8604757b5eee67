// Everything a forger may change in one place of a JSON value: each change is one forgery.
import { sha256, SHA256_PATTERN } from '../../../harness/kernel/index.ts';

export interface Forgery {
  /** e.g. `steps[3].judgement`. */
  readonly path: string;
  readonly how: string;
  /** The whole value with this one change. */
  readonly make: () => unknown;
}

type Key = string | number;

/** Every one there is: flipped, exchanged, counted on, taken out, put in twice. */
export function forgeriesOf(value: unknown): Forgery[] {
  const found: Forgery[] = [];
  const visit = (item: unknown, keys: readonly Key[]): void => {
    const path = keys.reduce<string>(
      (place, key) =>
        typeof key === 'number' ? `${place}[${key}]` : `${place}${place === '' ? '' : '.'}${key}`,
      '',
    );
    for (const [how, other] of changesOf(item)) {
      found.push({ path, how, make: () => withAt(value, keys, other) });
    }
    if (Array.isArray(item)) {
      for (const [index, each] of item.entries()) visit(each, [...keys, index]);
    } else if (typeof item === 'object' && item !== null) {
      for (const [key, each] of Object.entries(item)) visit(each, [...keys, key]);
    }
  };
  visit(value, []);
  return found;
}

/** Words that other words of the same kind may be exchanged for. */
const WORDS: readonly (readonly string[])[] = [
  ['HELD', 'NOT_HELD', 'NOT_DECIDED', 'N/A_NO_CLONE'],
  ['YES', 'NO', 'NOT_DECIDED', 'NOT_ASKED'],
  ['NOT_HELD', 'NOT_ASKED'],
  ['UNTOUCHED', 'NOT_REQUESTED', 'NOT_DECIDED'],
  ['OPEN', 'NARROWED'],
  ['ALLOWED', 'REFUSED', 'BROKE', 'NOT_ASKED'],
  ['FAILED_CLOSED', 'FAILED_OPEN', 'NOT_DECIDED'],
  ['overlay', 'template'],
  ['transaction', 'revert', 'storage', 'logical', 'pitr', 'template', 'staircase'],
  ['RB-CLONE-TXN', 'RB-CLONE-REVERT', 'RB-CLONE-SNAP'],
  ['read-only', 'transactional', 'snapshot', 'revert', 'up-down-up'],
  ['AccessShare', 'RowExclusive', 'AccessExclusive'],
  ['operator', 'harness'],
  ['inside', 'engine'],
  ['held', 'documented'],
];

function changesOf(item: unknown): (readonly [string, unknown])[] {
  if (typeof item === 'boolean') return [['flipped', !item]];
  if (typeof item === 'number') {
    return [
      ['one more', item + 1],
      ...(item > 0 ? [['one less', item - 1] as const] : []),
      ...(item > 1 ? [['none', 0] as const] : []),
    ];
  }
  if (Array.isArray(item)) {
    return [
      ...item.map((_, index) => [`without [${index}]`, item.toSpliced(index, 1)] as const),
      ...item.map(
        (each: unknown, index) => [`[${index}] twice`, item.toSpliced(index, 0, each)] as const,
      ),
      ...(item.length > 1 ? [['turned round', item.toReversed()] as const] : []),
    ];
  }
  if (typeof item !== 'string') return [];
  if (SHA256_PATTERN.test(item)) return [['another hash', sha256(`not ${item}`)]];
  const words = WORDS.flatMap((list) => (list.includes(item) ? list : []));
  return [
    ...[...new Set(words)].filter((word) => word !== item).map((word) => [word, word] as const),
    ['another text', `${item} indeed`],
  ];
}

function withAt(value: unknown, keys: readonly Key[], other: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return other;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === key ? withAt(item, rest, other) : item));
  }
  return Object.fromEntries(
    Object.entries(Object(value)).map(([name, item]): [string, unknown] => [
      name,
      name === key ? withAt(item, rest, other) : item,
    ]),
  );
}
