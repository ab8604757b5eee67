// What people call an entry of a table of contents.

/** Entries about another object: their tag begins with its kind, `TABLE births`. */
const ABOUT_OTHERS: ReadonlySet<string> = new Set(['COMMENT', 'ACL', 'SECURITY LABEL']);
const KIND_AND_NAME = /^((?:[A-Z]+ )+)(.+)$/s;

/** With its schema where it has one: `public.births`, and `TABLE public.births` for its comment. */
export function entryLabel(entry: {
  readonly description: string;
  readonly namespace: string | null;
  readonly tag: string;
}): string {
  const { description, namespace, tag } = entry;
  if (namespace === null) return tag;
  const about = ABOUT_OTHERS.has(description) ? KIND_AND_NAME.exec(tag) : null;
  return about === null ? `${namespace}.${tag}` : `${about[1] ?? ''}${namespace}.${about[2] ?? ''}`;
}
