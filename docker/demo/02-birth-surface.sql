-- The birth surface: the tables in which new objects are registered. Structure only.
SET client_min_messages = warning;
SET search_path = public;
SET ROLE surface_owner;

CREATE TYPE birth_status AS ENUM ('proposed', 'approved', 'born', 'retired', 'rejected');

CREATE TABLE birth_registry (
  id uuid PRIMARY KEY,
  object_id text NOT NULL UNIQUE CHECK (object_id ~ '^[A-Z]{3}-OBJ-[0-9]{1,6}$'),
  object_type varchar(64) NOT NULL,
  status birth_status NOT NULL DEFAULT 'proposed',
  birth_stage numeric(4, 1) NOT NULL DEFAULT 0 CHECK (birth_stage >= 0 AND birth_stage <= 9),
  canonical_sha256 char(64) NOT NULL CHECK (canonical_sha256 ~ '^[0-9a-f]{64}$'),
  byte_length bigint NOT NULL CHECK (byte_length >= 0),
  source_doc text,
  payload jsonb NOT NULL DEFAULT '{}',
  tags text[] NOT NULL DEFAULT '{}',
  born_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE registry_rows (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  birth_id uuid NOT NULL REFERENCES birth_registry (id) ON DELETE RESTRICT,
  rev integer NOT NULL,
  row_status text NOT NULL CHECK (row_status IN ('active', 'superseded')),
  row_sha256 char(64) NOT NULL,
  recorded_at timestamptz NOT NULL,
  UNIQUE (birth_id, rev)
);

CREATE TABLE os_proposal_approvals (
  id serial PRIMARY KEY,
  proposal_id text NOT NULL,
  db text NOT NULL,
  tier smallint NOT NULL DEFAULT 0,
  decision text NOT NULL CHECK (decision IN ('approve', 'reject', 'hold')),
  approved_by text NOT NULL,
  approved_at timestamptz NOT NULL,
  note text
);

CREATE TABLE system_issues (
  id bigserial PRIMARY KEY,
  code text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  status text NOT NULL DEFAULT 'open',
  title text NOT NULL,
  birth_id uuid REFERENCES birth_registry (id) ON DELETE SET NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  CHECK (closed_at IS NULL OR closed_at >= opened_at)
);

CREATE TABLE rollback_snapshot_anchor (
  snapshot_id text PRIMARY KEY,
  anchored_at timestamptz NOT NULL,
  content_sha256 char(64) NOT NULL,
  row_count bigint NOT NULL,
  note text
);

CREATE TABLE birth_audit (
  at timestamptz NOT NULL,
  birth_id uuid NOT NULL,
  old_status birth_status,
  new_status birth_status,
  actor text NOT NULL DEFAULT current_user
) PARTITION BY RANGE (at);
CREATE TABLE birth_audit_2025 PARTITION OF birth_audit
  FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
CREATE TABLE birth_audit_2026 PARTITION OF birth_audit
  FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00');
CREATE TABLE birth_audit_default PARTITION OF birth_audit DEFAULT;

CREATE UNLOGGED TABLE birth_import_scratch (
  line text
);

RESET ROLE;
ALTER TABLE birth_registry OWNER TO birth_executor;
