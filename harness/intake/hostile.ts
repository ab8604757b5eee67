// Judges one parsed statement of a dump: is it of a kind that pg_dump writes, and does anything in
// it reach out of the database? Hostile input: what is not understood is refused.
import type { ParsedStatement } from './contents.ts';
import { objectionsToKind } from './hostile-kinds.ts';
import type { Objection } from './hostile-names.ts';
import { objectionsWithin } from './hostile-walk.ts';

/** All objections, notes among them, each once. */
export function objectionsTo({ kind, node }: ParsedStatement): Objection[] {
  const all = [...objectionsToKind(kind, node), ...objectionsWithin(kind, node)];
  return [...new Map(all.map((each) => [`${each.code} ${each.what}`, each])).values()];
}
