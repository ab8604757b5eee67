-- Directus: who may do what. Users, roles, policies and what hangs on them.
SET client_min_messages = warning;
SET search_path = public;
SET ROLE surface_owner;

CREATE TABLE directus_roles (
  id uuid PRIMARY KEY, name varchar(100) NOT NULL,
  icon varchar(64) NOT NULL DEFAULT 'supervised_user_circle', description text, parent uuid
);

CREATE TABLE directus_users (
  id uuid PRIMARY KEY, first_name varchar(50), last_name varchar(50), email varchar(128),
  password varchar(255), location varchar(255), title varchar(50), description text, tags json,
  avatar uuid, language varchar(255) DEFAULT NULL, tfa_secret varchar(255),
  status varchar(16) NOT NULL DEFAULT 'active', role uuid, token varchar(255),
  last_access timestamptz, last_page varchar(255),
  provider varchar(128) NOT NULL DEFAULT 'default', external_identifier varchar(255),
  auth_data json, email_notifications boolean DEFAULT true, appearance varchar(255),
  theme_dark varchar(255), theme_light varchar(255), theme_light_overrides json,
  theme_dark_overrides json,
  CONSTRAINT directus_users_email_unique UNIQUE (email),
  CONSTRAINT directus_users_external_identifier_unique UNIQUE (external_identifier),
  CONSTRAINT directus_users_token_unique UNIQUE (token)
);

CREATE TABLE directus_policies (
  id uuid PRIMARY KEY, name varchar(100) NOT NULL, icon varchar(64) NOT NULL DEFAULT 'badge',
  description text, ip_access text, enforce_tfa boolean NOT NULL DEFAULT false,
  admin_access boolean NOT NULL DEFAULT false, app_access boolean NOT NULL DEFAULT false
);

CREATE TABLE directus_access (
  id uuid PRIMARY KEY, role uuid, "user" uuid, policy uuid NOT NULL, sort integer
);

CREATE TABLE directus_permissions (
  id serial PRIMARY KEY, collection varchar(64) NOT NULL, action varchar(10) NOT NULL,
  permissions json, validation json, presets json, fields text, policy uuid NOT NULL
);

CREATE TABLE directus_presets (
  id serial PRIMARY KEY, bookmark varchar(255), "user" uuid, role uuid, collection varchar(64),
  search varchar(100), layout varchar(100) DEFAULT 'tabular', layout_query json,
  layout_options json, refresh_interval integer, filter json, icon varchar(64) DEFAULT 'bookmark',
  color varchar(255)
);

CREATE TABLE directus_shares (
  id uuid PRIMARY KEY, name varchar(255), collection varchar(64) NOT NULL,
  item varchar(255) NOT NULL, role uuid, password varchar(255), user_created uuid,
  date_created timestamptz DEFAULT current_timestamp, date_start timestamptz,
  date_end timestamptz, times_used integer DEFAULT 0, max_uses integer
);

CREATE TABLE directus_sessions (
  token varchar(64) PRIMARY KEY, "user" uuid, expires timestamptz NOT NULL, ip varchar(255),
  user_agent text, share uuid, origin varchar(255), next_token varchar(64)
);

RESET ROLE;
