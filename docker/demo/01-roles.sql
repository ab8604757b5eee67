-- Roles of the demo and the rights that its tables inherit. Roles are global: safe to run again.
SET client_min_messages = warning;

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY
    ARRAY['surface_owner', 'birth_executor', 'directus_app', 'surface_readonly']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    END IF;
  END LOOP;
END
$$;

-- Nothing of the demo, nor the database itself, belongs to the superuser that loads it: what a
-- superuser is called is this machine's business. The owner of a database may create in public.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO surface_owner', current_database());
END
$$;
COMMENT ON SCHEMA public IS 'The birth surface, and Directus beside it';

ALTER DEFAULT PRIVILEGES FOR ROLE surface_owner IN SCHEMA public
  GRANT SELECT ON TABLES TO surface_readonly;
ALTER DEFAULT PRIVILEGES FOR ROLE surface_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO directus_app;
