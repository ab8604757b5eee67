-- A harmless database with every kind of object that pg_dump writes; no dump of it may be refused.
CREATE SCHEMA app;
CREATE SCHEMA "Odd ""Name""; DROP TABLE x; --";
COMMENT ON SCHEMA app IS 'calls dblink(''nothing'') and runs COPY t FROM PROGRAM ''nothing''; only a comment';
CREATE EXTENSION pg_trgm SCHEMA app;
CREATE EXTENSION hstore SCHEMA app;
CREATE EXTENSION pgcrypto SCHEMA app;
COMMENT ON EXTENSION hstore IS 'a comment of our own';
CREATE TYPE app.status AS ENUM ('born', 'proposed', 'it''s gone');
CREATE TYPE app.pair AS (left_part integer, right_part text COLLATE "C");
CREATE TYPE app.span AS RANGE (subtype = timestamptz);
CREATE DOMAIN app.positive AS integer CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE DOMAIN app.short_text AS text DEFAULT 'copy t to program' NOT NULL CHECK (length(VALUE) < 200);
ALTER DOMAIN app.positive ADD CONSTRAINT later CHECK (VALUE < 1000000) NOT VALID;
CREATE COLLATION app.plain (provider = libc, locale = 'C');
CREATE SEQUENCE app.free START 10 INCREMENT 5 CACHE 3 CYCLE MAXVALUE 1000;
SELECT nextval('app.free');
CREATE TABLE app.parent (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name app.short_text,
  status app.status DEFAULT 'born',
  amount numeric(12, 2) DEFAULT 0.00 CHECK (amount >= 0),
  doubled numeric GENERATED ALWAYS AS (amount * 2) STORED,
  tags text[] DEFAULT ARRAY['dblink', 'pg_read_file'],
  extra jsonb DEFAULT '{"lo_import": true}',
  made timestamptz DEFAULT now(),
  code text DEFAULT encode(app.digest('x', 'sha256'), 'hex'),
  period app.span,
  bits bit(4) DEFAULT B'0101',
  bytes bytea DEFAULT '\x00ff',
  ratio double precision DEFAULT 'NaN',
  address inet DEFAULT '127.0.0.1',
  CONSTRAINT name_is_there CHECK (name <> ''),
  CONSTRAINT no_overlap EXCLUDE USING gist (period WITH &&)
) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE TABLE app.child (
  id serial PRIMARY KEY,
  parent bigint REFERENCES app.parent ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "dblink_connect" text,
  "COPY x FROM PROGRAM" text,
  UNIQUE (parent, "dblink_connect")
);
ALTER TABLE app.child ADD CONSTRAINT unchecked CHECK (id > 0) NOT VALID;
CREATE TABLE app.heir (more text) INHERITS (app.parent);
CREATE TABLE app.empty ();
CREATE UNLOGGED TABLE app.quick (id integer);
CREATE TABLE app.parts (id integer, at date NOT NULL, body text COMPRESSION pglz) PARTITION BY RANGE (at);
CREATE TABLE app.parts_2026 PARTITION OF app.parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE app.parts_rest PARTITION OF app.parts DEFAULT;
CREATE INDEX parts_at ON app.parts (at);
CREATE TABLE app.typed OF app.pair;
INSERT INTO app.parent (name, amount, period) VALUES
  ('SELECT dblink(''host=x'')', 1.5, '[2026-01-01, 2026-01-02)'),
  (E'back\\slash \t tab ''quote''', 2, '[2026-02-01, 2026-02-02)'),
  ('ALTER SYSTEM SET archive_command = ''x''', 3, NULL);
