// Words that no output of a rehearsal may hold: they would read as authority over production.

/** A rehearsal's own verdict words that have the shape of a seal and are allowed. */
const ALLOWED: ReadonlySet<string> = new Set([]);

// Assembled, so that the source and its search results never hold the words themselves. First a
// whole word of the shape, whatever leads it; then the three that nobody may find by searching,
// even where letters or digits are glued to them.
const SEAL_SHAPE =
  /\b_*[A-Z0-9]\w*_(?:PASS|AUTHORIZED|GRANTED)(?![A-Z0-9])|(?:PRODUCTION|REAL_RUN|CUTOVER)_(?:PASS)/gi;

/** Every forbidden token in a text, in order, without duplicates. */
export function forbiddenTokensIn(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(SEAL_SHAPE)) {
    if (!ALLOWED.has(match[0])) found.add(match[0]);
  }
  return [...found];
}

/**
 * The same text with each token broken by U+00B7 before each of its last words (one token may hold
 * several), so that a person still recognises a table that bears such a name while no reader can
 * mistake it for a seal.
 */
export function defuseTokens(text: string): string {
  return text.replace(SEAL_SHAPE, (token) =>
    ALLOWED.has(token) ? token : token.replace(/_(?=PASS|AUTHORIZED|GRANTED)/gi, '\u00b7'),
  );
}
