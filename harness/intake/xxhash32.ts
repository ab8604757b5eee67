// xxHash32 over a stream of bytes, as the LZ4 frame format uses it. Not a seal: it finds accidents.

const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;
const STRIPE_BYTES = 16;

/** With seed 0, the only one that LZ4 frames know. */
export class XxHash32 {
  #a = (P1 + P2) | 0;
  #b = P2 | 0;
  #c = 0;
  #d = -P1 | 0;
  #length = 0;
  /** Bytes of a stripe that is not whole yet. */
  readonly #rest = Buffer.alloc(STRIPE_BYTES);
  #restBytes = 0;

  update(bytes: Buffer): void {
    let at = 0;
    this.#length += bytes.length;
    if (this.#restBytes > 0) {
      at = bytes.copy(this.#rest, this.#restBytes);
      this.#restBytes += at;
      if (this.#restBytes < STRIPE_BYTES) return;
      this.#stripes(this.#rest, 0, STRIPE_BYTES);
    }
    const whole = bytes.length - ((bytes.length - at) % STRIPE_BYTES);
    this.#stripes(bytes, at, whole);
    this.#restBytes = bytes.copy(this.#rest, 0, whole);
  }

  /** As an unsigned number. */
  digest(): number {
    let hash =
      this.#length >= STRIPE_BYTES
        ? turned(this.#a, 1) + turned(this.#b, 7) + turned(this.#c, 12) + turned(this.#d, 18)
        : P5;
    hash = (hash + this.#length) | 0;
    let at = 0;
    for (; at + 4 <= this.#restBytes; at += 4) {
      hash = Math.imul(turned(hash + Math.imul(this.#rest.readInt32LE(at), P3), 17), P4);
    }
    for (; at < this.#restBytes; at += 1) {
      hash = Math.imul(turned(hash + Math.imul(this.#rest[at] ?? 0, P5), 11), P1);
    }
    hash = Math.imul(hash ^ (hash >>> 15), P2);
    hash = Math.imul(hash ^ (hash >>> 13), P3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #stripes(bytes: Buffer, from: number, until: number): void {
    let [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d];
    for (let at = from; at < until; at += STRIPE_BYTES) {
      a = Math.imul(turned(a + Math.imul(word(bytes, at), P2), 13), P1);
      b = Math.imul(turned(b + Math.imul(word(bytes, at + 4), P2), 13), P1);
      c = Math.imul(turned(c + Math.imul(word(bytes, at + 8), P2), 13), P1);
      d = Math.imul(turned(d + Math.imul(word(bytes, at + 12), P2), 13), P1);
    }
    [this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
  }
}

export function xxHash32(bytes: Buffer): number {
  const hash = new XxHash32();
  hash.update(bytes);
  return hash.digest();
}

function word(bytes: Buffer, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** Rotated to the left; whatever is added up comes in as a 32-bit number. */
function turned(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
