// Ids that differ, and that a person reading a report would take for one.

/** Each id that looks like one before it, with that one; in the order given. */
export function twinsOf(ids: readonly string[]): (readonly [id: string, twin: string])[] {
  const seen = [new Map<string, string>(), new Map<string, string>()] as const;
  return ids.flatMap((id) => {
    // Two looks, not one over the other: `I` is `i` in another case, and `I` looks like `l`.
    const looks = [id.toLowerCase(), skeletonOf(id)];
    const twin = seen.map((map, at) => map.get(looks[at] ?? '')).find((each) => each !== undefined);
    for (const [at, map] of seen.entries()) map.set(looks[at] ?? '', id);
    return twin === undefined ? [] : [[id, twin] as const];
  });
}

/** Ids are ASCII by their form, so that no other alphabet, accent or invisible sign is left. */
function skeletonOf(id: string): string {
  return id.replaceAll(/[1I]/g, 'l').replaceAll(/[0o]/g, 'O');
}
