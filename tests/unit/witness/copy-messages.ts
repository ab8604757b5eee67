// Messages of the Postgres protocol as a server sends them, for tests that say what it answers.

/** A letter, the length of the rest, the rest. */
export function message(kind: string, content: string | Uint8Array = ''): Buffer {
  const bytes = Buffer.from(content);
  const head = Buffer.alloc(5, kind, 'latin1');
  head.writeInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}

export const TOLD = {
  out: message('H', Buffer.from([0, 0, 1, 0, 0])),
  done: message('c'),
  count: (rows: number): Buffer => message('C', `COPY ${rows}\0`),
  ready: message('Z', 'I'),
  error: (words: string): Buffer => message('E', `SERROR\0C22012\0M${words}\0\0`),
  notice: (words: string): Buffer => message('N', `SNOTICE\0C00000\0M${words}\0\0`),
  welcome: message('R', Buffer.from([0, 0, 0, 0])),
} as const;

/** What the rows among them hold. */
export function rowsOf(messages: readonly Buffer[]): Buffer[] {
  return messages.filter((each) => each[0] === 0x64).map((each) => each.subarray(5));
}

/** In pieces, cut at these places as far as there is something to cut. */
export function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [...at, bytes.length].map((to, index) => bytes.subarray(at[index - 1] ?? 0, to));
}
