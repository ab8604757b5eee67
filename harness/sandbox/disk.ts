// What the program inside says where a run takes more room than it may.

export interface DiskOver {
  readonly bytes: number;
  /** Slots of clones with what was written in each, the largest first; none: the server's own. */
  readonly slots: readonly number[];
}

/** `over BYTES SLOT:BYTES ...`; null for every other line. */
export function diskOver(line: string): DiskOver | null {
  const match = /^over (\d{1,15})((?: \d{1,3}:\d{1,15})*)$/.exec(line);
  if (match === null) return null;
  const [, bytes = '', slots = ''] = match;
  return {
    bytes: Number(bytes),
    slots: slots
      .split(' ')
      .filter((each) => each !== '')
      .map((each) => Number(each.split(':')[0])),
  };
}
