// Walks over bytes two at a time and stops only where an anchor stands: the scan's inner loop.
import { AnchorTable, type Anchor, type Marked } from './anchors.ts';
import { verify, type HostJudge, type Verdict } from './verify.ts';

/**
 * A stretch of content. Anchors are looked for in [from, to); [lo, hi) is there to be seen. A line
 * feed stands before `lo`, so that what asks for the byte before always has one.
 */
export interface Stretch {
  readonly bytes: Buffer;
  /** The same memory. */
  readonly words: Uint16Array;
  readonly lo: number;
  readonly from: number;
  readonly to: number;
  readonly hi: number;
}

/** Who is called where there is something to see; the answer is where to go on. */
export interface Seer {
  look(position: number, resume: number): number;
  /** From the first digit of bytes written as hexadecimal. */
  hex(firstDigit: number): number;
  /** At the backslash of an escape that hides what stands behind it. */
  escape(kind: 'foreign-escape' | 'byte-escape', position: number, resume: number): number;
  /** Counts one more live address at a place that is known for them; false where it is not. */
  knowsLive(position: number): boolean;
}

/** No anchor's marked pair stands further behind its beginning. */
const FURTHEST_PAIR = 24;

export class Searcher {
  readonly #table = new AnchorTable();
  readonly #judgeHost: HostJudge;

  constructor(judgeHost: HostJudge) {
    this.#judgeHost = judgeHost;
  }

  search(stretch: Stretch, seer: Seer): void {
    const { bytes, words, from, to, hi } = stretch;
    const isMarked = this.#table.isMarked;
    const last = Math.min(to + FURTHEST_PAIR, hi) >> 1;
    const asked = { judgeHost: this.#judgeHost, paths: { from: 0, until: 0 } };
    let resume = from;
    for (let index = Math.max(0, (from - 1) >> 1); index <= last; index += 1) {
      const pair = words[index] ?? 0;
      if (isMarked[pair] === 0) continue;
      const marked = this.#table.at(pair);
      for (let each = 0; each < marked.length; each += 1) {
        const found = marked[each];
        if (found === undefined || !mayStand(found, bytes, index * 2)) continue;
        const { anchor, delta } = found;
        const start = index * 2 - delta;
        const position = start + anchor.lead;
        if (position < resume || position >= to || !standsAt(anchor, bytes, start, hi)) continue;
        const verdict = verify(anchor.kind, stretch, position, asked);
        const next = follow(verdict, position, resume, seer);
        if (next <= resume) continue;
        resume = next;
        index = Math.max(index, ((resume - 1) >> 1) - 1);
        break;
      }
    }
  }
}

function follow(verdict: Verdict, position: number, resume: number, seer: Seer): number {
  switch (verdict.kind) {
    case 'nothing':
      return resume;
    case 'fine':
      return verdict.until;
    case 'live':
      return seer.knowsLive(position) ? verdict.until : seer.look(position, resume);
    case 'look':
      return seer.look(position, resume);
    case 'hex':
      return seer.hex(verdict.firstDigit);
    case 'foreign-escape':
    case 'byte-escape':
      return seer.escape(verdict.kind, position, resume);
    default:
      return verdict satisfies never;
  }
}

/** One byte outside the pair tells most places that are nothing. */
function mayStand({ anchor, delta, checked }: Marked, bytes: Uint8Array, pairAt: number): boolean {
  const byte = bytes[pairAt - delta + checked] ?? 0;
  const wanted = anchor.bytes[checked];
  return byte === wanted || (anchor.isFolded && (byte | 0x20) === wanted);
}

function standsAt(anchor: Anchor, bytes: Buffer, start: number, hi: number): boolean {
  const { bytes: wanted, isFolded } = anchor;
  if (start < 0 || start + wanted.length > hi) return false;
  for (let index = 0; index < wanted.length; index += 1) {
    const byte = bytes[start + index] ?? 0;
    const folded = isFolded && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (folded !== wanted[index]) return false;
  }
  return true;
}
