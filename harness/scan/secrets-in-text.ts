// Secrets in what is about to leave: the rules of the scan on a text of any length, with their places.
import { findByPattern, isMask, isTemplate, type Found } from './rule.ts';
import { HASH_RULES } from './rules-hashes.ts';
import { findTokens, KEY_RULES } from './rules-keys.ts';
import { findPointers } from './rules-addresses.ts';
import { OWN_TOKENS, TOKEN_RULES } from './token-rules.ts';

/** One secret, from `start` to `end`; `kind` says what it was and holds nothing of it. */
export interface SecretInText {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

const SERVICE_LITERALS = [...TOKEN_RULES.values()].flatMap((each) =>
  each.kind === 'run' ? each.literals : [],
);
const escaped = (literal: string): string => literal.replace(/[.]/g, '\\.');

/** Without one of these there is nothing to find. Quick: most texts are done with it. */
const ANCHOR = new RegExp(
  [
    String.raw`\$(?:2[abxy]?|argon2(?:id|i|d)|scrypt|pbkdf2[-a-z0-9]*|[15678HPy]|gy|apr1)\$`,
    'scrypt[:$]|SCRAM-SHA-|md5[0-9a-f]{32}|(?:sha1|sha256|md5)\\$|pbkdf2[:_]',
    String.raw`\{(?:S?SHA|S?MD5|CRYPT|PBKDF2|s?sha|s?md5|crypt|pbkdf2)`,
    'PRIVATE KEY|PuTTY-User|AGE-SECRET|"kty"|eyJ',
    String.raw`:[\\/]{2,4}[^\s/@]{0,400}@`,
    String.raw`(?:[Pp][Aa][Ss][Ss][Ww](?:[Oo][Rr])?[Dd]|[Pp][Ww][Dd]|[Aa]ccount[Kk]ey|[Aa]ccess[Kk]ey)"?\s{0,3}[=:]`,
    ...SERVICE_LITERALS.map(escaped),
    ...OWN_TOKENS.flatMap(({ literals }) => literals.map(escaped)),
    '[Ss]ecret_?[Aa]ccess|SECRET_?ACCESS',
  ].join('|'),
  'g',
);

/** What belongs to an anchor stands this near: a key's body is the longest. */
const BEFORE = 2 * 1024;
const BEHIND = 8 * 1024;

/** Pure; every secret that the rules know in any text, in order. */
export function secretsInText(text: string): readonly SecretInText[] {
  const found: SecretInText[] = [];
  for (const { from, to } of windowsOf(text)) {
    const part = text.slice(from, to);
    for (const { start, end, kind } of secretsOf(part)) {
      found.push({ start: from + start, end: from + end, kind });
    }
  }
  return found.sort((left, right) => left.start - right.start);
}

/** Parts that anchors stand in; near ones are one. */
function windowsOf(text: string): { readonly from: number; readonly to: number }[] {
  const windows: { from: number; to: number }[] = [];
  for (const { index } of text.matchAll(ANCHOR)) {
    const last = windows.at(-1);
    if (last !== undefined && index - BEFORE <= last.to) last.to = index + BEHIND;
    else windows.push({ from: Math.max(0, index - BEFORE), to: index + BEHIND });
  }
  return windows;
}

function* secretsOf(text: string): Generator<SecretInText> {
  yield* passwordsInAddresses(text);
  for (const found of findByPattern(HASH_RULES, text)) yield whole(found);
  for (const found of findByPattern(KEY_RULES, text)) yield keyWith(found, text);
  for (const found of findTokens(text)) yield whole(found);
  for (const found of serviceTokens(text)) yield whole(found);
  for (const found of findPointers(text, { allowedHosts: [], holdsWebhooks: false }, ALL_OF)) {
    // The password of an address has been found above, and its host may be told.
    if (found.code === 'DATA_CONNECTION_URL' && found.rule !== 'url-credential') yield whole(found);
  }
}

const ALL_OF = { from: 0, to: Infinity };

function whole({ start, value, rule }: Found): SecretInText {
  return { start, end: start + value.length, kind: rule };
}

/** The rule finds the heading: what is to be hidden stands behind it, up to its own end or any other. */
const KEY_BODY =
  /^[^]{0,6000}?-{4,5} ?END [A-Z0-9 ]{0,60}-{4,5}|^(?:\\+[nrt]|[\sA-Za-z0-9+/=:_.,-])*/;

/** Keys may stand in each other by the thousand: none is followed to the end of the text. */
const LONGEST_KEY = 2 * BEHIND;

function keyWith({ start, value, rule }: Found, text: string): SecretInText {
  const end = start + value.length;
  if (rule === 'jwk' || rule === 'age') return { start, end, kind: rule };
  const behind = text.slice(end, end + LONGEST_KEY);
  return { start, end: end + (KEY_BODY.exec(behind)?.[0].length ?? 0), kind: rule };
}

/** Whatever host it is: an address with a password is one that somebody has used. */
const ADDRESS_PASSWORD =
  /(?<=[a-z][a-z0-9+.-]{0,30}:[\\/]{2,4}[^\s/?#"'<>@:]{0,200}:)[^\s/?#"'<>@]{1,300}(?=@)/gi;

function* passwordsInAddresses(text: string): Generator<SecretInText> {
  for (const { 0: value, index } of text.matchAll(ADDRESS_PASSWORD)) {
    if (isMask(value) || isTemplate(value)) continue;
    yield { start: index, end: index + value.length, kind: 'password' };
  }
}

/** Behind the beginning that a service gives its keys: one run of letters and digits, no words. */
const SERVICE_TOKEN = new RegExp(
  `(?<![A-Za-z0-9])(?:${SERVICE_LITERALS.map(escaped).join('|')})` +
    '(?=[A-Za-z0-9_.-]{0,20}[0-9][A-Za-z0-9_.-]{0,20}[0-9])[A-Za-z0-9]{2,}[A-Za-z0-9_.-]{14,400}',
  'g',
);
const SECRET_ACCESS = /ecret_?access_?(?:key)?["'\s:=>]{1,8}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi;

function* serviceTokens(text: string): Generator<Found> {
  for (const { rule, pattern } of OWN_TOKENS) {
    yield* findByPattern([{ rule, code: 'DATA_ACCESS_TOKEN', pattern }], text);
  }
  const code = 'DATA_ACCESS_TOKEN';
  yield* findByPattern(
    [{ rule: 'access-token', code, pattern: SERVICE_TOKEN, accepts: isRandom }],
    text,
  );
  yield* findByPattern([{ rule: 'secret-access-key', code, pattern: SECRET_ACCESS }], text);
}

/** Names of tables join short words by low lines; a key has a long run with a digit in it. */
function isRandom([value]: RegExpExecArray): boolean {
  return /(?=[A-Za-z]*\d)[A-Za-z0-9]{16}/.test(value);
}
