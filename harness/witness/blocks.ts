// Which blocks of a table's file the log names: where few rows of a large table changed, these are read.
import { BlockSet, type Blocks } from './block-set.ts';
import { fileKey, type FileKey } from './footprint.ts';

/** More of them are no small part of a table: 32 MiB with the usual size of a block. */
const MOST_READ = 4096;
/** `1663/5/16384 fork main blk 12`, as pg_walinspect names a block. */
const PLACE = /^(\d+\/\d+\/\d+) fork (main|fsm|vm|init) blk (\d+)$/;

interface Found {
  /** Written to, hints left out. */
  readonly written: BlockSet;
  readonly hinted: BlockSet;
  /** Made, cut or dropped: rows may be gone with blocks that no record names. */
  isCut: boolean;
  /** Named in a way that cannot be read. */
  isLost: boolean;
}

/** Of files that are watched. On any doubt a file counts as written to anywhere. */
export class WrittenBlocks {
  readonly files: readonly FileKey[];
  readonly #found: ReadonlyMap<FileKey, Found>;

  constructor(files: readonly FileKey[]) {
    this.files = [...files];
    this.#found = new Map(
      files.map((key) => [
        key,
        { written: new BlockSet(), hinted: new BlockSet(), isCut: false, isLost: false },
      ]),
    );
  }

  /** One block that a record names. What cannot be read spoils all that is known. */
  note(place: string, isHint: boolean): void {
    const [, file = '', fork, block] = PLACE.exec(place) ?? [];
    const key = fileKey(file);
    if (key === null) {
      for (const found of this.#found.values()) found.isLost = true;
      return;
    }
    const found = this.#found.get(key);
    // Free space and visibility: no row stands there.
    if (found === undefined || fork === 'fsm' || fork === 'vm') return;
    if (fork !== 'main') found.isLost = true;
    else (isHint ? found.hinted : found.written).add(Number(block));
  }

  /** What a record says of a file as a whole names it by its path. */
  noteFile(key: FileKey, name: string): void {
    const found = this.#found.get(key);
    if (found !== undefined && !/^\d+\/\d+\/\d+$/.test(name)) found.isCut = true;
  }

  /** Blocks with rows that may have changed; null: any may have, or too many have. */
  written(key: FileKey): ReadonlySet<number> | null {
    const found = this.#found.get(key);
    if (found === undefined || found.isLost || found.isCut) return null;
    return found.written.size > MOST_READ ? null : new Set(found.written);
  }

  /** Blocks whose bytes may have changed, hints included; null: any may have. */
  named(key: FileKey): Blocks | null {
    const found = this.#found.get(key);
    if (found === undefined || found.isLost) return null;
    const { written, hinted } = found;
    return { has: (block) => written.has(block) || hinted.has(block) };
  }
}
