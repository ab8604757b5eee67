// Memory for stretches of content: bytes, the same as words, and a line feed before them all.

/** Where content begins in a memory; before it stand line feeds. */
export const HEAD = 2;

export interface Memory {
  readonly bytes: Buffer;
  readonly words: Uint16Array;
  /** Bytes of content that fit. */
  readonly capacity: number;
}

export function allocate(capacity: number): Memory {
  const memory = new ArrayBuffer(HEAD + capacity + (capacity % 2));
  const bytes = Buffer.from(memory);
  bytes.fill(0x0a, 0, HEAD);
  return { bytes, words: new Uint16Array(memory), capacity };
}
