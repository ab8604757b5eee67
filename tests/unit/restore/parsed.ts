// What the grammar makes of a statement, without where in the text it stands.
import { loadModule, parseSync } from 'libpg-query';

await loadModule();

const PLACES: ReadonlySet<string> = new Set(['location', 'stmt_len', 'stmt_location']);

/** The tree, places left out, so that two spellings of one statement are equal. */
export function treeOf(sql: string): unknown {
  return JSON.parse(
    JSON.stringify(parseSync(sql).stmts, (key, value: unknown) =>
      PLACES.has(key) ? undefined : value,
    ),
  );
}
