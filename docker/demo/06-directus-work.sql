-- Directus: what is done with the data. Activity, revisions, flows, dashboards.
SET client_min_messages = warning;
SET search_path = public;
SET ROLE surface_owner;

CREATE TABLE directus_activity (
  id serial PRIMARY KEY, action varchar(45) NOT NULL, "user" uuid,
  "timestamp" timestamptz NOT NULL DEFAULT current_timestamp, ip varchar(50), user_agent text,
  collection varchar(64) NOT NULL, item varchar(255) NOT NULL, origin varchar(255)
);

CREATE TABLE directus_revisions (
  id serial PRIMARY KEY, activity integer NOT NULL, collection varchar(64) NOT NULL,
  item varchar(255) NOT NULL, data json, delta json, parent integer, version uuid
);

CREATE TABLE directus_comments (
  id uuid PRIMARY KEY, collection varchar(64) NOT NULL, item varchar(255) NOT NULL,
  comment text NOT NULL, date_created timestamptz DEFAULT current_timestamp,
  date_updated timestamptz DEFAULT current_timestamp, user_created uuid, user_updated uuid
);

CREATE TABLE directus_notifications (
  id serial PRIMARY KEY, "timestamp" timestamptz DEFAULT current_timestamp,
  status varchar(255) DEFAULT 'inbox', recipient uuid NOT NULL, sender uuid,
  subject varchar(255) NOT NULL, message text, collection varchar(64), item varchar(255)
);

CREATE TABLE directus_flows (
  id uuid PRIMARY KEY, name varchar(255) NOT NULL, icon varchar(64), color varchar(255),
  description text, status varchar(255) NOT NULL DEFAULT 'active', trigger varchar(255),
  accountability varchar(255) DEFAULT 'all', options json, operation uuid,
  date_created timestamptz DEFAULT current_timestamp, user_created uuid,
  CONSTRAINT directus_flows_operation_unique UNIQUE (operation)
);

CREATE TABLE directus_operations (
  id uuid PRIMARY KEY, name varchar(255), key varchar(255) NOT NULL, type varchar(255) NOT NULL,
  position_x integer NOT NULL, position_y integer NOT NULL, options json, resolve uuid,
  reject uuid, flow uuid NOT NULL, date_created timestamptz DEFAULT current_timestamp,
  user_created uuid,
  CONSTRAINT directus_operations_reject_unique UNIQUE (reject),
  CONSTRAINT directus_operations_resolve_unique UNIQUE (resolve)
);

CREATE TABLE directus_webhooks (
  id serial PRIMARY KEY, name varchar(255) NOT NULL, method varchar(10) NOT NULL DEFAULT 'POST',
  url varchar(255) NOT NULL, status varchar(10) NOT NULL DEFAULT 'active',
  data boolean NOT NULL DEFAULT true, actions varchar(100) NOT NULL,
  collections varchar(255) NOT NULL, headers json,
  was_active_before_deprecation boolean NOT NULL DEFAULT false, migrated_flow uuid
);

CREATE TABLE directus_dashboards (
  id uuid PRIMARY KEY, name varchar(255) NOT NULL, icon varchar(64) NOT NULL DEFAULT 'dashboard',
  note text, date_created timestamptz DEFAULT current_timestamp, user_created uuid,
  color varchar(255)
);

CREATE TABLE directus_panels (
  id uuid PRIMARY KEY, dashboard uuid NOT NULL, name varchar(255), icon varchar(64) DEFAULT NULL,
  color varchar(10), show_header boolean NOT NULL DEFAULT false, note text,
  type varchar(255) NOT NULL, position_x integer NOT NULL, position_y integer NOT NULL,
  width integer NOT NULL, height integer NOT NULL, options json,
  date_created timestamptz DEFAULT current_timestamp, user_created uuid
);

RESET ROLE;
