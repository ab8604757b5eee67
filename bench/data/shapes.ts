// The shapes of data that are measured, as SQL that makes the same rows every time.

/** Sizes are told by the rows' own text, as COPY writes it: what a fingerprint reads. */
export const SIZES = { '10MB': 10, '100MB': 100, '1GB': 1000 } as const;
export type Size = keyof typeof SIZES;

export const SHAPES = {
  'one-table': 'one big table with two indexes beside its key',
  'wide-rows': 'one table of 200 columns',
  'large-text': 'texts of about 60 kB each',
  'tables-20': '20 tables',
  'tables-200': '200 tables',
  'many-tables': '2,000 tables',
} as const;
export type Shape = keyof typeof SHAPES;

/** How many tables a shape has. */
export function tablesOf(shape: Shape): number {
  return TABLES[shape] ?? 1;
}

const TABLES: Partial<Record<Shape, number>> = {
  'tables-20': 20,
  'tables-200': 200,
  'many-tables': 2000,
};

/** Of one row as COPY text, measured on the rows themselves. */
const ROW_BYTES = { plain: 331, wide: 2345, text: 61_100 } as const;

const BYTES_OF_MB = 1_000_000;

const PLAIN_COLUMNS = `
  id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT '2026-01-01',
  actor text NOT NULL DEFAULT '', kind text NOT NULL, note text,
  payload jsonb NOT NULL DEFAULT '{}', digest char(64) NOT NULL DEFAULT ''`;

const PLAIN_ROWS = `
SELECT n, '2026-01-01'::timestamptz + n * interval '1 second', 'person-' || n % 5000 || '@example.org',
       (ARRAY['created', 'changed', 'seen', 'archived'])[1 + n % 4],
       repeat('the quick brown fox, ' || n % 97 || ' ', (1 + n % 6)::int),
       jsonb_build_object('n', n, 'path', '/objects/' || n, 'tags', ARRAY['a' || n % 7, 'b']),
       md5(n::text) || md5((n + 1)::text)`;

/** Statements that make the tables; each runs by itself. */
export function statementsOf(shape: Shape, size: Size): readonly string[] {
  const bytes = SIZES[size] * BYTES_OF_MB;
  const owner = ['CREATE ROLE bench_owner NOLOGIN'];
  switch (shape) {
    case 'one-table':
      return [...owner, ...oneTable(rowsIn(bytes, ROW_BYTES.plain))];
    case 'wide-rows':
      return [...owner, ...wideRows(rowsIn(bytes, ROW_BYTES.wide))];
    case 'large-text':
      return [...owner, ...largeText(rowsIn(bytes, ROW_BYTES.text))];
    case 'tables-20':
    case 'tables-200':
    case 'many-tables': {
      const tables = tablesOf(shape);
      return [...owner, ...manyTables(tables, rowsIn(bytes / tables, ROW_BYTES.plain))];
    }
  }
}

function rowsIn(bytes: number, rowBytes: number): number {
  return Math.max(1, Math.round(bytes / rowBytes));
}

function oneTable(rows: number): string[] {
  return [
    `CREATE TABLE public.events (${PLAIN_COLUMNS})`,
    'ALTER TABLE public.events OWNER TO bench_owner',
    `INSERT INTO public.events ${PLAIN_ROWS} FROM generate_series(1::bigint, ${rows}) AS n`,
    'CREATE INDEX ON public.events (actor)',
    'CREATE INDEX ON public.events (at)',
  ];
}

/** The first is called as everywhere, so that the same changes are made to every shape. */
function manyTables(tables: number, rows: number): string[] {
  return Array.from({ length: tables }, (_, at) => {
    const name = at === 0 ? 'events' : `events_${String(at).padStart(4, '0')}`;
    return [
      `CREATE TABLE public.${name} (${PLAIN_COLUMNS})`,
      `ALTER TABLE public.${name} OWNER TO bench_owner`,
      `INSERT INTO public.${name} ${PLAIN_ROWS}
         FROM generate_series(1::bigint, ${rows}) AS n`,
    ];
  }).flat();
}

const WIDE_KINDS = [
  { type: 'integer', value: (at: number) => `(n * ${at} % 100003)::int` },
  { type: 'numeric(12,2)', value: (at: number) => `(n * ${at} % 1000003) / 100.0` },
  { type: 'text', value: (at: number) => `'value ' || n * ${at} % 9973 || ' of column ${at}'` },
  {
    type: 'timestamptz',
    value: (at: number) => `'2026-01-01'::timestamptz + n * interval '${at} s'`,
  },
  { type: 'boolean', value: (at: number) => `(n + ${at}) % 3 = 0` },
] as const;

function wideRows(rows: number): string[] {
  const columns = Array.from({ length: 198 }, (_, at) => {
    const kind = WIDE_KINDS[at % WIDE_KINDS.length] ?? WIDE_KINDS[0];
    return { name: `c${at}`, type: kind.type, value: kind.value(at + 1) };
  });
  return [
    `CREATE TABLE public.events (id bigint PRIMARY KEY, kind text NOT NULL, ${columns
      .map(({ name, type }) => `${name} ${type}`)
      .join(', ')})`,
    'ALTER TABLE public.events OWNER TO bench_owner',
    `INSERT INTO public.events SELECT n, 'made', ${columns.map(({ value }) => value).join(', ')}
       FROM generate_series(1::bigint, ${rows}) AS n`,
  ];
}

/** Half of it hexadecimal digits: a text that compresses as prose with numbers does. */
function largeText(rows: number): string[] {
  return [
    'CREATE TABLE public.events (id bigint PRIMARY KEY, kind text NOT NULL, body text)',
    'ALTER TABLE public.events OWNER TO bench_owner',
    `INSERT INTO public.events
     SELECT n, 'made',
            (SELECT string_agg(md5((n * 1000 + part)::text) || ' is what object ' || part || ' came to. ', '')
               FROM generate_series(1, 940) AS part)
       FROM generate_series(1::bigint, ${rows}) AS n`,
  ];
}
