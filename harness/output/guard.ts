// The guard through which everything leaves: no seal-shaped word gets out, not even in two pieces.
import { defuseTokens } from '../kernel/index.ts';

/** The same text with every forbidden word broken; for text that is complete. */
export function guardText(text: string): string {
  return defuseTokens(text);
}

/**
 * The same value with every key and string guarded: a column that bears a seal-shaped name is
 * still named in the evidence, and no reader can mistake it. Applied before composing a packet.
 */
export function guardValue(value: unknown): unknown {
  if (typeof value === 'string') return guardText(value);
  if (Array.isArray(value)) return value.map(guardValue);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(out, guardText(key), { value: guardValue(item), enumerable: true });
  }
  return out;
}

export interface OutputWriter {
  write(piece: string): void;
  /** Lets out what was held back; call once, at the end. */
  end(): void;
}

/** For text that comes in pieces: the last word is held back until it is known to be complete. */
export function outputWriter(sink: (text: string) => void): OutputWriter {
  let held = '';
  return {
    write: (piece) => {
      const text = held + piece;
      const at = lastWordAt(text);
      held = text.slice(at);
      if (at > 0) sink(guardText(text.slice(0, at)));
    },
    end: () => {
      if (held !== '') sink(guardText(held));
      held = '';
    },
  };
}

/** Where the word begins that the text ends in; its length where it ends in none. */
function lastWordAt(text: string): number {
  let at = text.length;
  while (at > 0 && /\w/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}