INSERT INTO app.child (parent, "dblink_connect", "COPY x FROM PROGRAM") VALUES (1, E'a\nb', NULL), (2, 'x', 'true');
INSERT INTO app.empty DEFAULT VALUES;
INSERT INTO app.parts VALUES (1, '2026-05-05', repeat('x', 100)), (-2, '2020-01-01', NULL);
INSERT INTO app.typed VALUES (-7, 'x');
CREATE INDEX parent_name ON app.parent USING gin (name app.gin_trgm_ops) WHERE amount > 0;
CREATE UNIQUE INDEX parent_lower ON app.parent (lower(name)) INCLUDE (amount) WITH (fillfactor = 80);
ALTER TABLE app.child CLUSTER ON child_pkey;
ALTER TABLE app.child REPLICA IDENTITY USING INDEX child_pkey;
ALTER TABLE app.parent ALTER COLUMN name SET STATISTICS 500;
ALTER TABLE app.parent ALTER COLUMN extra SET STORAGE EXTERNAL;
ALTER TABLE app.parent ALTER COLUMN amount SET (n_distinct = 5);
CREATE STATISTICS app.together (dependencies) ON name, amount FROM app.parent;
ALTER STATISTICS app.together SET STATISTICS 50;
CREATE FUNCTION app.plain_sql(a integer, b integer DEFAULT 2) RETURNS integer
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS $_$SELECT a + b /* dblink('no call') */$_$;
CREATE FUNCTION app.atomic(a integer) RETURNS integer LANGUAGE sql STABLE
  BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN 1 ELSE 2 END; SELECT count(*)::integer FROM app.parent; END;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql SET search_path = app, pg_temp
  SET lock_timeout = '1s' AS $$
-- dblink_exec('a comment') and COPY x FROM PROGRAM 'a comment'
BEGIN
  NEW.made := now(); /* pg_read_file('/a/comment') */
  RAISE NOTICE 'no dblink here, and no program';
  PERFORM set_config('app.user', 'x', true);
  EXECUTE format('ANALYZE %I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME);
  RETURN NEW;
END $$;
CREATE FUNCTION app.defined() RETURNS SETOF app.parent LANGUAGE sql SECURITY DEFINER ROWS 10
  SET search_path = '' AS 'SELECT * FROM app.parent';
CREATE PROCEDURE app.work(INOUT n integer) LANGUAGE plpgsql AS $$BEGIN n := n + 1; COMMIT; END$$;
CREATE FUNCTION app.load(copy_from text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE program text := 'x'; load text := 'y';
BEGIN
  SELECT copy_from INTO load; load := 'z'; RETURN load;
END $$;
CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE FUNCTION app.same(app.pair, app.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).left_part = ($2).left_part';
CREATE OPERATOR app.=== (LEFTARG = app.pair, RIGHTARG = app.pair, FUNCTION = app.same, COMMUTATOR = OPERATOR(app.===));
CREATE OPERATOR FAMILY app.family USING btree;
CREATE OPERATOR CLASS app.class FOR TYPE app.positive USING hash AS OPERATOR 1 =(integer, integer), FUNCTION 1 hashint4(integer);
ALTER OPERATOR FAMILY app.family USING btree ADD OPERATOR 1 <(integer, bigint), FUNCTION 1 btint48cmp(integer, bigint);
CREATE FUNCTION app.to_pair(integer) RETURNS app.pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, NULL)::app.pair';
CREATE CAST (integer AS app.pair) WITH FUNCTION app.to_pair(integer) AS ASSIGNMENT;
CREATE CAST (app.pair AS text) WITH INOUT;
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE ACCESS METHOD second_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE app.on_second (id integer) USING second_heap;
CREATE VIEW app.seen WITH (security_barrier = true) AS SELECT id, name FROM app.parent WHERE amount > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW app.wide AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5)
  SELECT n.i, row_number() OVER (ORDER BY n.i), 'dblink(''text'')' AS note FROM n LEFT JOIN LATERAL (SELECT app.plain_sql(n.i)) s ON true;
