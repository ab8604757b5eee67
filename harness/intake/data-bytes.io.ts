// Reads a staged file for whoever unpacks it: one buffer, used again and again, and a count.
import { open, type FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 256 * 1024;

/** How much of the dump's own bytes was read so far. */
export interface Progress {
  packedBytes: number;
}

/** A file, or a part of one such as a member of a tar. */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly byteLength: number;
}

/** Held open by whoever made it: what reads from it may be left in the middle. */
export class OpenBytes implements AsyncDisposable {
  readonly #handle: FileHandle;
  readonly #place: Place;
  readonly #progress: Progress;

  private constructor(handle: FileHandle, place: Place, progress: Progress) {
    this.#handle = handle;
    this.#place = place;
    this.#progress = progress;
  }

  static async open(place: Place, progress: Progress): Promise<OpenBytes> {
    return new OpenBytes(await open(place.file, 'r'), place, progress);
  }

  /** A chunk holds until the next is asked for. */
  async *chunks(): AsyncGenerator<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (let at = 0; at < this.#place.byteLength;) {
      const bytesRead = await this.into(buffer, 0, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** Fills `buffer` from `offset` on with what stands at `at`; 0 at the end. */
  async into(buffer: Buffer, offset: number, at: number): Promise<number> {
    const length = Math.min(buffer.length - offset, this.#place.byteLength - at);
    if (length <= 0) return 0;
    const { bytesRead } = await this.#handle.read(buffer, offset, length, this.#place.start + at);
    this.#progress.packedBytes += bytesRead;
    return bytesRead;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}
