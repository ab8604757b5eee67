// What of a Postgres error may be repeated: its own words and names of objects, never a value.
import { KINDS, VOCABULARY } from './server-words.ts';

/**
 * Postgres quotes names and values alike, and not only at the end of a message. What is kept is a
 * word of its own vocabulary, or a name right behind the kind of object it names, as long as
 * nothing else came before it; everything else is an ellipsis.
 *
 * The name of something that is not there may be a row's value (`SELECT word::regclass`): it is
 * kept only where it stands in `statement`, or where nobody knows the statement (`null`).
 */
export function withoutValues(message: string, statement: string | null = null): string {
  const parts = message.match(/"[^"]*"|[(),:;]+|\s+|[^\s"(),:;]+|"/g) ?? [];
  const isNameKnown = namesKnown(message, statement);
  let previous = '';
  let isClean = true;
  const kept = parts.map((part) => {
    if (/^\s+$/.test(part)) return part;
    if (/^[(),:;]+$/.test(part)) {
      previous = '';
      return part;
    }
    const word = part.toLowerCase().replace(/\.$/, '');
    const isName = isClean && KINDS.has(previous) && NAME.test(part) && isNameKnown(part);
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

const NOT_THERE =
  /\b(?:not exist|no such|not found|not available|not allowed|unknown|unrecognized|not recognized|could not (?:open|access|load|stat))\b/i;

function namesKnown(message: string, statement: string | null): (name: string) => boolean {
  if (statement === null || !NOT_THERE.test(message)) return () => true;
  const spoken = statement.toLowerCase().replaceAll('"', '');
  return (name) => spoken.includes(name.toLowerCase().replaceAll('"', ''));
}

/** SQLSTATE of an error that code raised in words of its own: any of them may be a row's. */
const RAISED = 'P0001';
/** The same under any other SQLSTATE: RAISE and ASSERT of PL/pgSQL write the whole message. */
const RAISING_ROUTINE = /^exec_stmt_(?:raise|assert)$/;

/** The same for an error that a session threw, its SQLSTATE behind it. */
export function serverMessage(error: unknown, statement = ''): string {
  if (!(error instanceof Error)) return 'it failed';
  const code: unknown = Reflect.get(error, 'code');
  const routine: unknown = Reflect.get(error, 'routine');
  const state = typeof code === 'string' ? ` (SQLSTATE ${code})` : '';
  if (code === RAISED || (typeof routine === 'string' && RAISING_ROUTINE.test(routine))) {
    return `code raised an error in words of its own${state}`;
  }
  return `${withoutValues(error.message, statement)}${state}`;
}

/** Whether Postgres itself said it: such an error also carries rows, in a dozen properties. */
export function isServerError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    typeof Reflect.get(error, 'severity') === 'string' &&
    /^[0-9A-Z]{5}$/.test(String(Reflect.get(error, 'code')))
  );
}
