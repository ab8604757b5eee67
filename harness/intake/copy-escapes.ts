// Looks at the backslashes of COPY data. The server reads far more behind one than pg_dump writes:
// numbers, any letter for itself, the end of all data in the middle of a line. Whoever follows rows
// and values by pg_dump's few forms must not meet another.

export const ODD_ESCAPE = 'a row holds a backslash that pg_dump does not write';

const BACKSLASH = 0x5c;
const TAB = 0x09;
const LF = 0x0a;
const NULL_LETTER = 0x4e;
/** What pg_dump writes behind a backslash, besides the N of a field that is null. */
const ESCAPES = new Uint8Array(256);
for (const letter of 'bfnrtv\\') ESCAPES[letter.charCodeAt(0)] = 1;
/** So far a loop is quicker than asking for the next backslash. */
const NEAR_BYTES = 64;

/** `in field`, `at start`: a backslash stands there, and what is behind it decides. */
type State = 'text' | 'in field' | 'at start' | 'null';

/** Follows the rows of one table, their end mark left out, through chunks of any size. */
export class CopyEscapes {
  #state: State = 'text';
  #last = LF;

  /** Where the first backslash stands that pg_dump did not write; -1 where there is none. */
  oddIn(bytes: Buffer): number {
    let state = this.#state;
    for (let at = 0; ;) {
      if (state === 'text') {
        const found = nextBackslash(bytes, at);
        if (found === -1) break;
        if (ESCAPES[bytes[found + 1] ?? 0] === 1) {
          at = found + 2;
          continue;
        }
        const before = found === 0 ? this.#last : bytes[found - 1];
        state = before === TAB || before === LF ? 'at start' : 'in field';
        at = found + 1;
      }
      const byte = bytes[at];
      if (byte === undefined) break;
      if (state === 'null') {
        if (byte !== TAB && byte !== LF) return Math.max(0, at - 2);
        state = 'text';
      } else if (byte === NULL_LETTER && state === 'at start') {
        state = 'null';
        at += 1;
      } else {
        if (ESCAPES[byte] !== 1) return Math.max(0, at - 1);
        state = 'text';
        at += 1;
      }
    }
    this.#state = state;
    this.#last = bytes[bytes.length - 1] ?? this.#last;
    return -1;
  }
}

function nextBackslash(bytes: Buffer, from: number): number {
  const near = Math.min(from + NEAR_BYTES, bytes.length);
  for (let at = from; at < near; at += 1) if (bytes[at] === BACKSLASH) return at;
  return bytes.indexOf(BACKSLASH, near);
}
