// What of a Postgres error may be repeated: its own words and names of objects, never a value.
import { KINDS, VOCABULARY } from './server-words.ts';

/**
 * Postgres quotes names and values alike, and not only at the end of a message. What is kept is a
 * word of its own vocabulary, or a name right behind the kind of object it names, as long as
 * nothing else came before it; everything else is an ellipsis.
 */
export function withoutValues(message: string): string {
  const parts = message.match(/"[^"]*"|[(),:;]+|\s+|[^\s"(),:;]+|"/g) ?? [];
  let previous = '';
  let isClean = true;
  const kept = parts.map((part) => {
    if (/^\s+$/.test(part)) return part;
    if (/^[(),:;]+$/.test(part)) {
      previous = '';
      return part;
    }
    const word = part.toLowerCase().replace(/\.$/, '');
    const isName = isClean && KINDS.has(previous) && NAME.test(part);
    const isKept = isName || VOCABULARY.has(word);
    isClean &&= isKept;
    previous = VOCABULARY.has(word) ? word : '';
    return isKept ? part : '\u2026';
  });
  return kept
    .join('')
    .replace(/\u2026(?:[\s(),:;]*\u2026)+/g, '\u2026')
    .trim()
    .slice(0, 300);
}

/** A quoted name, or one that needs no quotes. */
const NAME = /^(?:"[^"]+"|[a-z_][a-z0-9_$]*(?:\.[a-z_][a-z0-9_$]*)*)$/i;

/** SQLSTATE of an error that code raised in words of its own: any of them may be a row's. */
const RAISED = 'P0001';

/** The same for an error that a session threw, its SQLSTATE behind it. */
export function serverMessage(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed';
  const code: unknown = Reflect.get(error, 'code');
  const state = typeof code === 'string' ? ` (SQLSTATE ${code})` : '';
  if (code === RAISED) return `code raised an error in words of its own${state}`;
  return `${withoutValues(error.message)}${state}`;
}
