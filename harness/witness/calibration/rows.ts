// Test changes of single values and rows: what a careless hash of a table does not see.
import { quoteLiteral } from '../../kernel/index.ts';
import type { ColumnFact, Place, RowKind, TableFact } from './kind.ts';

const WHOLE = ['int2', 'int4', 'int8'];
const TEXT = ['text', 'varchar'];
const FLOAT = ['float4', 'float8'];
const TIME = ['timestamp', 'timestamptz'];
const ARRAYS = ['_text', '_varchar', '_int4', '_int8', '_uuid'];
const TAB = `E'\\t'`;

/** One value of one row: `where` finds the row, `set` is what the value becomes. */
interface ValueChange {
  readonly kind: string;
  readonly types: readonly string[];
  readonly where: (column: string) => string;
  readonly set: (column: string, type: string) => string;
  readonly fits?: (column: ColumnFact) => boolean;
}

const VALUE_CHANGES: readonly ValueChange[] = [
  {
    kind: 'a flipped value',
    types: ['bool', ...WHOLE],
    where: (c) => `${c} IS NOT NULL`,
    set: (c, type) => (type === 'bool' ? `NOT ${c}` : `${c} # 1::${type}`),
  },
  {
    kind: "NULL against ''",
    types: TEXT,
    where: (c) => `${c} IS NULL`,
    set: () => `''`,
    fits: ({ nullable }) => nullable,
  },
  {
    kind: 'NULL against the text \\N',
    types: TEXT,
    where: (c) => `${c} IS NULL`,
    set: () => `E'\\\\N'`,
    fits: ({ nullable }) => nullable,
  },
  {
    kind: 'a trailing blank',
    types: TEXT,
    where: (c) => `${c} <> ''`,
    set: (c) => `${c} || ' '`,
  },
  {
    kind: 'minus zero against zero',
    types: FLOAT,
    where: (c) => `${c} = 0 AND ${c}::text = '0'`,
    set: () => `'-0'`,
  },
  {
    kind: 'not a number',
    types: [...FLOAT, 'numeric'],
    where: (c) => `${c} <> 'NaN'`,
    set: () => `'NaN'`,
  },
  {
    kind: '1.0 against 1.00',
    types: ['numeric'],
    where: (c) => `scale(${c}) IS NOT NULL`,
    set: (c) => `round(${c}, scale(${c}) + 1)`,
    fits: ({ hasModifier }) => !hasModifier,
  },
  {
    kind: 'a microsecond',
    types: TIME,
    where: (c) => `isfinite(${c})`,
    set: (c) => `${c} + '1 microsecond'::interval`,
    fits: ({ hasModifier }) => !hasModifier,
  },
  {
    kind: 'the order of keys in json',
    types: ['json'],
    // CASE: json_object_keys refuses what is no object, whatever stands beside it.
    where: (c) =>
      `CASE json_typeof(${c}) WHEN 'object' THEN (SELECT count(*) FROM json_object_keys(${c})) END > 1`,
    set: (c) =>
      `(SELECT json_object_agg(key, value ORDER BY n DESC) FROM json_each(${c}) WITH ORDINALITY AS e (key, value, n))`,
  },
  {
    kind: 'the shape of an array',
    types: ARRAYS,
    where: (c) => `array_ndims(${c}) = 1`,
    set: (c) => `ARRAY[${c}]`,
  },
  {
    kind: 'NULL in an array against the word',
    types: ['_text'],
    where: (c) => `'NULL' = ANY (${c})`,
    set: (c) => `array_replace(${c}, 'NULL', NULL)`,
  },
  {
    kind: 'a bit of bytea',
    types: ['bytea'],
    where: (c) => `length(${c}) > 0`,
    set: (c) => `set_byte(${c}, 0, get_byte(${c}, 0) # 1)`,
  },
];

/** Letters of other alphabets, and the two spellings of one letter, exist in UTF-8 only. */
const UNICODE_CHANGES: readonly ValueChange[] = [
  {
    kind: 'a look-alike letter',
    types: TEXT,
    where: (c) => `${c} ~ '[aeo]'`,
    set: (c) => `translate(${c}, 'aeo', U&'\\0430\\0435\\043e')`,
  },
  {
    kind: 'a letter in two code points',
    types: TEXT,
    where: (c) => `normalize(${c}, NFD) <> ${c}`,
    set: (c) => `normalize(${c}, NFD)`,
  },
];

/** Text of two neighbouring columns, of which some crosses the border between them. */
interface BorderChange {
  readonly kind: string;
  readonly where: (left: string, right: string) => string;
  readonly set: (left: string, right: string) => readonly [string, string];
}

const BORDER_CHANGES: readonly BorderChange[] = [
  {
    kind: 'text moved over a column border',
    where: (a, b) => `${a} <> '' AND ${b} IS NOT NULL`,
    set: (a, b) => [`left(${a}, -1)`, `right(${a}, 1) || ${b}`],
  },
  {
    kind: 'a tab moved over a column border',
    where: (a, b) => `strpos(${a}, ${TAB}) > 0 AND ${b} IS NOT NULL`,
    set: (a, b) => [
      `split_part(${a}, ${TAB}, 1)`,
      `substr(${a}, strpos(${a}, ${TAB}) + 1) || ${TAB} || ${b}`,
    ],
  },
];

