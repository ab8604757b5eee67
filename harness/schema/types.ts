// One spelling for each SQL type, so that `int4` and `integer` are no difference.

/** Spellings that Postgres takes, and the one it prints itself. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['int', 'integer'],
  ['int4', 'integer'],
  ['int2', 'smallint'],
  ['int8', 'bigint'],
  ['bool', 'boolean'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['decimal', 'numeric'],
  ['dec', 'numeric'],
  ['varchar', 'character varying'],
  ['char varying', 'character varying'],
  ['nchar varying', 'character varying'],
  ['national character varying', 'character varying'],
  ['national char varying', 'character varying'],
  ['char', 'character'],
  ['nchar', 'character'],
  ['national character', 'character'],
  ['national char', 'character'],
  ['varbit', 'bit varying'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
  ['time', 'time without time zone'],
  ['timetz', 'time with time zone'],
]);

/** Postgres' own types. A dump's type of such a name is another one: `public.uuid` is not uuid. */
const OWN: ReadonlySet<string> = new Set([
  ...ALIASES.keys(),
  ...ALIASES.values(),
  ...'aclitem bit bpchar box bytea cid cidr circle date datemultirange daterange float inet'.split(
    ' ',
  ),
  ...'int4multirange int4range int8multirange int8range interval json jsonb jsonpath line'.split(
    ' ',
  ),
  ...'lseg macaddr macaddr8 money name nummultirange numrange oid path pg_lsn point polygon'.split(
    ' ',
  ),
  ...'refcursor regclass regcollation regconfig regdictionary regnamespace regoper regproc'.split(
    ' ',
  ),
  ...'regprocedure regrole regtype text tid tsmultirange tsquery tsrange tstzmultirange'.split(' '),
  ...'tstzrange tsvector txid_snapshot pg_snapshot uuid xid xid8 xml gtsvector oidvector'.split(
    ' ',
  ),
]);

/** Whether a name without a schema means a type of Postgres' own. */
export function isOwnType(name: string): boolean {
  return OWN.has(name);
}

/**
 * The spelling that stands for all spellings of a type: that of Postgres' format_type, without
 * `public.` and `pg_catalog.`. A type nobody knows stays as it is, lower-cased outside quotes.
 */
export function canonicalType(text: string): string {
  const { base, modifiers, isArray } = partsOf(text);
  const name = withoutSchema(base);
  const [standard, kept] = standardOf(ALIASES.get(name) ?? name, modifiers);
  return `${withModifiers(standard, kept)}${isArray ? '[]' : ''}`;
}

/** Postgres makes an integer, a sequence and a default of these; none is the type of a column. */
export function isPseudoType(text: string): boolean {
  return /^\s*(small|big)?serial[248]?\s*$/i.test(text);
}

/** How many dimensions an array was declared with means nothing to Postgres; nor here. */
function partsOf(text: string): {
  readonly base: string;
  readonly modifiers: readonly string[];
  readonly isArray: boolean;
} {
  const brackets = /(?:\s*\[\s*\d*\s*\])+\s*$|\s+array(?:\s*\[\s*\d*\s*\])?\s*$/i;
  const isArray = brackets.test(text);
  const quoted: string[] = [];
  // Quoted parts are put aside, so that spaces, parentheses and capitals in them stay.
  const bare = text
    .replace(brackets, '')
    .replace(/"(?:[^"]|"")*"/g, (part) => `\u0001${quoted.push(part) - 1}\u0001`)
    .toLowerCase();
  const inner = /\(([^()]*)\)/.exec(bare);
  const base = (inner === null ? bare : bare.replace(inner[0], ' '))
    .replace(/\s+/g, ' ')
    .replace(/\s*\.\s*/g, '.')
    .trim()
    .replace(/\u0001(\d+)\u0001/g, (_, index: string) => unquoted(quoted[Number(index)] ?? ''));
  const modifiers = inner?.[1]?.split(',').map((each) => each.trim()) ?? [];
  return { base, modifiers, isArray };
}

/** Quotes that change nothing are dropped; `"char"` is another type than char. */
function unquoted(part: string): string {
  const inner = part.slice(1, -1);
  return /^[a-z_][a-z0-9_$]*$/.test(inner) && !OWN.has(inner) ? inner : part;
}

function withoutSchema(base: string): string {
  const bare = base.replace(/^(?:public|pg_catalog)\./, '');
  return base.startsWith('public.') && OWN.has(bare) ? base : bare;
}

/** What Postgres makes of missing or partial modifiers. */
function standardOf(name: string, modifiers: readonly string[]): [string, readonly string[]] {
  const [first, ...rest] = modifiers;
  if (name === 'float')
    return [first !== undefined && Number(first) <= 24 ? 'real' : 'double precision', []];
  if (first === undefined) return [name, name === 'character' || name === 'bit' ? ['1'] : []];
  if (name === 'bpchar') return ['character', modifiers];
  if (name === 'numeric' && rest.length === 0) return [name, [first, '0']];
  return [name, modifiers];
}

/** `timestamp(3) with time zone`: the modifier stands behind the first word. */
function withModifiers(name: string, modifiers: readonly string[]): string {
  if (modifiers.length === 0) return name;
  const list = `(${modifiers.join(',')})`;
  return /^times?(?:tamp)? with/.test(name) ? name.replace(' ', `${list} `) : `${name}${list}`;
}
