// All rules on one text, in every reading of it that its escapes allow.
import { HASH_RULES } from './rules-hashes.ts';
import { findTokens, KEY_RULES } from './rules-keys.ts';
import { findPointers } from './rules-addresses.ts';
import { findByPattern, isWithin, type Found, type Range } from './rule.ts';
import type { TokenSearch } from './secretlint.io.ts';
import { OWN_TOKENS, TOKEN_RULES } from './token-rules.ts';
import { readings } from './unescape.ts';

export interface Looking {
  readonly allowedHosts: readonly string[];
  readonly searchTokens: TokenSearch;
  readonly holdsWebhooks: boolean;
}

/** A text to judge: what begins in `core` counts, the rest is there to be seen whole. */
export interface Excerpt {
  readonly before: string;
  readonly core: string;
  readonly after: string;
  /** What takes the escapes of COPY off, or nothing where there are none. */
  readonly unescape: (part: string) => string;
}

/** Everything that begins in the core. What one reading has found is not told again by another. */
export function* findAll(excerpt: Excerpt, looking: Looking): Generator<Found> {
  const { before, core, after, unescape } = excerpt;
  const told = new Set<string>();
  for (const reading of readings(`${before}${core}${after}`, unescape)) {
    const text = reading(`${before}${core}${after}`);
    const from = before === '' ? 0 : reading(before).length;
    const to = after === '' ? text.length + 1 : reading(`${before}${core}`).length;
    const range = { from, to };
    const fresh = new Set<string>();
    for (const found of findInText(text, looking, range)) {
      const key = `${found.code} ${found.rule}`;
      if (!isWithin(found.start, range) || told.has(key)) continue;
      fresh.add(key);
      yield found;
    }
    for (const key of fresh) told.add(key);
  }
}

function* findInText(text: string, looking: Looking, range: Range): Generator<Found> {
  yield* findByPattern(HASH_RULES, text);
  yield* findByPattern(KEY_RULES, text);
  yield* findTokens(text);
  yield* findPointers(text, looking, range);
  yield* findServiceTokens(text, looking.searchTokens);
}

const ANY_LITERAL = new RegExp(
  [
    ...[...TOKEN_RULES.values()].flatMap((each) => (each.kind === 'run' ? each.literals : [])),
    ...OWN_TOKENS.flatMap(({ literals }) => literals),
  ]
    .map((literal) => literal.replace(/[.]/g, '\\.'))
    .join('|'),
);

function* findServiceTokens(text: string, searchTokens: TokenSearch): Generator<Found> {
  const lower = /ecret_?access/i.test(text) ? text.toLowerCase() : '';
  if (lower === '' && !ANY_LITERAL.test(text)) return;
  for (const { rule, literals, pattern } of OWN_TOKENS) {
    if (!literals.some((each) => text.includes(each))) continue;
    yield* findByPattern([{ rule, code: 'DATA_ACCESS_TOKEN', pattern }], text);
  }
  for (const [id, rule] of TOKEN_RULES) {
    if (rule.kind !== 'run') continue;
    const isNear =
      rule.literals.some((each) => text.includes(each)) ||
      (rule.folded ?? []).some((each) => lower.includes(each));
    if (!isNear) continue;
    for (const { start, end } of searchTokens(id, text) ?? []) {
      const value = text.slice(start, end);
      yield { code: rule.code, rule: `secretlint/${id}`, start, value };
    }
  }
}
