// The frames between this process and the relay in a container: many sessions over one stream.

/** Bytes of one channel that may be on their way untaken; the relay holds to the same number. */
export const WINDOW_BYTES = 1024 * 1024;
const FRAME_BYTES = 64 * 1024;
const HEAD_BYTES = 9;

/** `open` and `opened`, `data`, `end` (no more data), `gone`, `taken` (so many bytes). */
const KINDS = { O: 'open', A: 'opened', D: 'data', E: 'end', C: 'gone', W: 'taken' } as const;
type Letter = keyof typeof KINDS;
export type FrameKind = (typeof KINDS)[Letter];

export interface Frame {
  readonly kind: FrameKind;
  readonly channel: number;
  readonly payload: Buffer;
}

const LETTERS = new Map(Object.entries(KINDS).map(([letter, kind]) => [kind, letter]));

/** The bytes of a frame, or of as many as its payload takes. */
export function frameBytes(
  kind: FrameKind,
  channel: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < payload.length; at += FRAME_BYTES) {
    const part = payload.subarray(at, at + FRAME_BYTES);
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(LETTERS.get(kind) ?? '?', 'latin1');
    head.writeUInt32BE(channel, 1);
    head.writeUInt32BE(part.length, 5);
    parts.push(head, part);
  }
  return Buffer.concat(parts);
}

export function takenBytes(channel: number, bytes: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(bytes);
  return frameBytes('taken', channel, payload);
}

export function numberIn({ payload }: Frame): number {
  return payload.length === 4 ? payload.readUInt32BE() : Number.NaN;
}

/** Puts frames together from bytes that come in any pieces. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws Error where the bytes are no frames: whatever wrote them is no relay */
  read(bytes: Buffer): Frame[] {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const frames: Frame[] = [];
    let at = 0;
    while (all.length - at >= HEAD_BYTES) {
      const kind = kindOf(all.toString('latin1', at, at + 1));
      const length = all.readUInt32BE(at + 5);
      if (kind === null || length > FRAME_BYTES) throw new Error('the relay does not speak frames');
      const end = at + HEAD_BYTES + length;
      if (end > all.length) break;
      const payload = all.subarray(at + HEAD_BYTES, end);
      frames.push({ kind, channel: all.readUInt32BE(at + 1), payload });
      at = end;
    }
    this.#rest = all.subarray(at);
    return frames;
  }
}

function kindOf(letter: string): FrameKind | null {
  return Object.hasOwn(KINDS, letter) ? KINDS[letter as Letter] : null; // hasOwn has just told so
}
