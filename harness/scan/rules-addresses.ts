// What leads somewhere: hosts that may be live, connection strings with a credential, webhooks.
import { findAddresses, type Address } from './addresses.ts';
import { classifyHost, type HostClass } from './hosts.ts';
import { isMask, isTemplate, isWithin, type Found, type Range } from './rule.ts';

/** Services whose webhook address is the credential itself. */
const WEBHOOK_SERVICES =
  /^(?:[a-z+]+:)?\/\/(?:hooks\.slack\.com\/|(?:[a-z]+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/|[a-z0-9.-]+\.webhook\.office\.com\/|outlook\.office(?:365)?\.com\/webhook\/|[a-z0-9.-]+\.logic\.azure\.com(?::443)?\/workflows\/|hooks\.zapier\.com\/|hook\.(?:[a-z0-9]+\.)?(?:make|integromat)\.com\/|maker\.ifttt\.com\/trigger\/|chat\.googleapis\.com\/v1\/spaces\/|api\.telegram\.org\/bot)[^\s/]/i;

const HOOK_HOST = /^(?:[a-z+]+:)?\/\/(?:[^/@\s]*@)?(?:[a-z0-9-]+\.)*(?:web)?hooks?\./i;
const HOOK_PATH = /\/(?:web[-_]?)?hooks?(?:[/?#_-]|$)/i;
const KEY_IN_QUERY =
  /[?&;](?:[a-z]+[_-])?(?:key|token|secret|sig|signature|code|auth|apikey|hash|password)=[^&\s]{6,}/i;
/** A segment of the path that is no word: 16 or more of one run with a digit among them. */
const KEY_IN_PATH = /\/(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{16,}(?:[/?#]|$)/;

/** Whether a host, by its name alone, may be one whose every path is looked at for a webhook. */
export function mayTakeWebhooks(host: string): boolean {
  return /hook|logic\.azure\.com|ifttt\.com|chat\.googleapis\.com|telegram\.org/i.test(host);
}

export interface AddressQuestions {
  readonly allowedHosts: readonly string[];
  /** The column is known to hold addresses that something calls: no key is needed to tell. */
  readonly holdsWebhooks: boolean;
}

/** Those that begin in the range; what stands around it is only looked at where it is near one. */
export function* findPointers(
  text: string,
  asked: AddressQuestions,
  range: Range,
): Generator<Found> {
  const known = new Map<string, HostClass>();
  for (const address of findAddresses(text, range)) {
    if (isWithin(address.start, range)) yield* judge(address, asked, known);
  }
  yield* findKeywords(text, asked.allowedHosts, range);
  yield* findObjects(text, asked.allowedHosts, range);
}

/** `known`: what hosts of the same text came to. */
function* judge(
  address: Address,
  asked: AddressQuestions,
  known: Map<string, HostClass>,
): Generator<Found> {
  const { start, text: value } = address;
  const classes = address.hosts.map((host) => {
    const found = known.get(host) ?? classifyHost(host, asked.allowedHosts);
    known.set(host, found);
    return found;
  });
  const isReserved = classes.length > 0 && classes.every((each) => each === 'reserved');
  if (classes.includes('live')) {
    yield { code: 'DATA_LIVE_HOST', rule: 'address', start, value };
  }
  if (!isReserved && classes.some((each) => each !== 'none') && holdsCredential(address)) {
    yield { code: 'DATA_CONNECTION_URL', rule: 'url-credential', start, value };
  }
  const mayAnswer = classes.some((each) => each === 'live' || each === 'allowed');
  if (mayAnswer && isWebhook(address, asked.holdsWebhooks)) {
    yield { code: 'DATA_WEBHOOK', rule: 'webhook', start, value };
  }
}

function holdsCredential({ user, password }: Address): boolean {
  if (password !== '') return !isMask(password) && !isTemplate(password);
  // A user name alone is none, but tokens are given in its place.
  return user.length >= 20 && !isMask(user) && !isTemplate(user);
}

function isWebhook({ text, rest }: Address, holdsWebhooks: boolean): boolean {
  if (holdsWebhooks || WEBHOOK_SERVICES.test(text)) return true;
  const path = rest.replace(/[?#].*$/s, '');
  return (
    (HOOK_HOST.test(text) || HOOK_PATH.test(path)) &&
    (KEY_IN_QUERY.test(rest) || KEY_IN_PATH.test(path))
  );
}

const SECRET_KEYWORD =
  /(?<![\w$.])(password|passwd|pwd|sslpassword|accountkey|sharedaccesskey)(\s{0,3})=\s{0,3}('(?:[^'\\]|\\.|'')*'|"[^"]*"|[^\s;&"'()]+(?=[\s;&"']|$))/gi;
const BESIDE =
  /(?<![\w.])(host|hostaddr|server|data source|address|dbname|database|initial catalog|user|user id|uid|username|port|accountname|endpoint)\s{0,3}=\s{0,3}['"]?[^\s;&"'=]/gi;
const HOST_KEYWORD =
  /(?<![\w.])(?:host|hostaddr|server|data source|address)\s{0,3}=\s{0,3}(?:tcp:)?['"]?([^\s;&"'=()]+)(?=[\s;&"']|$)/gi;
/** How far apart the parts of one connection string stand at the most. */
const STRING_REACH = 400;

/** `host=... password=...` of libpq, `Server=...;Pwd=...` of ADO, `?user=...&password=...`. */
function* findKeywords(text: string, allowed: readonly string[], range: Range): Generator<Found> {
  if (!text.includes('=')) return;
  for (const match of text.matchAll(SECRET_KEYWORD)) {
    if (!isWithin(match.index, range)) continue;
    const secret = (match[3] ?? '').replace(/^['"]|['"]$/g, '');
    if (isMask(secret) || isTemplate(secret) || secret.endsWith(',')) continue;
    const around = surroundings(text, match.index);
    const isSpaced = match[2] !== '';
    if (!isConnection(around, isSpaced) && !isService(around, allowed)) continue;
    if (pointsNowhere(around, allowed)) continue;
    const value = match[0];
    yield { code: 'DATA_CONNECTION_URL', rule: 'connection-string', start: match.index, value };
  }
  for (const match of text.matchAll(HOST_KEYWORD)) {
    if (!isWithin(match.index, range)) continue;
    const around = surroundings(text, match.index);
    if (!isConnection(around, / =|= /.test(match[0]), 1) && !isService(around, allowed)) continue;
    // `host=self.host, port=...` is a call in a program, not a connection string.
    if (match[1]?.endsWith(',') === true) continue;
    const hosts = (match[1] ?? '').split(',').map((each) => each.replace(/(?<!:.*):\d+$/, ''));
    if (hosts.some((host) => !isTemplate(host) && classifyHost(host, allowed) === 'live')) {
      const value = match[0];
      yield { code: 'DATA_LIVE_HOST', rule: 'connection-string', start: match.index, value };
    }
  }
}

function surroundings(text: string, index: number): string {
  return text.slice(Math.max(0, index - STRING_REACH), index + STRING_REACH);
}

/** Words of a program (`WHERE password = x`) have no two other keywords of a connection beside. */
function isConnection(around: string, isSpaced: boolean, itself = 0): boolean {
  const keywords = new Set([...around.matchAll(BESIDE)].map((each) => each[1]?.toLowerCase()));
  // A password beside a host says it too; beside itself it says nothing.
  if (itself > 0 && around.search(SECRET_KEYWORD) !== -1) keywords.add('password');
  const others = keywords.size - itself + (/\w:\/\//.test(around) ? 1 : 0);
  return others >= (isSpaced ? 2 : 1);
}

const HOST_LINE =
  /^[ \t]*(?:host|hostaddr|server)[ \t]*=[ \t]*((?:[\w-]+\.)+[a-z\d]{1,63})[ \t]*\r?$/im;
const SECRET_LINE = /^[ \t]*(?:password|passwd|pwd)[ \t]*=[ \t]*([^\s"'();,]+)[ \t]*\r?$/im;
/** `self.host`, `config.password`: members of a program's things. */
const MEMBER =
  /^(?:self|this|args|cfg|conf|config|ctx|env|options|opts|os|params|process|settings)\.|\.(?:host|hostname|server|address|ip|password|passwd|pwd)$/i;

/** A line for the host and one for the password, as in a service file of libpq. */
function isService(around: string, allowed: readonly string[]): boolean {
  const host = HOST_LINE.exec(around)?.[1] ?? '';
  const secret = SECRET_LINE.exec(around)?.[1] ?? '';
  if (host === '' || MEMBER.test(host) || classifyHost(host, allowed) !== 'live') return false;
  return !isMask(secret) && !isTemplate(secret) && !MEMBER.test(secret);
}

/** A connection string that names hosts, and reserved ones only, is an example. */
function pointsNowhere(around: string, allowed: readonly string[]): boolean {
  const named = [...around.matchAll(HOST_KEYWORD)].map((each) => each[1] ?? '');
  const written = [...findAddresses(around)].flatMap((each) => each.hosts);
  const classes = [...named, ...written].map((each) => classifyHost(each, allowed));
  return classes.length > 0 && classes.every((each) => each === 'reserved');
}

const SECRET_MEMBER = /"(?:\w*_)?password"\s*:\s*"((?:[^"\\]|\\.)+)"/gi;
const HOST_MEMBER = /"(?:\w*_)?(?:host|hostname|server|endpoint)"\s*:\s*"([^"\\]+)"/gi;

/** `{"host": "...", "password": "..."}`: settings of a connection as JSON. */
function* findObjects(text: string, allowed: readonly string[], range: Range): Generator<Found> {
  if (!text.includes('":') && !text.includes('" :')) return;
  for (const match of text.matchAll(SECRET_MEMBER)) {
    if (!isWithin(match.index, range)) continue;
    const secret = match[1] ?? '';
    if (isMask(secret) || isTemplate(secret)) continue;
    const hosts = [...surroundings(text, match.index).matchAll(HOST_MEMBER)];
    const classes = hosts.map((each) => classifyHost(hostAlone(each[1] ?? ''), allowed));
    if (classes.every((each) => each === 'reserved' || each === 'none')) continue;
    const value = match[0];
    yield { code: 'DATA_CONNECTION_URL', rule: 'connection-object', start: match.index, value };
    if (!classes.includes('live')) continue;
    yield { code: 'DATA_LIVE_HOST', rule: 'connection-object', start: match.index, value };
  }
}

function hostAlone(written: string): string {
  return written.replace(/^\w+:\/\//, '').replace(/[:/].*$/s, '');
}
