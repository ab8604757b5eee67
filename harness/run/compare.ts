// Compares two packets' trees, file by file, and names where each pair of files first differs.
import { canonicalJsonLine } from '../kernel/index.ts';

export interface Difference {
  readonly file: string;
  /** `$.scenarios[2].title` in JSON, `line 12` in text, empty where a file is missing. */
  readonly place: string;
  /** What stands there in each, cut where it is long; null where nothing does. */
  readonly left: string | null;
  readonly right: string | null;
}

/** Bytes of a tree's files, by name. */
export type TreeBytes = ReadonlyMap<string, Uint8Array>;

const SHOWN_CHARACTERS = 200;
/** What is shown before the place where two long values part. */
const LEAD_CHARACTERS = 40;

/** In the order that data flows in, so that the first difference is the one nearest to its cause. */
const ORDER: readonly string[] = [
  'clone-provenance.json',
  'rehearsal-target-lock.json',
  'isolation-proof.json',
  'restore-evidence.json',
  'schema-compatibility.json',
  'clone-rehearsal-execution-evidence.json',
  'clone-rollback-evidence.json',
  'hardened-validator-result.json',
];

/** One difference a file that differs; empty where all bytes are the same. */
export function treeDifferences(left: TreeBytes, right: TreeBytes): Difference[] {
  const rank = (name: string): string => `${(ORDER.indexOf(name) + 100) % 100}`.padStart(2, '0');
  const names = [...new Set([...left.keys(), ...right.keys()])].sort((one, other) =>
    `${rank(one)} ${one}` < `${rank(other)} ${other}` ? -1 : 1,
  );
  return names.flatMap((file) => {
    const [one, other] = [left.get(file), right.get(file)];
    if (one !== undefined && other !== undefined) {
      return Buffer.compare(one, other) === 0 ? [] : [fileDifference(file, one, other)];
    }
    const said = (bytes: Uint8Array | undefined): string | null =>
      bytes === undefined ? null : `${bytes.length} bytes`;
    return [{ file, place: '', left: said(one), right: said(other) }];
  });
}

function fileDifference(file: string, left: Uint8Array, right: Uint8Array): Difference {
  const [one, other] = [textOf(left), textOf(right)];
  const found = file.endsWith('.json') ? jsonDifference(one, other) : null;
  return { file, ...(found ?? lineDifference(one, other)) };
}

type Found = Omit<Difference, 'file'>;

/** Null where one of them is no JSON, or both hold the same values in other bytes. */
function jsonDifference(left: string, right: string): Found | null {
  try {
    return valueDifference(JSON.parse(left), JSON.parse(right), '$');
  } catch {
    return null;
  }
}

function valueDifference(left: unknown, right: unknown, place: string): Found | null {
  if (Array.isArray(left) && Array.isArray(right)) {
    return first(Math.max(left.length, right.length), (index) =>
      valueDifference(left[index], right[index], `${place}[${index}]`),
    );
  }
  if (isRecord(left) && isRecord(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return first(keys.length, (index) => {
      const key = keys[index] ?? '';
      const at = /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
      return valueDifference(own(left, key), own(right, key), `${place}${cut(at, 0)}`);
    });
  }
  const text = (value: unknown): string | null =>
    value === undefined ? null : canonicalJsonLine(value);
  const [one, other] = [text(left), text(right)];
  return one === other ? null : { place, ...shown(one, other) };
}

function first(count: number, at: (index: number) => Found | null): Found | null {
  for (let index = 0; index < count; index += 1) {
    const found = at(index);
    if (found !== null) return found;
  }
  return null;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key of its own only: `constructor` of every object is no difference between two. */
function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function lineDifference(left: string, right: string): Found {
  const [ones, others] = [left.split('\n'), right.split('\n')];
  let at = 0;
  while (at < Math.min(ones.length, others.length) && ones[at] === others[at]) at += 1;
  return { place: `line ${at + 1}`, ...shown(ones[at] ?? null, others[at] ?? null) };
}

/** Both from a little before the place where they part, so that long ones still tell. */
function shown(left: string | null, right: string | null): Pick<Found, 'left' | 'right'> {
  const [ones, others] = [Array.from(left ?? ''), Array.from(right ?? '')];
  let at = 0;
  while (at < Math.min(ones.length, others.length) && ones[at] === others[at]) at += 1;
  const longest = Math.max(ones.length, others.length);
  const from = longest <= SHOWN_CHARACTERS ? 0 : Math.max(0, at - LEAD_CHARACTERS);
  return {
    left: left === null ? null : cut(left, from),
    right: right === null ? null : cut(right, from),
  };
}

function cut(text: string, from: number): string {
  const letters = Array.from(text);
  const to = from + SHOWN_CHARACTERS;
  const middle = letters.slice(from, to).join('');
  return `${from > 0 ? '\u2026' : ''}${middle}${to < letters.length ? '\u2026' : ''}`;
}

/** Bytes that are no UTF-8 are shown as replaced; what differs has been found by the bytes. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
