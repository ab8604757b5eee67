// One spelling for a type, so that `varchar(64)` and `character varying(64)` are the same.

/** A Map: a type may be called `constructor`. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['bigserial', 'bigint'],
  ['bool', 'boolean'],
  ['char', 'character'],
  ['char varying', 'character varying'],
  ['dec', 'numeric'],
  ['decimal', 'numeric'],
  ['float', 'double precision'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['int', 'integer'],
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['nchar', 'character'],
  ['serial', 'integer'],
  ['serial4', 'integer'],
  ['serial8', 'bigint'],
  ['smallserial', 'smallint'],
  ['timestamptz', 'timestamp with time zone'],
  ['timetz', 'time with time zone'],
  ['varbit', 'bit varying'],
  ['varchar', 'character varying'],
  ['timestamp', 'timestamp without time zone'],
  ['time', 'time without time zone'],
]);

/** Names that mean the server's own type; a dump's `public.uuid` is another one. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...ALIASES.keys(),
  ...ALIASES.values(),
  ...'bit bpchar box bytea cid cidr circle date inet interval json jsonb jsonpath line lseg'.split(
    ' ',
  ),
  ...'macaddr macaddr8 money name numeric oid path pg_lsn point polygon regclass regtype'.split(
    ' ',
  ),
  ...'text tid tsquery tsvector uuid xid xid8 xml int4range int8range numrange'.split(' '),
  ...'tsrange tstzrange daterange int4multirange int8multirange nummultirange'.split(' '),
  ...'tsmultirange tstzmultirange datemultirange'.split(' '),
]);

const PARTS =
  /^(.*?)\s*(\(\s*-?\d+\s*(?:,\s*-?\d+\s*)?\))?\s*(with(?:out)? time zone)?\s*((?:\[\d*\])*)$/i;

/** Lower case outside quotes, no `public.`, aliases replaced, modifiers without blanks. */
export function normaliseType(type: string): string {
  const trimmed = type.includes('"') ? type.trim() : type.trim().replace(/\s+/g, ' ');
  const [, word = trimmed, modifier = '', zone = '', dimensions = ''] = PARTS.exec(trimmed) ?? [];
  const plain = withoutSchema(word);
  const base = ALIASES.get(plain) ?? plain;
  const bits = modifier.replace(/\s/g, '');
  return `${withModifier(base, bits, zone.toLowerCase())}${dimensions === '' ? '' : '[]'}`;
}

/** A name that is not in quotes is lower case; quotes that change nothing go. */
function withoutSchema(word: string): string {
  const folded = word
    .split(/("[^"]*")/)
    .map((part) => (part.startsWith('"') ? unquote(part) : part.toLowerCase()))
    .join('');
  const bare = folded.replace(/^(public|pg_catalog)\./, '');
  const isAnother = folded.startsWith('public.') && BUILT_IN.has(bare.replaceAll('"', ''));
  return isAnother ? folded : bare;
}

/** `"char"` is another type than `char`: what is built in keeps its quotes. */
function unquote(part: string): string {
  const inside = part.slice(1, -1);
  return /^[a-z_][a-z0-9_$]*$/.test(inside) && !BUILT_IN.has(inside) ? inside : part;
}

function withModifier(base: string, bits: string, zone: string): string {
  // `timestamp(3) with time zone` carries its modifier in the middle.
  const clock = /^(time(?:stamp)?) (with(?:out)? time zone)$/.exec(base);
  if (clock !== null) return `${clock[1] ?? base}${bits} ${zone === '' ? (clock[2] ?? '') : zone}`;
  const rest = zone === '' ? '' : ` ${zone}`;
  // What SQL says a length or a scale is where none is written.
  if (base === 'character' || base === 'bit') return `${base}${bits === '' ? '(1)' : bits}${rest}`;
  if (base === 'bpchar' && bits !== '') return `character${bits}${rest}`;
  if (base === 'numeric' && /^\(\d+\)$/.test(bits)) return `${base}${bits.slice(0, -1)},0)${rest}`;
  if (base === 'double precision' && bits !== '') {
    return Number(bits.slice(1, -1)) < 25 ? `real${rest}` : `${base}${rest}`;
  }
  return `${base}${bits}${rest}`;
}

/**
 * Expressions are compared as text: what stands in quotes stays as it is, but for a relation that
 * is named there, and `public.` goes only where it names a type that cannot be another one.
 */
export function normaliseExpression(text: string): string {
  return text
    .split(/('(?:[^']|'')*'(?:::regclass)?|"(?:[^"]|"")*")/)
    .map((part) => {
      if (part.endsWith("'::regclass")) return part.replace(/^'public\./, "'");
      if (part.startsWith("'") || part.startsWith('"')) return part;
      return part
        .replace(/\s+/g, ' ')
        .replaceAll(/::public\.([a-z_][a-z0-9_$]*)/g, (whole, name: string) =>
          BUILT_IN.has(name) ? whole : `::${name}`,
        );
    })
    .join('')
    .trim();
}
