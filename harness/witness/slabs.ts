// Memory for text of rows, filled again once it was used: rows by the gigabyte leave nothing behind
// that would have to be collected.

export const SLAB_BYTES = 256 * 1024;
/** More than ever wait at one time: lanes that are ahead, and what each session fills. */
const MOST_IDLE = 40;

const idle: Buffer[] = [];
/** Nobody is to fill what another still reads: each may be given back once. */
const lent = new WeakMap<ArrayBufferLike, Buffer>();

/** In it stands whatever stood there. */
export function takeSlab(): Buffer {
  const slab = idle.pop() ?? Buffer.allocUnsafeSlow(SLAB_BYTES);
  lent.set(slab.buffer, slab);
  return slab;
}

/** A slab, or a part of one; whoever has it looks at it no more. Of other memory nothing happens. */
export function giveBack({ buffer }: Uint8Array): void {
  const slab = lent.get(buffer);
  if (slab === undefined) return;
  lent.delete(buffer);
  if (idle.length < MOST_IDLE) idle.push(slab);
}
