// Single changes to the rich database, each with every difference that has to be said of it.

export interface Change {
  readonly sql: string;
  /** As the diff says them: sign, object, words, and both values of what is not alike. */
  readonly said: readonly string[];
  /** It takes away and makes again what others change. */
  readonly isAlone?: boolean;
}

/** What a change is of, by what is said of it: of a table the part that is named first. */
function objectsOf({ said }: Change): readonly string[] {
  return said.map((line) => {
    const [, object = '', what = ''] = /^. ([^:]+): ([^|]*)/.exec(line) ?? [];
    if (!object.startsWith('table ')) return object;
    const part = /\bcheck\b|\b(?:column|exclusion|foreign key|index|policy|rule|trigger) .*/.exec(
      what,
    );
    return `${object} ${part?.[0] ?? what}`.trim();
  });
}

/** Each copy of a database is made in a second; so many changes share one at the most. */
const TOGETHER = 6;

/**
 * Changes of different objects, a few at a time: all that has to be said of each is said, and nothing
 * else. Those of one object are never together: one could hide the other.
 */
export function besideEachOther(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: { readonly changes: Change[]; readonly objects: Set<string> }[] = [];
  for (const change of changes) {
    const objects = objectsOf(change);
    let group = groups.find(
      (each) =>
        each.changes.length < TOGETHER &&
        objects.every((object) => !each.objects.has(object)) &&
        [change, ...each.changes].every(({ isAlone = false }) => !isAlone),
    );
    if (group === undefined) groups.push((group = { changes: [], objects: new Set() }));
    group.changes.push(change);
    for (const object of objects) group.objects.add(object);
  }
  return groups.map((each) => each.changes);
}

