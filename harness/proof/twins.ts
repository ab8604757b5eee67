// Ids that differ, and that a person reading a report would take for one.

/** Two looks, not one over the other: `I` is `i` in another case, and `I` looks like `l`. */
const LOOKS: readonly ((id: string) => string)[] = [
  (id) => id.toLowerCase(),
  // Ids are ASCII by their form: no other alphabet, accent or invisible sign is left.
  (id) => id.replaceAll(/[1I]/g, 'l').replaceAll(/[0o]/g, 'O'),
];

/** Each id that looks like one before it, with that one; in the order given. */
export function twinsOf(ids: readonly string[]): (readonly [id: string, twin: string])[] {
  const seen = LOOKS.map((look) => ({ look, ids: new Map<string, string>() }));
  return ids.flatMap((id) => {
    const twin = seen.map(({ look, ids: alike }) => alike.get(look(id))).find((each) => each);
    for (const { look, ids: alike } of seen) alike.set(look(id), id);
    return twin === undefined ? [] : [[id, twin] as const];
  });
}
