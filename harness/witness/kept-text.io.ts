// Keeps the text of large tables while it is hashed for the first time: where a change touched few
// rows of one, what its text came to is hashed from what is kept, and only the ranges that differ are
// read. It is kept in the private folder of the run, and gone with it.
import type { Hash } from 'node:crypto';
import { mkdtemp, open, rm, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { digestOf, sha256Stream } from '../kernel/index.ts';
import type { TablePrint } from './contract.ts';
import type { Cut, RangeRows, TableText, Texts } from './witness-contract.ts';

/** Of what is free where it is kept, so much may be taken by all texts together. */
const PART_OF_FREE = 4;
/** Rows on a disk that is memory would count to the machine's own. */
const TMPFS = 0x01021994;
const CHUNK_BYTES = 1024 * 1024;

interface Range {
  readonly start: number;
  readonly end: number;
  readonly rows: number;
  /** The hash of all before it. */
  readonly before: Hash;
}

class KeptText implements TableText {
  readonly cut: Cut;
  readonly #print: TablePrint;
  readonly #handle: FileHandle;
  readonly #ranges: readonly Range[];

  constructor(cut: Cut, print: TablePrint, handle: FileHandle, ranges: readonly Range[]) {
    this.cut = cut;
    this.#print = print;
    this.#handle = handle;
    this.#ranges = ranges;
  }

  /** Whether it is the text of that very content. */
  isOf({ table, sha256 }: TablePrint): boolean {
    return this.#print.table === table && this.#print.sha256 === sha256;
  }

  /** What the table reads as where it is what it was but for some ranges, which are read by `read`. */
  async printWith(changed: ReadonlySet<number>, read: RangeRows): Promise<TablePrint> {
    const first = Math.min(...changed);
    const begun = this.#ranges[first];
    if (begun === undefined) throw new TypeError(`"${this.#print.table}" has no such range`);
    const hash = begun.before.copy();
    let { rows } = this.#print;
    for (const [at, range] of this.#ranges.entries()) {
      if (at < first) continue;
      if (!changed.has(at)) {
        await this.#hashKept(hash, range);
        continue;
      }
      let now: number | null = null;
      for await (const bytes of read(this.cut.conditions[at] ?? '', (count) => (now = count))) {
        hash.update(bytes);
      }
      if (now === null) throw new TypeError(`"${this.#print.table}" was not read to its end`);
      rows += now - range.rows;
    }
    return { ...this.#print, rows, sha256: digestOf(hash) };
  }

  async #hashKept(hash: Hash, { start, end }: Range): Promise<void> {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = start; at < end;) {
      const length = Math.min(buffer.length, end - at);
      const { bytesRead } = await this.#handle.read(buffer, 0, length, at);
      if (bytesRead === 0) throw new Error('a text that was kept is shorter than it was');
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  }
}

/** Takes one table's text as it comes, range by range. */
export class TextWriter {
  readonly #keeper: KeptTexts;
  readonly #cut: Cut;
  readonly #handle: FileHandle;
  readonly #ranges: Range[] = [];
  #bytes = 0;
  #start = 0;
  #before = sha256Stream();
  #isLost = false;

  constructor(keeper: KeptTexts, cut: Cut, handle: FileHandle) {
    this.#keeper = keeper;
    this.#cut = cut;
    this.#handle = handle;
  }

  /** Held until the answer. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#isLost || bytes.length === 0) return;
    try {
      this.#keeper.take(bytes.length);
      // All of it or an error: a single write may end short on a disk that fills up.
      await this.#handle.writeFile(bytes);
      this.#bytes += bytes.length;
    } catch {
      this.#isLost = true; // no room: then tables are read whole, as without it
      await this.#handle.truncate(0).catch(() => undefined); // it is removed at the end in any case
    }
  }

  /** A range is over; `hash` is of all up to here. */
  endRange(rows: number, hash: Hash): void {
    this.#ranges.push({ start: this.#start, end: this.#bytes, rows, before: this.#before });
    this.#start = this.#bytes;
    this.#before = hash.copy();
  }

  finish(print: TablePrint): void {
    if (this.#isLost) return;
    this.#keeper.keep(new KeptText(this.#cut, print, this.#handle, this.#ranges));
  }
}

export class KeptTexts implements Texts, AsyncDisposable {
  readonly #folder: string;
  readonly #handles: FileHandle[] = [];
  readonly #texts: KeptText[] = [];
  #room: number;

  private constructor(folder: string, room: number) {
    this.#folder = folder;
    this.#room = room;
  }

  /** `roomBytes`: for all of them together; by what is free, where absent. */
  static async in(workFolder: string, roomBytes?: number): Promise<KeptTexts> {
    const folder = await mkdtemp(path.join(workFolder, 'text-'));
    return new KeptTexts(folder, roomBytes ?? (await roomIn(workFolder)));
  }

  /** null: there is no room at all. */
  async begin(cut: Cut): Promise<TextWriter | null> {
    if (this.#room <= 0) return null;
    const file = path.join(this.#folder, String(this.#handles.length));
    const handle = await open(file, 'wx+', 0o600);
    this.#handles.push(handle);
    return new TextWriter(this, cut, handle);
  }

  /** @throws where there is no more room */
  take(bytes: number): void {
    this.#room -= bytes;
    if (this.#room < 0) throw new Error('texts are kept in a part of the free space alone');
  }

  keep(text: KeptText): void {
    this.#texts.push(text);
  }

  /** The text of that very content; undefined where it was not kept. */
  of(print: TablePrint): KeptText | undefined {
    return this.#texts.find((text) => text.isOf(print));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#handles.splice(0).map((handle) => handle.close()));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize, type } = await statfs(folder);
  return type === TMPFS ? 0 : (bavail * bsize) / PART_OF_FREE;
}