export const CHANGES: readonly Change[] = [
  { sql: `ALTER TABLE orders DROP COLUMN tags`, said: ['- table orders: column "orders.tags"'] },
  {
    sql: `ALTER TABLE orders ADD COLUMN extra text`,
    said: ['+ table orders: column "orders.extra"'],
  },
  {
    sql: `ALTER TABLE customers ALTER COLUMN "Odd name" TYPE varchar(21)`,
    said: [
      '~ table customers: column "customers."Odd name"" | character varying(20) | character varying(21)',
      '~ table customers: collation of column "customers."Odd name"" | C | none',
    ],
  },
  {
    sql: `ALTER TABLE customers ALTER COLUMN score TYPE numeric(6,2)`,
    said: ['~ table customers: column "customers.score" | numeric(5,2) | numeric(6,2)'],
  },
  {
    sql: `ALTER TABLE customers ALTER COLUMN score SET NOT NULL`,
    said: ['~ table customers: column "customers.score" | nullable | not null'],
  },
  {
    sql: `ALTER TABLE customers ALTER COLUMN score SET DEFAULT 1`,
    said: ['~ table customers: default of column "customers.score" | 0 | 1'],
  },
  {
    sql: `ALTER TABLE customers ALTER COLUMN mood DROP DEFAULT`,
    said: ['~ table customers: default of column "customers.mood" | \'ok\'::public.mood | none'],
  },
  {
    sql: `ALTER TABLE orders ALTER COLUMN id SET GENERATED ALWAYS`,
    said: ['~ table orders: identity of column "orders.id" | by default | always'],
  },
  {
    sql: `ALTER TABLE orders ALTER COLUMN id SET INCREMENT 11`,
    said: ['~ table orders: increment of identity of column "orders.id" | 10 | 11'],
  },
  {
    sql: `ALTER TABLE orders ALTER COLUMN gross DROP EXPRESSION`,
    said: ['~ table orders: generation of column "orders.gross" | net * 1.19 | none'],
  },
  {
    sql: `ALTER TABLE customers ALTER COLUMN "Odd name" TYPE varchar(20) COLLATE "POSIX"`,
    said: ['~ table customers: collation of column "customers."Odd name"" | C | POSIX'],
  },
  {
    sql: `ALTER TABLE orders ALTER COLUMN tags SET STORAGE extended`,
    said: ['~ table orders: storage of column "orders.tags" | external | none'],
  },
  {
    sql: `ALTER TABLE orders ALTER COLUMN kind SET STATISTICS 400`,
    said: ['~ table orders: statistics target of column "orders.kind" | 500 | 400'],
  },
  {
    sql: `ALTER TABLE orders SET (fillfactor = 81)`,
    said: ['~ table orders: fillfactor of table "orders" | 80 | 81'],
  },
  {
    sql: `ALTER TABLE orders DROP CONSTRAINT kind_known`,
    said: [
      "- table orders: check ((kind)::text = ANY ((ARRAY['web'::character varying, 'shop'::character varying])::text[])) of table \"orders\"",
    ],
  },
  {
    sql: `ALTER TABLE orders DROP CONSTRAINT kind_known, ADD CONSTRAINT kind_known CHECK (kind IN ('web', 'shop', 'phone'))`,
    said: [
      "~ table orders: check \"kind_known\" of table \"orders\" | (kind)::text = ANY ((ARRAY['web'::character varying, 'shop'::character varying])::text[]) | ((kind)::text = ANY ((ARRAY['web'::character varying, 'shop'::character varying, 'phone'::character varying])::text[]))",
    ],
  },
  {
    sql: `ALTER TABLE orders VALIDATE CONSTRAINT net_positive`,
    said: [
      '~ table orders: check (net >= (0)::numeric) of table "orders" | not validated | validated',
    ],
  },
  {
    sql: `ALTER TABLE orders RENAME CONSTRAINT kind_known TO kind_listed`,
    said: [
      "~ table orders: name of check ((kind)::text = ANY ((ARRAY['web'::character varying, 'shop'::character varying])::text[])) of table \"orders\" | kind_known | kind_listed",
      '+ table orders: check "kind_listed" ((kind)::text = ANY ((ARRAY[\'web\'::character varying, \'shop\'::character varying])::text[])) of table "orders"',
    ],
  },
  {
    sql: `ALTER TABLE orders DROP CONSTRAINT orders_customer, ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id) ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED`,
    said: [
      '~ table orders: on delete of foreign key (customer) of table "orders" | restrict | cascade',
    ],
  },
  {
    sql: `ALTER TABLE orders ALTER CONSTRAINT orders_customer DEFERRABLE INITIALLY IMMEDIATE`,
    said: [
      '~ table orders: deferrability of foreign key (customer) of table "orders" | deferred | immediate',
    ],
  },
  {
    sql: `ALTER TABLE customers DROP CONSTRAINT customers_email_key, ADD CONSTRAINT customers_email_key UNIQUE (email)`,
    said: [
      '~ table customers: nulls of unique constraint (email) of table "customers" | not distinct | distinct',
    ],
  },
  {
    sql: `ALTER TABLE orders DROP CONSTRAINT no_overlap, ADD CONSTRAINT no_overlap EXCLUDE USING gist (customer WITH =, stay WITH &&) WHERE (net > 1)`,
    said: [
      '~ table orders: where of exclusion (customer WITH =, stay WITH &&) of table "orders" | net > (0)::numeric | (net > (1)::numeric)',
    ],
  },
  {
    sql: `DROP INDEX orders_recent; CREATE INDEX orders_recent ON orders (customer, at DESC) INCLUDE (kind) WHERE net > 101; COMMENT ON INDEX orders_recent IS 'For the first page'`,
    said: [
      '~ table orders: where of index "orders_recent" of table "orders" | net > (100)::numeric | (net > (101)::numeric)',
    ],
  },
  {
    sql: `DROP INDEX orders_recent; CREATE INDEX orders_recent ON orders (customer, at) INCLUDE (kind) WHERE net > 100; COMMENT ON INDEX orders_recent IS 'For the first page'`,
    said: [
      '~ table orders: columns of index "orders_recent" of table "orders" | (customer, at DESC) | (customer, at)',
    ],
  },
  {
    sql: `DROP INDEX orders_kind; CREATE INDEX orders_kind ON orders (lower(kind))`,
    said: [
      '~ table orders: columns of index "orders_kind" of table "orders" | (lower((kind)::text) text_pattern_ops) | (lower((kind)::text))',
    ],
  },
  {
    sql: `CREATE INDEX orders_new ON orders (net)`,
    said: ['+ table orders: index "orders_new" of table "orders"'],
  },
  {
    sql: `COMMENT ON INDEX orders_kind IS 'new'`,
    said: ['~ table orders: comment of index "orders_kind" of table "orders" | none | new'],
  },
  {
    sql: `ALTER TYPE mood ADD VALUE 'elated'`,
    said: ['~ enum mood: enum "mood" | "sad", "ok", "happy" | "sad", "ok", "happy", "elated"'],
  },
  {
    sql: `ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'`,
    said: ['~ enum mood: enum "mood" | "sad", "ok", "happy" | "blue", "ok", "happy"'],
  },
  {
    sql: `ALTER DOMAIN audit.hex DROP CONSTRAINT hex_check`,
    said: ['- domain audit.hex: check (VALUE ~ \'^[0-9a-f]{4}$\'::text) of domain "audit.hex"'],
  },
  {
    sql: `ALTER DOMAIN audit.hex DROP NOT NULL`,
    said: ['~ domain audit.hex: nullability of domain "audit.hex" | not null | nullable'],
  },
  {
    sql: `ALTER TYPE audit.span ADD ATTRIBUTE middle integer`,
    said: [
      '~ composite type audit.span: attributes of composite type "audit.span" | (low integer, high numeric(6,2), label text collate C) | (low integer, high numeric(6,2), label text collate C, middle integer)',
    ],
  },
  {
    sql: `DROP TYPE audit.days CASCADE; CREATE TYPE audit.days AS RANGE (subtype = timestamp, multirange_type_name = audit.many_days); ALTER TABLE orders ADD stay audit.days, ADD CONSTRAINT no_overlap EXCLUDE USING gist (customer WITH =, stay WITH &&) WHERE (net > 0)`,
    said: [
      '~ range type audit.days: subtype of range type "audit.days" | date | timestamp without time zone',
      '~ range type audit.days: operator class of range type "audit.days" | date_ops | timestamp_ops',
      '~ range type audit.days: owner of range type "audit.days" | rich_owner | rehearsal_superuser',
    ],
    isAlone: true,
  },
  {
    sql: `ALTER SEQUENCE audit.tickets INCREMENT 6`,
    said: ['~ sequence audit.tickets: increment of sequence "audit.tickets" | 5 | 6'],
  },
  {
    sql: `ALTER SEQUENCE audit.tickets NO CYCLE`,
    said: ['~ sequence audit.tickets: cycle of sequence "audit.tickets" | on | off'],
  },
  {
    sql: `CREATE OR REPLACE VIEW open_orders WITH (security_barrier = true) AS SELECT o.id, o.net, c.mood FROM orders o JOIN customers c ON c.id = o.customer WHERE o.net >= 0`,
    said: [
      '~ view open_orders: definition of view "open_orders" | SELECT o.id, o.net, c.mood FROM (public.orders o JOIN public.customers c ON ((c.id = o.customer))) WHERE (o.net > (0)::numeric); | SELECT o.id, o.net, c.mood FROM (public.orders o JOIN public.customers c ON ((c.id = o.customer))) WHERE (o.net >= (0)::numeric);',
    ],
  },
  {
    sql: `ALTER VIEW open_orders RESET (security_barrier)`,
    said: ['~ view open_orders: security_barrier of view "open_orders" | true | not set'],
  },
  {
    sql: `DROP MATERIALIZED VIEW audit.per_mood`,
    said: ['- view audit.per_mood: view "audit.per_mood"'],
  },
  {
    sql: `REFRESH MATERIALIZED VIEW audit.per_mood WITH NO DATA`,
    said: ['~ view audit.per_mood: holding its rows of view "audit.per_mood" | yes | no'],
  },
  {
    sql: `ALTER FUNCTION audit.total(date, integer) VOLATILE`,
    said: [
      '~ function audit.total(date, integer): volatility of function "audit.total(date, integer)" | stable | volatile',
    ],
  },
  {
    sql: `ALTER FUNCTION audit.total(date, integer) SECURITY INVOKER`,
    said: [
      '~ function audit.total(date, integer): security of function "audit.total(date, integer)" | definer | invoker',
    ],
  },
  {
    sql: `ALTER FUNCTION audit.total(date, integer) SET search_path = public`,
    said: [
      '~ function audit.total(date, integer): settings of function "audit.total(date, integer)" | search_path=pg_catalog | search_path=public',
    ],
  },
  {
    sql: `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$`,
    said: [
      '~ function touch(): sha256 of the body of function "touch()" | 8d06b3b371ddc811a4c41c9946aaf8fbec2798eafa5a83714c4bce1975fd9469 | 2aab58c3aa15eba6bb6ce64d76efa840af76db48bd64753b5d0460f94a5a98d1',
    ],
  },
  {
    sql: `CREATE FUNCTION touch(text) RETURNS text LANGUAGE sql AS $$ SELECT $1 $$`,
    said: ['+ function touch(text): function "touch(text)"'],
  },
  {
    sql: `DROP TRIGGER orders_touch ON orders; CREATE TRIGGER orders_touch AFTER INSERT OR UPDATE OF net ON orders FOR EACH ROW WHEN (new.net > 0) EXECUTE FUNCTION touch('a', 'it''s')`,
    said: ['~ table orders: timing of trigger "orders_touch" of table "orders" | before | after'],
  },
  {
    sql: `DROP TRIGGER orders_touch ON orders; CREATE TRIGGER orders_touch BEFORE INSERT OR UPDATE OF net ON orders FOR EACH ROW WHEN (new.net > 1) EXECUTE FUNCTION touch('a', 'it''s')`,
    said: [
      '~ table orders: condition of trigger "orders_touch" of table "orders" | new.net > (0)::numeric | (new.net > (1)::numeric)',
    ],
  },
  {
    sql: `ALTER TABLE orders DISABLE TRIGGER orders_touch`,
    said: [
      '~ table orders: firing of trigger "orders_touch" of table "orders" | origin | disabled',
    ],
  },
  {
    sql: `ALTER TABLE orders ENABLE ALWAYS TRIGGER orders_touch`,
    said: ['~ table orders: firing of trigger "orders_touch" of table "orders" | origin | always'],
  },
  {
    sql: `DROP RULE orders_keep ON orders`,
    said: ['- table orders: rule "orders_keep" of table "orders"'],
  },
  {
    sql: `ALTER TABLE orders NO FORCE ROW LEVEL SECURITY`,
    said: ['~ table orders: row security of table "orders" | forced | on'],
  },
  {
    sql: `ALTER POLICY own_orders ON orders USING (net > 5)`,
    said: [
      '~ table orders: using of policy "own_orders" of table "orders" | (net > (0)::numeric) | (net > (5)::numeric)',
    ],
  },
  {
    sql: `ALTER POLICY own_orders ON orders TO public`,
    said: ['~ table orders: roles of policy "own_orders" of table "orders" | rich_reader | public'],
  },
  {
    sql: `CREATE POLICY more ON orders FOR ALL TO rich_writer USING (true)`,
    said: ['+ table orders: policy "more" of table "orders"'],
  },
  {
    sql: `GRANT DELETE ON orders TO rich_reader`,
    said: [
      '~ table orders: what "rich_reader" may do with table "orders" | select | delete, select',
    ],
  },
  {
    sql: `REVOKE SELECT ON customers FROM rich_reader`,
    said: [
      '~ table customers: what "rich_reader" may do with table "customers" | select | nothing',
    ],
  },
  {
    sql: `GRANT UPDATE (net) ON orders TO rich_reader`,
    said: ['~ table orders: what "rich_reader" may do with column "orders.net" | nothing | update'],
  },
  {
    sql: `GRANT EXECUTE ON FUNCTION audit.total(date, integer) TO public`,
    said: [
      '~ function audit.total(date, integer): what "public" may do with function "audit.total(date, integer)" | nothing | execute',
    ],
  },
  {
    sql: `REVOKE GRANT OPTION FOR INSERT ON orders FROM rich_writer`,
    said: [
      '~ table orders: what "rich_writer" may do with table "orders" | insert with grant option, select with grant option | insert, select with grant option',
    ],
  },
  {
    sql: `ALTER DEFAULT PRIVILEGES FOR ROLE rich_owner IN SCHEMA public REVOKE SELECT ON TABLES FROM rich_reader`,
    said: [
      '- new tables of role "rich_owner" in schema "public": new tables of role "rich_owner" in schema "public"',
    ],
  },
  {
    sql: `ALTER TABLE customers OWNER TO rich_writer`,
    said: [
      '~ table customers: owner of table "customers" | rich_owner | rich_writer',
      '~ sequence customers_id_seq: owner of sequence "customers_id_seq" | rich_owner | rich_writer',
    ],
  },
  {
    sql: `COMMENT ON COLUMN customers.score IS 'Out of a thousand'`,
    said: [
      '~ table customers: comment of column "customers.score" | Out of 999.99 | Out of a thousand',
    ],
  },
  {
    sql: `COMMENT ON TABLE orders IS 'What they buy'`,
    said: ['~ table orders: comment of table "orders" | none | What they buy'],
  },
  {
    sql: `ALTER TABLE log DETACH PARTITION log_2025; ALTER TABLE log ATTACH PARTITION log_2025 FOR VALUES FROM ('2025-01-01') TO ('2025-07-01')`,
    said: [
      "~ table log: bound of partition \"log_2025\" of table \"log\" | FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') | FOR VALUES FROM ('2025-01-01') TO ('2025-07-01')",
    ],
  },
  {
    sql: `CREATE TABLE log_2026 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
    said: ['+ table log: partition "log_2026" of table "log"'],
  },
  {
    sql: `ALTER TABLE log_2025 ALTER COLUMN level SET DEFAULT 2`,
    said: ['~ table log_2025: default of column "log_2025.level" | 1 | 2'],
  },
  {
    sql: `ALTER TABLE audit.derived NO INHERIT audit.base`,
    said: ['~ table audit.derived: inheritance of table "audit.derived" | audit.base | none'],
  },
  {
    sql: `ALTER TABLE audit.scratch SET LOGGED`,
    said: ['~ table audit.scratch: table "audit.scratch" | unlogged | permanent'],
  },
  {
    sql: `ALTER EXTENSION citext UPDATE TO '1.6'`,
    said: ['~ extension citext: version of extension "citext" | 1.5 | 1.6'],
  },
  {
    sql: `DROP COLLATION audit.german`,
    said: ['- object collation audit.german: "collation audit.german"'],
  },
  {
    sql: `DROP STATISTICS orders_state`,
    said: ['- object statistics object public.orders_state: "statistics object orders_state"'],
  },
  {
    sql: `DROP CAST (audit.span AS text)`,
    said: ['- cast audit.span as text: cast "audit.span as text"'],
  },
  {
    sql: `DROP OPERATOR audit.=~ (numeric, numeric)`,
    said: ['- operator audit.=~(numeric, numeric): operator "audit.=~(numeric, numeric)"'],
  },
  {
    sql: `DROP AGGREGATE audit.longest(text)`,
    said: ['- function audit.longest(text): function "audit.longest(text)"'],
  },
  { sql: `CREATE SCHEMA stray`, said: ['+ schema stray: schema "stray"'] },
  { sql: `CREATE TABLE stray (id integer)`, said: ['+ table stray: table "stray"'] },
  {
    sql: `CREATE PUBLICATION everything`,
    said: ['+ publication everything: publication "everything"'],
  },
];
