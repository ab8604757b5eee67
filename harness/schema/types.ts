// One spelling for a type, so that `varchar(64)` and `character varying(64)` are the same.

const ALIASES: Readonly<Record<string, string>> = {
  bigserial: 'bigint',
  bool: 'boolean',
  char: 'character',
  dec: 'numeric',
  decimal: 'numeric',
  float: 'double precision',
  float4: 'real',
  float8: 'double precision',
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  serial: 'integer',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
  varchar: 'character varying',
  timestamp: 'timestamp without time zone',
  time: 'time without time zone',
};

/** Lower case outside quotes, no `public.`, aliases replaced, modifiers without blanks. */
export function normaliseType(type: string): string {
  const trimmed = type.trim().replace(/\s+/g, ' ');
  const match = /^(.*?)\s*(\(\s*[\d\s,-]+\))?\s*(with(?:out)? time zone)?\s*((?:\[\d*\])*)$/i.exec(trimmed);
  if (match === null) return trimmed;
  const [, word = '', modifier = '', zone = '', dimensions = ''] = match;
  const plain = unquote(word.replace(/^"?public"?\./, ''));
  const base = ALIASES[plain.toLowerCase()] ?? (/["A-Z]/.test(plain) && !word.includes('"') ? plain.toLowerCase() : plain);
  const withZone = zone === '' ? base : `${base.replace(/ with(out)? time zone$/, '')} ${zone.toLowerCase()}`;
  const bits = modifier.replace(/\s/g, '');
  // `timestamp(3) with time zone` carries its modifier in the middle.
  const placed = withZone.endsWith(' time zone')
    ? withZone.replace(/^(time(?:stamp)?)/, `$1${bits}`)
    : `${withZone}${bits === '(1)' && base === 'character' ? '' : bits}`;
  return `${placed}${dimensions === '' ? '' : '[]'}`;
}

function unquote(word: string): string {
  return /^"[^"]*"$/.test(word) && /^"[a-z_][a-z0-9_$]*"$/.test(word) ? word.slice(1, -1) : word;
}

/** Defaults are compared as text without what only names a schema on the path. */
export function normaliseExpression(text: string): string {
  return text.replaceAll(/\bpublic\./g, '').replace(/\s+/g, ' ').trim();
}
