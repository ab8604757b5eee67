// Scans one part of a dump after the other: rows by their columns, anything else as raw text.
import type { DataSource } from '../intake/contract.ts';
import { rememberingHosts } from './host-memory.ts';
import { decodeHex, hexEnd } from './hexadecimal.ts';
import { Rows, type RowsBlock } from './rows.ts';
import { findAll } from './rules.ts';
import { Searcher, type Stretch } from './searcher.ts';
import type { TokenSearch } from './secretlint.io.ts';
import { allocate, HEAD } from './stretch-memory.ts';
import { asPgDumpWrites, withoutByteEscapes } from './escaped-fields.ts';
import { excerptAt, fieldAround, wholeField } from './excerpt.ts';
import { Partitions } from './partitions.ts';
import { Tally } from './tally.ts';
import { Cells, placesOf, type Place } from './places.ts';
import { judgeValue } from './values.ts';
import { fromCopy } from './unescape.ts';
import { Windows, type Window } from './windows.ts';
import { isNumberEscape } from './verify.ts';
import { watchLongRow, watchRows, type WatchedValue } from './watch.ts';
import type { ScannedTable, ScanHit } from './contract.ts';

export interface ScannerOptions {
  /** As `allowedNames` gives them. */
  readonly allowedHosts: readonly string[];
  readonly rowBytes: number;
  readonly searchTokens: TokenSearch;
}

/** Fewer hexadecimal digits hold nothing that a rule would find. */
const SHORTEST_HEX = 16;

/** No stretch is longer: a row that is held whole, or a window with what stands around it. */
const LONGEST_FIELD = 512 * 1024;

/** A row that is longer than the request allows. */
export class RowTooLarge extends Error {
  readonly where: string;

  constructor(where: string) {
    super(`a row of ${where} is too long`);
    this.where = where;
  }
}

