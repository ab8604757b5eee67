// The commands that a page tells a reader to type, and what each is to print.

export interface Told {
  readonly script: string;
  /** A sha256; null where the page names none. */
  readonly prints: string | null;
}

/** As they stand in the page, with its escapes undone: what a reader would copy. */
export function commandsIn(page: string): Told[] {
  const blocks =
    /<pre class="commands"[^>]*>([^]*?)<\/pre>\s*(?:<p class="expected">prints <code>([0-9a-f]{64}))?/g;
  return [...page.matchAll(blocks)].map(([, script = '', prints]) => ({
    script: script
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
    prints: prints ?? null,
  }));
}
