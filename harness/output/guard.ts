// The guard through which everything leaves: no seal-shaped word, no secret, no value that may not.
import { defuseTokens } from '../kernel/index.ts';
import { knownIn, secretsIn, withoutKnown, withoutSecrets } from './secrets.ts';

/** The same text with every forbidden word broken and every secret masked; for complete texts. */
export function guardText(text: string): string {
  return defuseTokens(withoutSecrets(withoutKnown(text)));
}

/**
 * The same value with every key and string guarded: a column that bears a seal-shaped name is
 * still named in the evidence, and no reader can mistake it. Applied before composing a packet, and
 * so the same on every machine: what this process alone knows is refused by `heldBackIn` instead.
 */
export function guardValue(value: unknown): unknown {
  // One word stands a thousand times in a packet.
  const done = new Map<string, string>();
  const guarded = (text: string): string => {
    const known = done.get(text);
    if (known !== undefined) return known;
    const made = guardString(text);
    done.set(text, made);
    return made;
  };
  return valueWith(guarded, value);
}

function valueWith(guarded: (text: string) => string, value: unknown): unknown {
  if (typeof value === 'string') return guarded(value);
  if (Array.isArray(value)) return value.map((item) => valueWith(guarded, item));
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    let name = guarded(key);
    // Two keys may be one once they are guarded; neither's value is to be lost.
    while (Object.hasOwn(out, name)) name += '\u00b7';
    Object.defineProperty(out, name, { value: valueWith(guarded, item), enumerable: true });
  }
  return out;
}

/** How often a word may come of the breaking of another; nobody writes that by chance. */
const PASSES = 5;

/**
 * The letter of an escape can stand in front of a low line where the text has a line end: what is
 * harmless as a value is a word of the shape in the file, and no good run is to be lost over it.
 */
function guardString(text: string): string {
  let plain = defuseTokens(withoutSecrets(text));
  if (!/[^\x20-\x7e]|["\\]/.test(plain)) return plain;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const written = JSON.stringify(plain);
    const guarded = defuseTokens(written);
    if (guarded === written) return plain;
    plain = defuseTokens(parsedText(guarded));
  }
  return WITHHELD;
}

const WITHHELD = '[withheld: words in each other]';

/** What is broken may have been half of an escape. */
function parsedText(written: string): string {
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === 'string' ? value : WITHHELD;
  } catch {
    return WITHHELD;
  }
}

/** What a text still holds that must not leave, as words for a finding; empty where nothing. */
export function heldBackIn(text: string): string[] {
  const kinds = new Set(secretsIn(text).map(({ kind }) => kind));
  const values = knownIn(text);
  return [...[...kinds].sort(), ...(values === 0 ? [] : ['a value that only this machine knows'])];
}
