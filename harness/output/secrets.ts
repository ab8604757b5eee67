// Secrets and known values: what was never meant to leave, taken out of any text.

/** One secret in a text; `kind` says what it was and holds nothing of it. */
export interface SecretFound {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Pure, and quick on a text that holds none. */
export type SecretSearch = (text: string) => readonly SecretFound[];

// One process has one way out: what guards it is known from the first line of the command line on.
let searchText: SecretSearch = () => [];
const known = new Set<string>();

/** Rules for secrets belong to the scan; the command line hands them in. */
export function searchSecretsWith(search: SecretSearch): void {
  searchText = search;
}

/** Shorter ones, plain words and numbers stand everywhere: hiding them would hide nothing. */
const SHORTEST_KNOWN = 8;

/** A value that this process knows and that nobody outside may learn: a password, a key. */
export function neverLeaves(value: string): void {
  if (value.length < SHORTEST_KNOWN || /^(?:[A-Za-z_-]*|\d*)$/.test(value)) return;
  known.add(value);
  known.add(JSON.stringify(value).slice(1, -1));
  if (value.isWellFormed()) known.add(encodeURIComponent(value));
}

export function secretsIn(text: string): readonly SecretFound[] {
  return searchText(text);
}

/** How many of the values that never leave stand in a text. */
export function knownIn(text: string): number {
  return [...known].filter((value) => text.includes(value)).length;
}

export function withoutKnown(text: string): string {
  // Longest first: one may be the beginning of another.
  const values = [...known].sort((left, right) => right.length - left.length);
  return values.reduce((left, value) => left.replaceAll(value, '[withheld]'), text);
}

/** What is masked may lay something else bare; nobody writes five secrets into each other. */
const PASSES = 5;

export function withoutSecrets(text: string): string {
  let current = text;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const found = searchText(current);
    if (found.length === 0) return current;
    current = masked(current, found);
  }
  return searchText(current).length === 0
    ? current
    : '[withheld: secrets that stand in each other]';
}

function masked(text: string, found: readonly SecretFound[]): string {
  let written = '';
  let done = 0;
  for (const { start, end, kind } of [...found].sort((left, right) => left.start - right.start)) {
    if (end <= done) continue;
    // One that begins inside another goes with it.
    written += start < done ? '' : `${text.slice(done, start)}[withheld: ${kind}]`;
    done = end;
  }
  return written + text.slice(done);
}
