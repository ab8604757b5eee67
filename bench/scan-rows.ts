// Harmless rows as databases hold them, always the same ones: what the scan must not refuse.
import { createHash } from 'node:crypto';

/** A small generator of numbers (xorshift), so that two runs see the same rows. */
function numbers(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const ENGLISH =
  'the order was sent on monday by the usual carrier and money is due within thirty days they say every key account has a host and passes the password policy test see https://www.example.com/help?id=12&token=none for more'.split(
    ' ',
  );
const GERMAN =
  'die Bestellung wurde am Montag verschickt und ist über das Portal zu bezahlen Größe Maße Schlüssel Passwort=geheim Straße Köln Übergabe gemäß'.split(
    ' ',
  );
const CHINESE =
  '订单已经在星期一发出请在三十天内付款谢谢您的密码已经更新服务器地址如下，。！？'.split('');
const NAMES = ['Anna', 'Björn', 'Chen', 'Dana', 'Eve', 'Minh', 'Zoë', 'José'];

type Random = (below: number) => number;
const pick = <T>(from: readonly T[], random: Random): T => {
  const chosen = from[random(from.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
};
const words = (from: readonly string[], count: number, random: Random, glue = ' '): string =>
  Array.from({ length: count }, () => pick(from, random)).join(glue);
const digest = (algorithm: string, index: number): string =>
  createHash(algorithm).update(String(index)).digest('hex');
const base64 = (bytes: number, index: number): string =>
  createHash('shake256', { outputLength: bytes }).update(String(index)).digest('base64');
const uuid = (index: number): string =>
  digest('md5', index).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

interface Rows {
  readonly columns: readonly string[];
  readonly row: (index: number, random: Random) => readonly string[];
}

export const KINDS = {
  uuids: { columns: ['id', 'parent', 'rank'], row: (i) => [uuid(i), uuid(i + 1), `${i}`] },
  digests: {
    columns: ['id', 'sha256', 'checksum', 'git_commit'],
    row: (i) => [`${i}`, digest('sha256', i), digest('md5', i), digest('sha1', i)],
  },
  'base64 images': {
    columns: ['id', 'image'],
    row: (i) => [`${i}`, `data:image/png;base64,${base64(1500, i)}`],
  },
  'bytea images': {
    columns: ['id', 'thumbnail'],
    row: (i) => [`${i}`, `\\\\x${digest('sha512', i).repeat(8)}`],
  },
  'English text': {
    columns: ['id', 'title', 'body'],
    row: (i, r) => [`${i}`, words(ENGLISH, 4, r), words(ENGLISH, 40, r)],
  },
  'German text': {
    columns: ['id', 'titel', 'text'],
    row: (i, r) => [`${i}`, words(GERMAN, 4, r), words(GERMAN, 30, r)],
  },
  'Chinese text': {
    columns: ['id', 'title', 'body'],
    row: (i, r) => [`${i}`, words(CHINESE, 8, r, ''), words(CHINESE, 60, r, '')],
  },
  JSON: {
    columns: ['id', 'data'],
    row: (i, r) => [
      `${i}`,
      JSON.stringify({
        id: uuid(i),
        price: `$${r(900)}.${r(10)}9`,
        tags: [words(ENGLISH, 1, r), `sk_${r(99)}`, `key-${r(99)}`],
        note: `${words(ENGLISH, 6, r)}\n"${words(GERMAN, 3, r)}"`,
        image: `/assets/${digest('sha1', i)}.png`,
        link: `https://www.example.org/items/${i}?ref=${r(1000)}`,
      }).replaceAll('\\', '\\\\'),
    ],
  },
  people: {
    columns: ['id', 'name', 'email', 'phone', 'created_at'],
    row: (i, r) => [
      `${i}`,
      `${pick(NAMES, r)} ${pick(NAMES, r)}`,
      `user.${i}@mail-${r(99)}.net`,
      `+49 (${r(900)}) ${r(9_000_000)}`,
      `2026-0${1 + r(9)}-1${r(9)} 12:0${r(9)}:00+00`,
    ],
  },
  products: {
    columns: ['sku', 'product_key', 'name', 'price', 'path'],
    row: (i, r) => [
      `SG.${r(999)}.${r(999)}-${i}`,
      `AK${r(9)}-${digest('md5', i).slice(0, 8).toUpperCase()}-hf_${r(99)}`,
      `${words(ENGLISH, 2, r)} $2 pack ${r(9)}x${r(9)}`,
      `$${r(99)}.99`,
      `C:\\\\shop\\\\img\\\\${i}.png`,
    ],
  },
  identifiers: {
    columns: ['nanoid', 'ulid', 'mac', 'iban', 'share_token', 'hash_id'],
    row: (i, r) => [
      base64(16, i).replace(/[+/=]/g, '_').slice(0, 21),
      `01J${digest('sha1', i).slice(0, 23).toUpperCase()}`,
      digest('md5', i)
        .slice(0, 12)
        .replace(/(..)(?=.)/g, '$1:'),
      `DE${10 + r(89)}${100_000 + r(900_000)}${100_000 + r(900_000)}${100_000 + r(900_000)}`,
      base64(24, i + 1),
      digest('sha256', i),
    ],
  },
  'program text': {
    columns: ['id', 'path', 'source'],
    row: (i, r) => [
      `${i}`,
      `/src/${words(ENGLISH, 2, r, '/')}.ts`,
      `if (host == $1) { // ${words(ENGLISH, 3, r)}\\n\\tpassword = next(user); key="$${r(9)}"; x //= ${r(9)}; return $${r(9)}$;`,
    ],
  },
  HTML: {
    columns: ['id', 'body'],
    row: (i, r) => [
      `${i}`,
      `<svg xmlns="http://www.w3.org/2000/svg"><a href="/docs/${i}#x" class="hook">${words(ENGLISH, 8, r)}</a><img src="data:image/gif;base64,${base64(60, i)}"><input type="password" name="pwd" value=""></svg>`,
    ],
  },
  'mail and logs': {
    columns: ['id', 'user_agent', 'line'],
    row: (i, r) => [
      `${i}`,
      `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.${r(99)} (KHTML, like Gecko) Chrome/1${r(99)}.0.0.0`,
      `10.0.${r(255)}.${r(255)} - user=${r(999)} port=${r(65535)} "GET /hooks/${r(999)}?token=${r(999)} HTTP/1.1" 200 md5:${digest('md5', i)}`,
    ],
  },
} satisfies Record<string, Rows>;
export type Kind = keyof typeof KINDS;

export function* rowsOf(kind: Kind): Generator<string> {
  const { row }: Rows = KINDS[kind];
  const random = numbers(20_260_101);
  for (let index = 0; ; index += 1) yield row(index, random).join('\t');
}
