// Cuts content of any length into windows at fixed offsets, each with what stands around it, so
// that what is found does not hang on how the content came in.
import { allocate, HEAD, type Memory } from './stretch-memory.ts';

/** What is looked at of one window. */
const CORE_BYTES = 256 * 1024;
/** What is seen before and after it: more than any secret is long. */
const AROUND_BYTES = 32 * 1024;

/** One window: [from, to) is its own, [lo, hi) is to be seen. */
export interface Window {
  readonly memory: Memory;
  readonly lo: number;
  readonly from: number;
  readonly to: number;
  readonly hi: number;
  /** Offset of `from` in the content. */
  readonly offset: number;
}

export class Windows {
  readonly #memory = allocate(CORE_BYTES + 3 * AROUND_BYTES);
  readonly #see: (window: Window) => void;
  #end = HEAD;
  #from = HEAD;
  #offset = 0;

  constructor(see: (window: Window) => void) {
    this.#see = see;
  }

  push(content: Uint8Array): void {
    let rest = content;
    while (rest.length > 0) {
      const part = rest.subarray(0, HEAD + this.#memory.capacity - this.#end);
      this.#memory.bytes.set(part, this.#end);
      this.#end += part.length;
      rest = rest.subarray(part.length);
      while (this.#end - this.#from > CORE_BYTES + AROUND_BYTES) this.#moveOn();
    }
  }

  /** The content ends: what is left is looked at, and the next content may begin. */
  end(): void {
    this.#look(this.#end, this.#end);
    this.#end = HEAD;
    this.#from = HEAD;
    this.#offset = 0;
  }

  #look(to: number, hi: number): void {
    const [memory, from, offset] = [this.#memory, this.#from, this.#offset];
    this.#see({ memory, lo: HEAD, from, to, hi, offset });
  }

  #moveOn(): void {
    const to = this.#from + CORE_BYTES;
    this.#look(to, to + AROUND_BYTES);
    const keep = to - AROUND_BYTES;
    this.#memory.bytes.copyWithin(HEAD, keep, this.#end);
    this.#end -= keep - HEAD;
    this.#from = HEAD + AROUND_BYTES;
    this.#offset += CORE_BYTES;
  }
}
