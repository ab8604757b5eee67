// Password hashes as databases keep them: each rule takes a whole hash, not its beginning alone.
import type { PatternRule } from './rule.ts';

const code = 'DATA_PASSWORD_HASH';

/** A digest of one character again and again is what a mask leaves, not a hash. */
function isVaried(match: RegExpExecArray): boolean {
  return !/([./A-Za-z0-9+=])\1{9}/.test(match[0]);
}

const hash = (rule: string, pattern: RegExp): PatternRule => {
  return { rule, code, pattern, accepts: isVaried };
};

export const HASH_RULES: readonly PatternRule[] = [
  // OpenBSD's and its copies: 22 characters of salt and 31 of digest.
  hash('bcrypt', /\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}/g),
  // The PHC string format; Directus, Django and libsodium write it.
  hash(
    'argon2',
    /\$argon2(?:id|i|d)\$(?:v=\d+\$)?[a-z]+=\d+(?:,[a-z]+=[^,$\s]+)*\$[A-Za-z0-9+/=_-]{4,}\$[A-Za-z0-9+/=_-]{10,}/g,
  ),
  // PHC, Django's and Werkzeug's forms.
  hash('scrypt', /\$scrypt\$[^$\s]{3,64}\$[A-Za-z0-9+/=._-]{4,}\$[A-Za-z0-9+/=._-]{10,}/g),
  hash('scrypt', /\bscrypt\$\d+\$[^$\s]{1,128}\$\d+\$\d+\$[A-Za-z0-9+/=]{16,}/g),
  hash('scrypt', /\bscrypt:\d+:\d+:\d+\$[^$\s]{1,128}\$[0-9a-f]{32,}/g),
  // pg_authid of Postgres (RFC 5803), and MongoDB's neighbours.
  hash(
    'scram',
    /SCRAM-SHA-(?:1|256|512)\$\d+:[A-Za-z0-9+/=]{4,}\$[A-Za-z0-9+/=]{10,}:[A-Za-z0-9+/=]{10,}/g,
  ),
  // pg_authid before Postgres 14: "md5" and the digest, with nothing between.
  hash('postgres-md5', /(?<![A-Za-z0-9])md5[0-9a-f]{32}(?![0-9A-Za-z])/g),
  // crypt(3): md5, sha256, sha512, yescrypt, gost-yescrypt, scrypt; and Apache's.
  hash('md5-crypt', /\$(?:1|apr1)\$[./0-9A-Za-z]{1,8}\$[./0-9A-Za-z]{22}/g),
  hash('sha256-crypt', /\$5\$(?:rounds=\d+\$)?[^$:\s]{1,16}\$[./0-9A-Za-z]{43}/g),
  hash('sha512-crypt', /\$6\$(?:rounds=\d+\$)?[^$:\s]{1,16}\$[./0-9A-Za-z]{86}/g),
  hash('yescrypt', /\$g?y\$[./A-Za-z0-9]+\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}/g),
  hash('scrypt-crypt', /\$7\$[./A-Za-z0-9]{11,}\$[./A-Za-z0-9]{43}/g),
  // WordPress and phpBB.
  hash('phpass', /\$[PH]\$[./0-9A-Za-z]{31}/g),
  // userPassword of LDAP, RFC 2307.
  hash(
    'ldap',
    /\{(?:S?SHA(?:224|256|384|512)?|S?MD5|CRYPT|PBKDF2[A-Z0-9_-]*)\}[A-Za-z0-9+/=$.]{13,}/gi,
  ),
  // Django, passlib and Werkzeug.
  hash('pbkdf2', /\bpbkdf2_sha(?:1|256|512)\$\d+\$[^$\s]{1,128}\$[A-Za-z0-9+/=]{20,}/g),
  hash(
    'pbkdf2',
    /\$pbkdf2(?:-[a-z0-9-]+)?\$(?:i=)?\d+[^$\s]{0,32}\$[A-Za-z0-9+/=._-]{4,}\$[A-Za-z0-9+/=._-]{16,}/g,
  ),
  hash('pbkdf2', /\bpbkdf2:sha\d+(?::\d+)?\$[^$\s]{1,128}\$[0-9a-f]{32,}/g),
  // Django before 1.4 and Werkzeug before 0.7.
  hash('salted-digest', /\b(?:sha1|sha256|md5)\$[A-Za-z0-9]{0,64}\$[0-9a-f]{32,128}(?![0-9a-f])/g),
];