const values = (change: ValueChange): RowKind => ({
  from: 'rows',
  kind: change.kind,
  placesIn: (table) =>
    table.columns.flatMap((column) => {
      const { name, type, fixed } = column;
      if (fixed || type === null || !change.types.includes(type)) return [];
      if (change.fits?.(column) === false) return [];
      return [onOneRow(table, [column], change.where(name), [change.set(name, type)])];
    }),
});

const borders = (change: BorderChange): RowKind => ({
  from: 'rows',
  kind: change.kind,
  placesIn: (table) =>
    table.columns.flatMap((left, index) => {
      const right = table.columns[index + 1];
      if (right === undefined || !isFreeText(left) || !isFreeText(right)) return [];
      const { name: a } = left;
      const { name: b } = right;
      return [onOneRow(table, [left, right], change.where(a, b), change.set(a, b))];
    }),
});

const SWAPPED: RowKind = {
  from: 'rows',
  kind: "two rows' values swapped",
  // Without a key the rows could be told apart by nothing else: swapping would change nothing.
  placesIn: (table) =>
    !table.hasKey || table.rows < 2
      ? []
      : table.columns
          .filter(({ inKey, fixed, type }) => !inKey && !fixed && type !== null)
          .filter(({ type }) => [...WHOLE, ...TEXT, 'bool', 'numeric'].includes(type ?? ''))
          .map((column) => swap(table, column)),
};

const DUPLICATED: RowKind = {
  from: 'rows',
  kind: 'a duplicated row',
  placesIn: (table) =>
    table.hasKey || table.columns.some(({ fixed }) => fixed) ? [] : [duplicate(table)],
};

/** Row kinds of a database in this encoding. */
export function rowKinds(isUnicode: boolean): readonly RowKind[] {
  return [
    ...[...VALUE_CHANGES, ...(isUnicode ? UNICODE_CHANGES : [])].map(values),
    ...BORDER_CHANGES.map(borders),
    SWAPPED,
    DUPLICATED,
  ];
}

function isFreeText({ type, fixed }: ColumnFact): boolean {
  return !fixed && type !== null && TEXT.includes(type);
}

/** Changes the first row found; the way back names it by where it then stands, with its old text. */
function onOneRow(
  table: TableFact,
  columns: readonly ColumnFact[],
  where: string,
  set: readonly string[],
): Place {
  const was = columns.map(({ name }, n) => `${name}::text AS "rehearsal was ${n}"`);
  const found = `SELECT ctid AS "rehearsal at", ${was.join(', ')} FROM ONLY ${table.label} WHERE ${where} ORDER BY ctid LIMIT 1`;
  const back = columns.map(({ name, cast }) => `${escaped(name)} = %L::${escaped(cast)}`);
  const assignments = columns.map(({ name }, n) => `${name} = ${set[n]}`);
  const template = `UPDATE ONLY ${escaped(table.label)} SET ${back.join(', ')} WHERE ctid = %L`;
  return placeIn(
    table,
    columns,
    `WITH found AS (${found})
     UPDATE ONLY ${table.label} AS t SET ${assignments.join(', ')} FROM found WHERE t.ctid = found."rehearsal at"
     RETURNING format(${quoteLiteral(template)}, ${columns.map((_, n) => `"rehearsal was ${n}"`).join(', ')}, t.ctid) AS back`,
  );
}

function swap(table: TableFact, column: ColumnFact): Place {
  const { name, cast } = column;
  const rows = `FROM ONLY ${table.label}`;
  const template = `UPDATE ONLY ${escaped(table.label)} SET ${escaped(name)} = %L::${escaped(cast)} WHERE ctid = %L`;
  return placeIn(
    table,
    [column],
    `WITH one AS (SELECT ctid AS at, ${name} AS v ${rows} WHERE ${name} IS NOT NULL ORDER BY ctid LIMIT 1),
     two AS (SELECT o.ctid AS at, o.${name} AS v FROM ONLY ${table.label} AS o, one WHERE o.${name} <> one.v ORDER BY o.ctid LIMIT 1)
     UPDATE ONLY ${table.label} AS t SET ${name} = CASE WHEN t.ctid = one.at THEN two.v ELSE one.v END
       FROM one, two WHERE t.ctid IN (one.at, two.at)
     RETURNING format(${quoteLiteral(template)}, CASE WHEN t.${name} = one.v THEN two.v ELSE one.v END, t.ctid) AS back`,
  );
}

function duplicate(table: TableFact): Place {
  const template = `DELETE FROM ONLY ${escaped(table.label)} WHERE ctid = %L`;
  return placeIn(
    table,
    [],
    `INSERT INTO ${table.label} SELECT * FROM ONLY ${table.label} ORDER BY ctid LIMIT 1
     RETURNING format(${quoteLiteral(template)}, ctid) AS back`,
  );
}

function placeIn(table: TableFact, columns: readonly ColumnFact[], mutate: string): Place {
  const { label, own } = table;
  const names = columns.map(({ name }) => name);
  const place = names.length === 0 ? label : `${label}.${names.join(' and ')}`;
  return { place, own, part: label, touches: [label], mutate, takeBack: null };
}

/** As it may stand in a template of format(). */
function escaped(text: string): string {
  return text.replaceAll('%', '%%');
}
