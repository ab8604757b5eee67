-- A schema beside public, with an owner of its own: exports of the surface, and awkward values.
SET client_min_messages = warning;
CREATE SCHEMA audit AUTHORIZATION surface_owner;
SET ROLE surface_owner;
SET search_path = audit, public;

CREATE DOMAIN sha256_hex AS char(64)
  CONSTRAINT sha256_hex_is_lower_case_hex CHECK (VALUE ~ '^[0-9a-f]{64}$');
CREATE TYPE line_span AS (first_line integer, last_line integer);

CREATE TABLE export_runs (
  id serial PRIMARY KEY,
  snapshot_id text REFERENCES public.rollback_snapshot_anchor (snapshot_id)
    ON UPDATE CASCADE ON DELETE SET NULL,
  covers tstzrange NOT NULL,
  lines line_span,
  content_sha256 sha256_hex NOT NULL,
  bytes_raw bigint NOT NULL,
  bytes_packed bigint NOT NULL,
  packed_percent numeric GENERATED ALWAYS AS (round(bytes_packed * 100.0 / bytes_raw, 3)) STORED,
  CONSTRAINT export_runs_do_not_overlap EXCLUDE USING gist (covers WITH &&)
);

-- One row a way in which two values look equal and are not, or differ and look equal.
CREATE TABLE value_samples (
  name text PRIMARY KEY,
  as_text text,
  as_bytes bytea,
  as_numeric numeric,
  as_float double precision,
  as_json json,
  as_numbers integer[],
  as_time timestamp,
  as_span interval,
  as_address inet
);

CREATE VIEW status_changes AS
  SELECT at, object_id, old_status, new_status, actor
  FROM public.birth_audit JOIN public.birth_registry ON birth_registry.id = birth_audit.birth_id;

CREATE FUNCTION changes_of(wanted text) RETURNS SETOF status_changes
LANGUAGE sql STABLE
SET search_path = pg_catalog
AS $$ SELECT * FROM audit.status_changes WHERE object_id = wanted ORDER BY at $$;

COMMENT ON SCHEMA audit IS 'What left the surface, and when';
COMMENT ON FUNCTION changes_of(text) IS 'The life of one object, oldest change first';
COMMENT ON DOMAIN sha256_hex IS 'sha256 as sha256sum prints it';
GRANT USAGE ON SCHEMA audit TO surface_readonly, directus_app;
GRANT SELECT ON status_changes, value_samples TO surface_readonly;

RESET ROLE;
ALTER TABLE audit.export_runs OWNER TO directus_app;
ALTER TABLE audit.value_samples OWNER TO directus_app;
GRANT SELECT ON audit.export_runs TO surface_readonly WITH GRANT OPTION;
