// Layers of thin clones, and the mount options that stack them.

/** Where the two volumes of the sandbox lie, as the engine names them. */
export interface LayerPaths {
  readonly base: string;
  readonly scratch: string;
}

/** The kernel takes one page of options; a byte of it ends them. */
const OPTION_BYTES = 4095;
/** Deeper stacks mount, and every open of a file asks each layer in turn. */
const MOST_LAYERS = 40;
/** A folder of clones is named by its number; room for a million of them is kept. */
const LONGEST_NUMBER = 999_999;

/**
 * Options of a volume that shows `below` (nearest first, then the baseline) and takes the writes of
 * `clone`; null where no kernel would mount that many layers.
 */
export function overlayOptions(
  paths: LayerPaths,
  clone: number,
  below: readonly number[],
): Readonly<Record<string, string>> | null {
  const folder = (number: number): string => `${paths.scratch}/${number}`;
  const lower = [...below.map((number) => `${folder(number)}/upper`), paths.base].join(':');
  const o = `lowerdir=${lower},upperdir=${folder(clone)}/upper,workdir=${folder(clone)}/work`;
  if (below.length > MOST_LAYERS || Buffer.byteLength(o) > OPTION_BYTES) return null;
  return { type: 'overlay', device: 'overlay', o };
}

/** Whether a clone could still be made on top of these layers. */
export function canStack(paths: LayerPaths, below: readonly number[]): boolean {
  return overlayOptions(paths, LONGEST_NUMBER, below) !== null;
}
