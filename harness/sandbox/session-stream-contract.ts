// What the stream of a session offers beside what its client asks of it: rows past the client.

/**
 * Bytes as they came from the server, to be used during the call alone, and to be written over at
 * will. false: no more of them until `goOn`.
 */
export type TakeBytes = (bytes: Uint8Array) => boolean;

/** A session's stream, whose bytes another than its client may take. */
export interface SessionStream {
  /** From now on all that comes is this one's; null: the client's again. */
  divert(take: TakeBytes | null): void;
  /** Gives the client bytes as if they came right now. They are copied. */
  handOn(bytes: Uint8Array): void;
  /** There is room again. */
  goOn(): void;
  destroy(error: Error): unknown;
}

/** Whether it is one that `openConnection` made. */
export function isSessionStream(stream: object): stream is SessionStream {
  return 'divert' in stream && 'handOn' in stream && 'goOn' in stream;
}
