// Ways to have a forged packet told: each change alone, or with everything derived from it again.
import { canonicalJson } from '../../../harness/kernel/index.ts';
import type { PacketDocuments, TreeDocuments } from '../../../harness/run/story/documents.ts';
import { sourcesIn, type PacketSources } from '../../../harness/run/story/sources.ts';
import { storyFindings } from '../../../harness/run/story/story.ts';
import { documentsOf, SCHEMAS } from './packets.ts';

/** `code where: what` of each finding. */
export function told(documents: PacketDocuments): string[] {
  return storyFindings(documents).map(({ code, where, what }) => `${code} ${where}: ${what}`);
}

/** Each code once. */
export function codesOf(documents: PacketDocuments): string[] {
  return [...new Set(storyFindings(documents).map(({ code }) => code))];
}

/** Of a copy of the facts, changed, and all the rest of the packet made to fit. */
export function refitted(
  sources: PacketSources,
  change: (facts: Mutable<PacketSources>) => void,
): PacketDocuments {
  const facts = structuredClone(sources) as Mutable<PacketSources>; // a copy is anybody's to write
  change(facts);
  return documentsOf(facts);
}

/** Of one file, changed, beside all others as they were. */
export function alone<File extends keyof TreeDocuments>(
  documents: PacketDocuments,
  file: File,
  change: (value: Mutable<TreeDocuments[File]>) => void,
): PacketDocuments {
  const value = structuredClone(documents.tree[file]) as Mutable<TreeDocuments[File]>; // a copy
  change(value);
  return { ...documents, tree: { ...documents.tree, [file]: value } };
}

/** What a forger does who knows the harness: one fact, and everything that follows from it. */
export function refittedWith(
  documents: PacketDocuments,
  file: keyof TreeDocuments,
  value: unknown,
): PacketDocuments | null {
  if (!SCHEMAS[file].safeParse(value).success) return null;
  const tree = { ...documents.tree, [file]: value } as TreeDocuments; // it has its form
  const sources = sourcesIn(tree);
  try {
    return sources === null ? null : documentsOf(sources);
  } catch (error) {
    // A code that no build knows: no packet is made of it, and one that holds it is refused.
    if (error instanceof TypeError && error.message.startsWith('unknown code ')) return null;
    throw error;
  }
}

export function isLike(one: PacketDocuments, other: PacketDocuments): boolean {
  return canonicalJson(one.tree) === canonicalJson(other.tree);
}

export type Mutable<Value> = Value extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
    : Value;

/** The item of a list that must be there. */
export function item<Value>(list: readonly Value[] | null | undefined, index: number): Value {
  const found = list?.[index];
  if (found === undefined) throw new Error(`there is no item ${index}`);
  return found;
}
