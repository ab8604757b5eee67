// Finds what leads somewhere in a text: every `//host` with its scheme, credential and path.

import { ALL, type Range } from './rule.ts';

/** One address as written; hosts are not yet judged. */
export interface Address {
  readonly start: number;
  /** The whole of it, as far as it goes on without white space or a closing mark. */
  readonly text: string;
  readonly scheme: string;
  readonly hosts: readonly string[];
  /** Of `user:password@`; empty where there is none. */
  readonly user: string;
  readonly password: string;
  /** From the first `/`, `?` or `#` after the authority. */
  readonly rest: string;
}

/** What ends an authority besides `/`, `?` and `#`: white space, quotes, brackets, other scripts' marks. */
const AUTHORITY =
  /^(?:\$?\{[^{}\s]{0,100}\}|\{\{[^{}]{0,100}\}\}|<[^<>\s]{0,100}>|\[[0-9a-fA-F:.]{2,60}(?:%[\w.~%-]{1,40})?\]|[^\s/?#"'<>`|\\{}[\]()^\u0000-\u0020\u00ab\u00bb\u2018-\u201f\u3001\uff0c\uff1a\uff1b\uff08\uff09\u300a-\u300f\u3010\u3011\u2026])*/;

const SCHEME = /(?:[a-z][a-z0-9+.-]{0,30}:){0,2}[a-z][a-z0-9+.-]{0,30}:$/i;
const SCHEME_CHARACTER = /[a-z0-9+.:-]/i;
/** Before `//host` without a scheme, as HTML and CSS write it; program comments have none of these. */
const OPENING = /(?:^|[\s"'(=,>{[])$/;
/** Longer ones are judged by their beginning: a field may be made of nothing but addresses. */
const LONGEST_ADDRESS = 1024;

/** Of a scheme of three parts, its colons included. */
const LONGEST_SCHEME = 96;

/** Those that begin in the range, and perhaps some around it: a text may be nothing but addresses. */
export function* findAddresses(text: string, range: Range = ALL): Generator<Address> {
  yield* findPlain(text, range);
  yield* findLoose(text, range);
}

function* findPlain(text: string, { from, to }: Range): Generator<Address> {
  const last = to + LONGEST_SCHEME;
  for (let at = text.indexOf('//', from); at !== -1; at = text.indexOf('//', at + 2)) {
    if (at > last) return;
    const before = text.slice(Math.max(0, at - 1), at);
    const scheme = before === ':' ? schemeBefore(text, at) : '';
    const after = text.slice(at + 2, at + 2 + LONGEST_ADDRESS);
    if (scheme !== '') {
      yield addressOf(scheme.slice(0, -1).toLowerCase(), at - scheme.length, after);
    } else if (before === ':') {
      yield addressOf('', at - 1, after);
    } else if (
      OPENING.test(before) &&
      /^[\w.-]+\.[a-z]{2,63}(?::\d+)?(?:[/?#"'\s]|$)/i.test(after)
    ) {
      yield addressOf('', at, after);
    }
  }
}

/**
 * As browsers take them for the schemes of the web: any slashes and backslashes stand for two, and
 * line ends and tabs among them for nothing.
 */
const LOOSE = /(?<![a-z0-9+.-])(https?|wss?|ftp):((?:[\t\n\r]*[\\/])+)/gi;
/** Most texts have none of them, and need no closer look. */
const ODD_SLASHES = /:(?!\/\/[^/\\\t\n\r])[\t\n\r]*[\\/]/;
const DOTTED = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,63}(?::\d+)?(?:[\\/?#"'\s]|$)/i;

function* findLoose(text: string, { from, to }: Range): Generator<Address> {
  if (!ODD_SLASHES.test(text)) return;
  LOOSE.lastIndex = from;
  for (let match = LOOSE.exec(text); match !== null; match = LOOSE.exec(text)) {
    if (match.index >= to) return;
    const [all, scheme = '', between = ''] = match;
    const start = match.index + all.length;
    const after = text.slice(start, start + LONGEST_ADDRESS);
    if (isLoose(between, after)) yield addressOf(scheme.toLowerCase(), match.index, after);
  }
}

/** Backslashes may also be an escape of what stands behind them: then only a full name counts. */
function isLoose(between: string, after: string): boolean {
  if (between === '//') return false;
  const slashes = between.replace(/[\t\n\r]/g, '');
  if (slashes.length < 2 && slashes !== between) return false;
  if (slashes.endsWith('/')) return true;
  if (slashes.length < 2 || !DOTTED.test(after)) return false;
  return !slashes.includes('/') || !/^[bfnrtu]/.test(after);
}

/** Of `jdbc:postgresql://`, both parts and the colons; empty where it is none. */
function schemeBefore(text: string, at: number): string {
  let from = at;
  while (from > 0 && at - from < 64 && SCHEME_CHARACTER.test(text.charAt(from - 1))) from -= 1;
  return SCHEME.exec(text.slice(from, at))?.[0] ?? '';
}

function addressOf(scheme: string, start: number, after: string): Address {
  let authority = AUTHORITY.exec(after)?.[0] ?? '';
  let rest = /^[^\s"'<>`]*/.exec(after.slice(authority.length))?.[0] ?? '';
  // A password with an unescaped slash, or `host\@other`: readers differ in where the host begins.
  const late = !rest.includes('@') ? null : /^[^?#\s"'<>]*@([^/?#\s"'<>@]+)/.exec(rest);
  const isTorn = late !== null && (/:[^0-9]|:.+[^0-9]/.test(authority) || rest.startsWith('\\'));
  const others: string[] = [];
  if (isTorn) {
    others.push(hostOnly(late[1] ?? ''));
    if (!rest.startsWith('\\')) {
      authority += late[0];
      rest = rest.slice(late[0].length);
    }
  }
  const at = authority.lastIndexOf('@');
  const credential = at === -1 ? '' : authority.slice(0, at);
  const colon = credential.indexOf(':');
  return {
    start,
    text: `${scheme === '' ? '' : `${scheme}:`}//${authority}${rest}`,
    scheme,
    hosts: [...hostsOf(scheme, authority.slice(at + 1)), ...others].filter(isNamed),
    user: colon === -1 ? credential : credential.slice(0, colon),
    password: colon === -1 ? '' : credential.slice(colon + 1),
    rest,
  };
}

/** Several hosts stand in one authority for Postgres, MongoDB and brokers, never for the web. */
function hostsOf(scheme: string, written: string): string[] {
  const [first = '', ...others] = written.split(',');
  if (/^(?:https?|wss?|ftps?|)$/.test(scheme)) return [hostOnly(first)];
  const named = others.filter((each) => /^(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d+)?$/i.test(each));
  return [first, ...named].map(hostOnly);
}

/** Without port, with the holes of a template closed: `{{env}}.corp.internal` leads to corp. */
function hostOnly(written: string): string {
  const filled = written
    .replace(/\$?\{\{?[^{}]*\}?\}|<[^<>]*>|%[A-Z_]{2,}%|%s/g, '{}')
    .replace(/\$[A-Za-z_]\w*/g, '{}');
  const host = filled
    .replace(/^(\[[^\]]*\]|[^:[]*):.*$/s, '$1')
    .replace(/\u3002(?=[a-z0-9])/gi, '.')
    .replace(/[\u3002\uff01\uff1f].*$/s, '')
    .replace(/[!;*&=+~]+.*$/s, '');
  if (!host.includes('{}')) return host.replace(/[.:_-]+$/, '');
  const known = /\{\}\.((?:[^{}.]+\.)+[^{}.]+)$/.exec(host)?.[1];
  return known === undefined ? '' : `x.${known}`;
}

function isNamed(host: string): boolean {
  return host !== '' && host !== '.' && host !== '..';
}
