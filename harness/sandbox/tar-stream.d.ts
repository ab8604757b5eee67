// What this stage uses of tar-stream, which brings no types of its own.
declare module 'tar-stream' {
  import type { Readable, Writable } from 'node:stream';

  export interface Header {
    readonly name: string;
    readonly type?: 'file' | 'directory' | 'symlink' | 'link';
    readonly size?: number;
    readonly mode?: number;
    readonly uid?: number;
    readonly gid?: number;
    readonly mtime?: Date;
  }

  export interface Pack extends Readable {
    /** The stream takes the content of a file; without one, `done` ends the entry. */
    entry(header: Header, done: (error?: Error | null) => void): Writable;
    finalize(): void;
  }

  export interface Entry extends Readable {
    readonly header: Header;
  }

  export interface Extract extends Writable, AsyncIterable<Entry> {}

  export function pack(): Pack;
  export function extract(): Extract;
}
