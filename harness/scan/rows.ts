// Cuts COPY's text into whole rows, many at a time; a row too long for that goes on in windows.
import { columnAt } from './places.ts';
import { allocate, HEAD, type Memory } from './stretch-memory.ts';
import { Windows, type Window } from './windows.ts';

/** Whole rows in [lo, hi) of a memory. */
export interface RowsBlock {
  readonly memory: Memory;
  readonly lo: number;
  readonly hi: number;
  /** What is added to a place in the memory to tell rows apart. */
  readonly offset: number;
}

/** A row up to this length is held whole; whether one is depends on nothing else. */
const WHOLE_ROW_BYTES = 256 * 1024;
const BLOCK_BYTES = 1024 * 1024;

export class Rows {
  readonly #memory = allocate(BLOCK_BYTES + WHOLE_ROW_BYTES + 1);
  readonly #windows = new Windows((window) => this.#window(window));
  readonly #block: (block: RowsBlock) => void;
  readonly #longRow: (window: Window, row: number, column: number) => void;
  #end = HEAD;
  #rows = 0;
  #bytes = 0;
  #longest = 0;
  /** Length so far of the row that goes through the windows; null: none does. */
  #long: number | null = null;
  #column = 0;
  /** Of all parts: no two rows have the same place. */
  #offset = 0;

  constructor(
    block: (block: RowsBlock) => void,
    longRow: (window: Window, row: number, column: number) => void,
  ) {
    this.#block = block;
    this.#longRow = longRow;
  }

  /** Length of the longest row so far. */
  get longest(): number {
    return Math.max(this.#longest, this.#long ?? 0);
  }

  push(content: Uint8Array): void {
    this.#bytes += content.length;
    let rest = content;
    while (rest.length > 0) {
      if (this.#long !== null) {
        rest = this.#goOnLong(rest);
        continue;
      }
      const part = rest.subarray(0, HEAD + this.#memory.capacity - this.#end);
      this.#memory.bytes.set(part, this.#end);
      this.#end += part.length;
      rest = rest.subarray(part.length);
      this.#takeRows();
    }
  }

  /** The part ends. A last row without its line feed counts too. */
  end(): { readonly rows: number; readonly bytes: number; readonly longest: number } {
    if (this.#long !== null) this.#endLong();
    if (this.#end > HEAD) {
      this.#memory.bytes[this.#end] = 0x0a;
      this.#end += 1;
      this.#takeRows();
      if (this.#long !== null) this.#endLong();
    }
    const counted = { rows: this.#rows, bytes: this.#bytes, longest: this.#longest };
    this.#rows = 0;
    this.#bytes = 0;
    this.#longest = 0;
    return counted;
  }

  /** Hands on what is whole, and keeps the beginning of the row that is not. */
  #takeRows(): void {
    const { bytes } = this.#memory;
    let from = HEAD;
    let row = HEAD;
    for (;;) {
      const feed = bytes.indexOf(0x0a, row);
      if (feed === -1 || feed >= this.#end) break;
      const length = feed - row;
      this.#rows += 1;
      if (length > this.#longest) this.#longest = length;
      if (length > WHOLE_ROW_BYTES) {
        this.#hand(from, row);
        this.#beginLong(bytes.subarray(row, feed));
        this.#finishLong();
        from = feed + 1;
      }
      row = feed + 1;
    }
    this.#hand(from, row);
    this.#keep(row);
  }

  #hand(lo: number, hi: number): void {
    if (hi > lo) this.#block({ memory: this.#memory, lo, hi, offset: this.#offset });
  }

  #keep(row: number): void {
    const { bytes } = this.#memory;
    this.#offset += row;
    const length = this.#end - row;
    if (length > WHOLE_ROW_BYTES) {
      this.#beginLong(bytes.subarray(row, this.#end));
      this.#end = HEAD;
      return;
    }
    bytes.copyWithin(HEAD, row, this.#end);
    this.#end = HEAD + length;
  }

  #beginLong(bytes: Uint8Array): void {
    this.#offset += 1;
    this.#column = 0;
    this.#long = bytes.length;
    this.#windows.push(bytes);
  }

  #goOnLong(content: Uint8Array): Uint8Array {
    const feed = content.indexOf(0x0a);
    const part = feed === -1 ? content : content.subarray(0, feed);
    this.#long = (this.#long ?? 0) + part.length;
    this.#windows.push(part);
    if (feed === -1) return content.subarray(content.length);
    this.#endLong();
    return content.subarray(feed + 1);
  }

  #endLong(): void {
    this.#rows += 1;
    this.#longest = Math.max(this.#longest, this.#long ?? 0);
    this.#finishLong();
  }

  #finishLong(): void {
    this.#windows.end();
    this.#long = null;
    this.#offset += 1;
  }

  #window(window: Window): void {
    const { memory, lo, from, to } = window;
    // Tabs of what stands before this window's own bytes were counted with the last one.
    const before = columnAt(memory.bytes, lo, from, 0);
    const column = this.#column - before;
    this.#longRow(window, this.#offset, column);
    this.#column += columnAt(memory.bytes, from, to, 0);
  }
}
