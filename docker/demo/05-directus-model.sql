-- Directus: the model of the data. Collections, fields, relations, files and settings.
SET client_min_messages = warning;
SET search_path = public;
SET ROLE surface_owner;

CREATE TABLE directus_collections (
  collection varchar(64) PRIMARY KEY, icon varchar(64), note text, display_template varchar(255),
  hidden boolean NOT NULL DEFAULT false, singleton boolean NOT NULL DEFAULT false,
  translations json, archive_field varchar(64), archive_app_filter boolean NOT NULL DEFAULT true,
  archive_value varchar(255), unarchive_value varchar(255), sort_field varchar(64),
  accountability varchar(255) DEFAULT 'all', color varchar(255), item_duplication_fields json,
  sort integer, "group" varchar(64), collapse varchar(255) NOT NULL DEFAULT 'open',
  preview_url varchar(255), versioning boolean NOT NULL DEFAULT false
);

CREATE TABLE directus_fields (
  id serial PRIMARY KEY, collection varchar(64) NOT NULL, field varchar(64) NOT NULL,
  special varchar(64), interface varchar(64), options json, display varchar(64),
  display_options json, readonly boolean NOT NULL DEFAULT false,
  hidden boolean NOT NULL DEFAULT false, sort integer, width varchar(30) DEFAULT 'full',
  translations json, note text, conditions json, required boolean DEFAULT false,
  "group" varchar(64), validation json, validation_message text
);

CREATE TABLE directus_relations (
  id serial PRIMARY KEY, many_collection varchar(64) NOT NULL, many_field varchar(64) NOT NULL,
  one_collection varchar(64), one_field varchar(64), one_collection_field varchar(64),
  one_allowed_collections text, junction_field varchar(64), sort_field varchar(64),
  one_deselect_action varchar(255) NOT NULL DEFAULT 'nullify'
);

CREATE TABLE directus_translations (
  id uuid PRIMARY KEY, language varchar(255) NOT NULL, key varchar(255) NOT NULL,
  value text NOT NULL
);

CREATE TABLE directus_extensions (
  enabled boolean NOT NULL DEFAULT true, id uuid PRIMARY KEY, folder varchar(255) NOT NULL,
  source varchar(255) NOT NULL, bundle uuid
);

CREATE TABLE directus_migrations (
  version varchar(255) PRIMARY KEY, name varchar(255) NOT NULL,
  "timestamp" timestamptz DEFAULT current_timestamp
);

CREATE TABLE directus_folders (
  id uuid PRIMARY KEY, name varchar(255) NOT NULL, parent uuid
);

CREATE TABLE directus_files (
  id uuid PRIMARY KEY, storage varchar(255) NOT NULL, filename_disk varchar(255),
  filename_download varchar(255) NOT NULL, title varchar(255), type varchar(255), folder uuid,
  uploaded_by uuid, created_on timestamptz NOT NULL DEFAULT current_timestamp, modified_by uuid,
  modified_on timestamptz NOT NULL DEFAULT current_timestamp, charset varchar(50),
  filesize bigint, width integer, height integer, duration integer, embed varchar(200),
  description text, location text, tags text, metadata json, focal_point_x integer,
  focal_point_y integer, tus_id varchar(64), tus_data json, uploaded_on timestamptz
);

CREATE TABLE directus_versions (
  id uuid PRIMARY KEY, key varchar(64) NOT NULL, name varchar(255),
  collection varchar(64) NOT NULL, item varchar(255) NOT NULL, hash varchar(255),
  date_created timestamptz DEFAULT current_timestamp,
  date_updated timestamptz DEFAULT current_timestamp, user_created uuid, user_updated uuid,
  delta json
);

CREATE TABLE directus_settings (
  id serial PRIMARY KEY, project_name varchar(100) NOT NULL DEFAULT 'Directus',
  project_url varchar(255), project_color varchar(255) NOT NULL DEFAULT '#6644FF',
  project_logo uuid, public_foreground uuid, public_background uuid, public_note text,
  auth_login_attempts integer DEFAULT 25, auth_password_policy varchar(100),
  storage_asset_transform varchar(7) DEFAULT 'all', storage_asset_presets json, custom_css text,
  storage_default_folder uuid, basemaps json, mapbox_key varchar(255), module_bar json,
  project_descriptor varchar(100), default_language varchar(255) NOT NULL DEFAULT 'en-US',
  custom_aspect_ratios json, public_favicon uuid,
  default_appearance varchar(255) NOT NULL DEFAULT 'auto', default_theme_light varchar(255),
  theme_light_overrides json, default_theme_dark varchar(255), theme_dark_overrides json,
  report_error_url varchar(255), report_bug_url varchar(255), report_feature_url varchar(255),
  public_registration boolean NOT NULL DEFAULT false,
  public_registration_verify_email boolean NOT NULL DEFAULT true, public_registration_role uuid,
  public_registration_email_filter json
);

RESET ROLE;