CREATE MATERIALIZED VIEW app.kept AS SELECT name, sum(amount) AS amount FROM app.parent GROUP BY name;
CREATE UNIQUE INDEX kept_name ON app.kept (name);
CREATE MATERIALIZED VIEW app.unfilled AS SELECT 1 AS one WITH NO DATA;
CREATE RULE shy AS ON DELETE TO app.quick DO INSTEAD NOTHING;
CREATE RULE loud AS ON UPDATE TO app.quick DO ALSO (NOTIFY quick; INSERT INTO app.quick VALUES (NEW.id));
CREATE TRIGGER touched BEFORE UPDATE OF name ON app.parent FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION app.touch();
CREATE CONSTRAINT TRIGGER deferred AFTER INSERT ON app.child DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.child DISABLE TRIGGER deferred;
CREATE TRIGGER part_touched AFTER INSERT ON app.parts FOR EACH ROW EXECUTE FUNCTION app.touch('x', 'dblink');
ALTER TABLE app.parts_2026 DISABLE TRIGGER part_touched;
ALTER TABLE app.parent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE ROLE rich_owner NOLOGIN;
CREATE ROLE "rich reader" NOLOGIN;
CREATE POLICY mine ON app.parent AS RESTRICTIVE FOR SELECT TO "rich reader" USING (name = CURRENT_USER);
CREATE POLICY yours ON app.parent FOR INSERT WITH CHECK (amount > 0);
GRANT USAGE ON SCHEMA app TO "rich reader";
GRANT SELECT (name), UPDATE (amount) ON app.parent TO "rich reader" WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION app.defined() TO rich_owner;
REVOKE EXECUTE ON FUNCTION app.atomic(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_reset() TO rich_owner;
GRANT USAGE ON TYPE app.status TO rich_owner;
GRANT USAGE ON LANGUAGE plpgsql TO rich_owner;
GRANT SELECT ON pg_catalog.pg_authid TO rich_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE rich_owner IN SCHEMA app GRANT SELECT ON TABLES TO "rich reader";
ALTER DEFAULT PRIVILEGES FOR ROLE rich_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER TABLE app.quick OWNER TO rich_owner;
ALTER FUNCTION app.load(text) OWNER TO rich_owner;
ALTER AGGREGATE app.total(integer) OWNER TO rich_owner;
ALTER OPERATOR app.=== (app.pair, app.pair) OWNER TO rich_owner;
ALTER OPERATOR CLASS app.class USING hash OWNER TO rich_owner;
ALTER OPERATOR FAMILY app.family USING btree OWNER TO rich_owner;
ALTER PROCEDURE app.work(integer) OWNER TO rich_owner;
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert');
CREATE PUBLICATION chosen FOR TABLE app.child (id, parent) WHERE (id > 0);
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA app;
CREATE TEXT SEARCH DICTIONARY app.dictionary (TEMPLATE = simple, stopwords = 'english');
CREATE TEXT SEARCH CONFIGURATION app.search (COPY = english);
ALTER TEXT SEARCH CONFIGURATION app.search ALTER MAPPING FOR word WITH app.dictionary, simple;
CREATE TEXT SEARCH TEMPLATE app.template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH PARSER app.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE INDEX child_depends ON app.child ("dblink_connect");
ALTER INDEX app.child_depends DEPENDS ON EXTENSION pg_trgm;
ALTER INDEX app.parent_lower ALTER COLUMN 1 SET STATISTICS 300;
ALTER FUNCTION app.load(text) DEPENDS ON EXTENSION hstore;
COMMENT ON COLUMN app.parent.name IS 'SELECT pg_read_file(''x'')';
COMMENT ON FUNCTION app.touch() IS E'two\nlines';
COMMENT ON CONSTRAINT is_positive ON DOMAIN app.positive IS 'a domain''s';
COMMENT ON TRIGGER touched ON app.parent IS 'a trigger''s';
SELECT lo_from_bytea(70001, '\x6c6f5f696d706f7274'), lo_from_bytea(70002, convert_to(repeat('dblink(', 9000), 'UTF8')), lo_create(70003);
ALTER LARGE OBJECT 70001 OWNER TO rich_owner;
GRANT SELECT ON LARGE OBJECT 70002 TO "rich reader";
COMMENT ON LARGE OBJECT 70001 IS 'a large object''s';
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET statement_timeout = %L', current_database(), '5min');
  EXECUTE format('ALTER DATABASE %I SET search_path = app, public', current_database());
  EXECUTE format('ALTER ROLE rich_owner IN DATABASE %I SET work_mem = %L', current_database(), '8MB');
  EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), 'a database''s');
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO "rich reader"', current_database());
  EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 50', current_database());
END $$;
