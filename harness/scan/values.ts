// Judges a whole value by what its column is for.
import { classifyHost } from './hosts.ts';
import { isMask, isTemplate, type Found } from './rule.ts';
import type { ColumnRole } from './columns.ts';

/** What a value of a column with a role comes to; null where it is nothing. */
export function judgeValue(
  role: ColumnRole,
  value: string,
  allowedHosts: readonly string[],
): Found | null {
  if (isMask(value)) return null;
  switch (role) {
    case 'directus-credential':
      return isEmptyJson(value)
        ? null
        : { code: 'DATA_DIRECTUS_CREDENTIAL', rule: 'directus-credential', start: 0, value };
    case 'password':
      return isDigest(value)
        ? { code: 'DATA_PASSWORD_HASH', rule: 'bare-digest', start: 0, value }
        : null;
    case 'host':
      return leadsSomewhere(value, allowedHosts)
        ? { code: 'DATA_LIVE_HOST', rule: 'host-and-port', start: 0, value }
        : null;
    case 'secret':
      return looksRandom(value)
        ? { code: 'DATA_SUSPECT', rule: 'random-value', start: 0, value }
        : null;
    default:
      return role satisfies never;
  }
}

function isEmptyJson(value: string): boolean {
  return /^\s*(?:\{\s*\}|\[\s*\]|null|"")\s*$/.test(value);
}

/** Digests without salt or scheme, and ASP.NET Identity's, which begins with its version. */
function isDigest(value: string): boolean {
  const hex =
    /^(?:\\x|0x)?((?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}))$/i.exec(
      value.trim(),
    );
  if (hex !== null) return !isMask(hex[1] ?? '');
  return /^AQAAAA[A-Za-z0-9+/]{40,}={0,2}$/.test(value) && !/(.)\1{15}/.test(value.slice(6));
}

/** What a name ends in when it is a file's, not a host's. */
const FILE_ENDINGS =
  /\.(?:html?|php|aspx?|jsp|js|mjs|ts|css|png|jpe?g|gif|svg|webp|ico|pdf|json|xml|ya?ml|txt|csv|md|zip|gz|docx?|xlsx?|mp[34]|log)$/i;
const HOST_AND_PORT =
  /^(\[[0-9a-fA-F:.]+\]|(?:[\p{L}\p{N}_-]+\.)*[\p{L}\p{N}_-]+\.?)(?::(\d{1,5}))?(?:\/\S*)?$/u;

/** `db.corp.internal:5432`, `10.0.0.5`; a bare word or a relative path is none. */
function leadsSomewhere(value: string, allowedHosts: readonly string[]): boolean {
  return value.split(',').some((each) => {
    const match = HOST_AND_PORT.exec(each.trim());
    const host = match?.[1] ?? '';
    const isAddress = /^\[|^\d+\.\d+\.\d+\.\d+$/.test(host);
    const isName = /\.\p{L}{2,63}\.?$/u.test(host) && !FILE_ENDINGS.test(host);
    const hasPort = match?.[2] !== undefined && /\p{L}/u.test(host);
    if (!isAddress && !isName && !hasPort) return false;
    return !isTemplate(host) && classifyHost(host, allowedHosts) === 'live';
  });
}

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** 20 characters and more of no words, at an entropy that words do not reach. */
function looksRandom(value: string): boolean {
  if (value.length < 20 || value.length > 512 || /\s/.test(value)) return false;
  if (UUID.test(value) || isTemplate(value)) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || /[^\x21-\x7e]/.test(value)) return false;
  const isHex = /^[0-9a-f]+$/i.test(value);
  return entropyBits(value) >= (isHex ? 3 : 3.7);
}

/** Shannon's, in bits a character. The value is ASCII, as asked before. */
function entropyBits(value: string): number {
  COUNTS.fill(0);
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index) & 0x7f;
    COUNTS[code] = (COUNTS[code] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of COUNTS) {
    if (count > 0) bits -= (count / value.length) * Math.log2(count / value.length);
  }
  return bits;
}

const COUNTS = new Uint16Array(128);
