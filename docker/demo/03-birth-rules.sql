-- What the birth surface does by itself and who may use it: triggers, indexes, views, rights.
SET client_min_messages = warning;
SET search_path = public;

GRANT SELECT, REFERENCES, TRIGGER ON birth_registry TO surface_owner;
GRANT SELECT, INSERT, UPDATE ON birth_registry TO directus_app;

SET ROLE surface_owner;

-- A changed birth moves on by one minute, unless the change itself says when it happened:
-- the clock plays no part, so the same change gives the same rows on every clone.
CREATE FUNCTION touch_updated_at() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public
AS $$
BEGIN
  IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
    NEW.updated_at := OLD.updated_at + interval '1 minute';
  END IF;
  RETURN NEW;
END
$$;

-- Runs with its owner's rights: nobody else may write the trail.
CREATE FUNCTION audit_status() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
BEGIN
  INSERT INTO public.birth_audit (at, birth_id, old_status, new_status, actor)
  VALUES (NEW.updated_at, NEW.id, OLD.status, NEW.status, TG_ARGV[0]);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION audit_status() FROM PUBLIC;

CREATE TRIGGER birth_touch BEFORE UPDATE ON birth_registry
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER birth_status_audit AFTER UPDATE OF status ON birth_registry
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION audit_status('birth-surface');

CREATE VIEW born_objects AS
  SELECT id, object_id, object_type, born_at FROM birth_registry WHERE status = 'born';
CREATE MATERIALIZED VIEW birth_counts AS
  SELECT object_type, status, count(*) AS n FROM birth_registry GROUP BY object_type, status
  WITH NO DATA;
CREATE UNIQUE INDEX birth_counts_object_type_status_idx ON birth_counts (object_type, status);

CREATE INDEX birth_audit_birth_idx ON birth_audit (birth_id, at DESC);
CREATE INDEX system_issues_open_idx ON system_issues (severity, opened_at) WHERE closed_at IS NULL;
CREATE STATISTICS approvals_by_db (dependencies) ON db, tier FROM os_proposal_approvals;

ALTER TABLE os_proposal_approvals ENABLE ROW LEVEL SECURITY;
CREATE POLICY approvals_read ON os_proposal_approvals FOR SELECT TO surface_readonly
  USING (db = 'directus');
CREATE POLICY approvals_app ON os_proposal_approvals TO directus_app
  USING (db = 'directus') WITH CHECK (db = 'directus' AND decision <> 'approve');

GRANT SELECT, INSERT, UPDATE ON registry_rows, system_issues TO directus_app, birth_executor;
GRANT SELECT ON birth_audit TO birth_executor;
GRANT SELECT, UPDATE (note) ON os_proposal_approvals TO directus_app;

COMMENT ON COLUMN os_proposal_approvals.tier IS 'Tier 0 — the gate that every birth passes';
COMMENT ON TYPE birth_status IS 'Life of an object, in the order in which it is lived';
COMMENT ON POLICY approvals_read ON os_proposal_approvals IS 'Readers see their own database';

RESET ROLE;
SET ROLE birth_executor;
COMMENT ON TABLE birth_registry IS 'Every object ever registered; its rows outlive the object';
COMMENT ON COLUMN birth_registry.canonical_sha256 IS 'Of the canonical bytes, in lower-case hex';
RESET ROLE;

-- Indexes of birth_registry: made by the loader, since its owner may not create in the schema.
CREATE INDEX birth_registry_payload_idx ON birth_registry USING gin (payload jsonb_path_ops);
CREATE INDEX birth_registry_status_idx ON birth_registry (status) WHERE status <> 'retired';
CREATE INDEX birth_registry_title_idx ON birth_registry (lower(payload ->> 'title'));
