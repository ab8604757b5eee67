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

/** Folders for the writes of clones, made by the image: alive or frozen, each clone has one. */
export const SLOTS: readonly number[] = Array.from({ length: 64 }, (_, index) => index + 1);

/** Options of the volume of a clone in `slot` over `below` (slots, nearest first) and the baseline. */
export type Stacking = (
  paths: LayerPaths,
  slot: number,
  below: readonly number[],
) => Readonly<Record<string, string>>;

export const stackLayers: Stacking = (paths, slot, below) => {
  const folder = (number: number): string => `${paths.scratch}/${number}`;
  const lower = [...below.map((number) => `${folder(number)}/upper`), paths.base].join(':');
  const o = `lowerdir=${lower},upperdir=${folder(slot)}/upper,workdir=${folder(slot)}/work`;
  return { type: 'overlay', device: 'overlay', o };
};

/**
 * The same, and whatever is to be synced to the disk is said to be there: neither the copy of a file
 * at its first access waits for that, nor the server in it. null where there is no room for the word.
 */
export function withoutSync(
  overlay: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | null {
  const o = `${overlay['o'] ?? ''},volatile`;
  return Buffer.byteLength(o) <= OPTION_BYTES ? { ...overlay, o } : null;
}

/** Whether a clone on top of these layers could be mounted, whatever slot it comes to. */
export function canStack(stacking: Stacking, paths: LayerPaths, below: readonly number[]): boolean {
  const { o = '' } = stacking(paths, SLOTS.length, below);
  return o.split(':').length <= MOST_LAYERS && Buffer.byteLength(o) <= OPTION_BYTES;
}
