// Private keys in every wrapping that people paste, and JSON web tokens.
import type { Found, PatternRule } from './rule.ts';

const code = 'DATA_PRIVATE_KEY';

/**
 * Something like a key must follow: a heading alone stands in manuals and form checks. A header goes
 * to its line's end, so that there is one way to read the text: a hostile one must not take forever.
 */
function hasBody(match: RegExpExecArray): boolean {
  const body = match.input.slice(
    match.index + match[0].length,
    match.index + match[0].length + 800,
  );
  return /^(?:\\+[nr]|\s|[A-Za-z][A-Za-z0-9-]{0,40}: [^\r\n\\]{0,100}(?=[\r\n\\]))*[A-Za-z0-9+/=]{16}/.test(
    body,
  );
}

export const KEY_RULES: readonly PatternRule[] = [
  // RFC 7468, OpenSSH, PGP (RFC 9580) and the old forms with the algorithm's name.
  {
    rule: 'pem',
    code,
    pattern: /-----BEGIN ?(?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g,
    accepts: hasBody,
  },
  { rule: 'ssh2', code, pattern: /---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----/g },
  { rule: 'putty', code, pattern: /PuTTY-User-Key-File-\d: [a-z0-9@.-]+/g },
  { rule: 'age', code, pattern: /AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{50,}/g },
  // RFC 7517: only a private key has "d" beside "kty".
  {
    rule: 'jwk',
    code,
    pattern: /"d"\s*:\s*"[A-Za-z0-9_-]{20,}"/g,
    accepts: ({ input, index }) =>
      /"kty"\s*:\s*"(?:RSA|EC|OKP)"/.test(input.slice(Math.max(0, index - 4000), index + 4000)),
  },
];

const TOKEN = /(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{8,})\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*/g;

/** RFC 7519: the header must say an algorithm. */
export function* findTokens(text: string): Generator<Found> {
  if (!text.includes('eyJ')) return;
  for (const match of text.matchAll(TOKEN)) {
    if (!saysAlgorithm(match[1] ?? '')) continue;
    yield { code: 'DATA_JSON_WEB_TOKEN', rule: 'jwt', start: match.index, value: match[0] };
  }
}

function saysAlgorithm(header: string): boolean {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return typeof decoded === 'object' && decoded !== null && 'alg' in decoded;
  } catch {
    return false;
  }
}