/** Takes parts as they come, in chunks of any size; the result does not hang on where they are cut. */
export class Scanner {
  readonly #options: ScannerOptions;
  readonly #tally = new Tally();
  readonly #partitions = new Partitions();
  readonly #searcher: Searcher;
  readonly #tables = new Map<string, ScannedTable>();
  readonly #decoded = allocate(512 * 1024);
  /** One field without escapes that pg_dump does not write; and without those of bytea. */
  readonly #unescaped = allocate(LONGEST_FIELD);
  readonly #plain = allocate(LONGEST_FIELD);
  readonly #rows = new Rows(
    (block) => this.#block(block),
    (window, row, column) => this.#longRow(window, row, column),
  );
  readonly #raw = new Windows((window) => this.#window(window));
  #source: DataSource | null = null;
  #places: readonly Place[] = [];
  #watched: readonly Place[] = [];

  constructor(options: ScannerOptions) {
    this.#options = options;
    this.#searcher = new Searcher(rememberingHosts(options.allowedHosts));
  }

  begin(source: DataSource): void {
    this.#source = source;
    const names =
      source.kind === 'rows' ? this.#partitions.namesOf(source.schema, source.table) : [];
    this.#places = placesOf(source, names);
    this.#watched = this.#places.filter(({ roles }) => roles.length > 0);
  }

  push(content: Uint8Array): void {
    if (this.#source?.kind === 'definition') this.#partitions.push(content);
    if (this.#source?.kind !== 'rows') return this.#raw.push(content);
    this.#rows.push(content);
    if (this.#rows.longest > this.#options.rowBytes) throw new RowTooLarge(nameOf(this.#source));
  }

  end(): void {
    const source = this.#source;
    if (source?.kind === 'definition') this.#partitions.end();
    if (source?.kind !== 'rows') return this.#raw.end();
    const { rows, bytes, longest } = this.#rows.end();
    if (longest > this.#options.rowBytes) throw new RowTooLarge(nameOf(source));
    const { schema, table } = source;
    const name = JSON.stringify([schema, table]);
    const known = this.#tables.get(name) ?? { rows: 0, bytes: 0 };
    this.#tables.set(name, { schema, table, rows: known.rows + rows, bytes: known.bytes + bytes });
  }

  hits(): ScanHit[] {
    return this.#tally.hits();
  }

  tables(): ScannedTable[] {
    return [...this.#tables.values()];
  }

  /** Whole rows, many at once. */
  #block(block: RowsBlock): void {
    const { bytes, words } = block.memory;
    const { lo, hi, offset } = block;
    if (this.#watched.length > 0) {
      watchRows(bytes, lo, hi, offset, this.#watched, (value) => this.#value(value));
    }
    this.#searchRows({ bytes, words, lo, from: lo, to: hi, hi }, 0, () => null, offset);
  }

  /** A window of a row too long to be taken whole. `column`: of the byte at `lo`. */
  #longRow(window: Window, row: number, column: number): void {
    const { memory, lo, from, to, hi } = window;
    const stretch = { bytes: memory.bytes, words: memory.words, lo, from, to, hi };
    if (this.#watched.length > 0) {
      const start = { column, row, isFirst: window.offset === 0 };
      watchLongRow(stretch, start, this.#watched, (value) => this.#value(value));
    }
    const continued = continuedHex(stretch);
    if (continued > lo) {
      const where = this.#places[column];
      // Which digit is the first of a byte is not known here: both readings are looked at.
      for (const first of [lo, lo + 1]) this.#hex(stretch, first, continued, where, row);
    }
    this.#searchRows(stretch, column, () => row, 0);
  }

  #searchRows(
    stretch: Stretch,
    column: number,
    knownRow: () => number | null,
    offset: number,
  ): void {
    const { bytes, lo } = stretch;
    const cells = new Cells(bytes, lo, column);
    const placeOf = (at: number): Place | undefined => this.#places[cells.columnAt(at)];
    const rowOf = (at: number): number => knownRow() ?? offset + cells.rowAt(at);
    this.#searcher.search(stretch, {
      look: (position, resume) => {
        const field = fieldAround(stretch, position);
        const cut = excerptAt(stretch, field, position, resume, fromCopy);
        this.#judge(cut.excerpt, placeOf(position), rowOf(position));
        return cut.until;
      },
      hex: (first) => {
        const until = hexEnd(stretch, first, 'row');
        if (until - first >= SHORTEST_HEX) {
          this.#hex(stretch, first, until, placeOf(first), rowOf(first));
        }
        return until;
      },
      escape: (kind, position, resume) => {
        // Once is enough: what is left of them belongs to the value.
        if (stretch.bytes === this.#plain.bytes) return resume;
        const { from, to } = wholeField(stretch, position);
        const plain =
          kind === 'byte-escape'
            ? withoutByteEscapes(bytes, from, to, this.#plain)
            : asPgDumpWrites(bytes, from, to, this.#unescaped);
        const row = rowOf(position);
        this.#searchRows(plain, cells.columnAt(position), () => row, 0);
        return Math.max(position + 1, Math.min(to, stretch.to));
      },
      knowsLive: (position) => {
        const place = placeOf(position);
        if (place === undefined || place.holdsWebhooks) return false;
        return this.#tally.again('DATA_LIVE_HOST', 'address', place.where, rowOf(position));
      },
    });
  }

  #window(window: Window): void {
    const { memory, lo, from, to, hi } = window;
    const place = this.#places[0];
    this.#searchRaw({ bytes: memory.bytes, words: memory.words, lo, from, to, hi }, place, -1);
  }

  /** Text without columns or escapes of COPY. */
  #searchRaw(stretch: Stretch, place: Place | undefined, row: number): void {
    const look = (position: number, resume: number): number => {
      const whole = { from: stretch.lo, to: stretch.hi };
      const cut = excerptAt(stretch, whole, position, resume, (part) => part);
      this.#judge(cut.excerpt, place, row);
      return cut.until;
    };
    this.#searcher.search(stretch, {
      look,
      hex: (first) => {
        const until = hexEnd(stretch, first, 'raw');
        if (until - first >= SHORTEST_HEX && stretch.bytes !== this.#decoded.bytes) {
          this.#hex(stretch, first, until, place, row);
        }
        return until;
      },
      // Nobody takes escapes off but programs; numbers are what they take for characters.
      escape: (_kind, position, resume) =>
        isNumberEscape(stretch.bytes, position) ? look(position, resume) : resume,
      // Every find counts here, and none twice: the text itself is looked at.
      knowsLive: () => false,
    });
  }

  /** Bytes that stand as hexadecimal digits in [first, until). */
  #hex(
    stretch: Stretch,
    first: number,
    until: number,
    place: Place | undefined,
    row: number,
  ): void {
    const { bytes, words } = this.#decoded;
    const hi = decodeHex(stretch.bytes, first, until, this.#decoded);
    this.#searchRaw({ bytes, words, lo: HEAD, from: HEAD, to: hi, hi }, place, row);
  }

  #judge(excerpt: Parameters<typeof findAll>[0], place: Place | undefined, row: number): void {
    const looking = {
      allowedHosts: this.#options.allowedHosts,
      searchTokens: this.#options.searchTokens,
      holdsWebhooks: place?.holdsWebhooks ?? false,
    };
    for (const found of findAll(excerpt, looking)) {
      this.#tally.add(found, place?.where ?? nameOf(this.#source), row);
    }
  }

  #value({ value, place, row }: WatchedValue): void {
    for (const role of place.roles) {
      const found = judgeValue(role, value, this.#options.allowedHosts);
      if (found !== null) this.#tally.add(found, place.where, row);
    }
  }
}

/** Where hexadecimal digits that began before the window end; `lo` where none did. */
function continuedHex(stretch: Stretch): number {
  if (stretch.from === stretch.lo) return stretch.lo;
  // The window may begin amid what stands between two bytes.
  const end = Math.max(...[0, 1, 2].map((each) => hexEnd(stretch, stretch.lo + each, 'row')));
  return end - stretch.lo >= 64 ? end : stretch.lo;
}

function nameOf(source: DataSource | null): string {
  if (source === null) return 'the dump';
  return source.kind === 'rows' ? `${source.schema}.${source.table}` : source.name;
}
