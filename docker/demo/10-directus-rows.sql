-- Rows of Directus, all computed. Nobody in it can log in: there are no passwords and no tokens.
SET client_min_messages = warning;
SET client_encoding = 'UTF8';
SET timezone = 'UTC';
SET search_path = public;

INSERT INTO directus_roles (id, name, icon, description, parent)
SELECT md5('role ' || n)::uuid, name, 'badge', description, md5('role ' || parent)::uuid
FROM (VALUES (1, 'Administrator', NULL, NULL), (2, 'Registrar', 'Đăng ký viên — tier 1', 1),
             (3, 'Reader', '', 2)) AS role (n, name, description, parent)
ORDER BY n;

INSERT INTO directus_users
  (id, first_name, last_name, email, location, title, tags, language, status, role, last_access)
SELECT md5('user ' || n)::uuid,
  (ARRAY['An', 'Bình', 'Châu', 'Dũng', 'Đào', 'Hương'])[n % 6 + 1], 'Mẫu ' || n,
  format('person-%s@%s', n, CASE n % 2 WHEN 0 THEN 'example.com' ELSE 'surface.test' END),
  CASE n % 3 WHEN 0 THEN '' WHEN 1 THEN 'Huế' END, 'Registrar — level ' || n % 3,
  json_build_array('đợt-' || n, NULL), CASE n % 2 WHEN 0 THEN 'vi-VN' END,
  CASE n % 6 WHEN 5 THEN 'suspended' ELSE 'active' END, md5('role ' || n % 3 + 1)::uuid,
  CASE WHEN n % 4 > 0 THEN timestamptz '2026-05-01 07:00:00.123+00' + n * interval '5 hours' END
FROM generate_series(1, 12) AS n
ORDER BY n;

INSERT INTO directus_policies (id, name, description, admin_access, app_access)
SELECT md5('policy ' || n)::uuid, name, 'Policy of ' || name, n = 1, n < 4
FROM (VALUES (1, 'Administration'), (2, 'Registering'), (3, 'Reading'),
             (4, 'Public')) AS p (n, name)
ORDER BY n;
INSERT INTO directus_access (id, role, "user", policy, sort)
SELECT md5('access ' || n)::uuid, CASE WHEN n < 4 THEN md5('role ' || n)::uuid END,
  CASE WHEN n > 4 THEN md5('user ' || n)::uuid END, md5('policy ' || least(n, 4))::uuid, n
FROM generate_series(1, 6) AS n
ORDER BY n;
INSERT INTO directus_permissions (collection, action, permissions, validation, fields, policy)
SELECT collection, action, json_build_object('status', json_build_object('_neq', 'retired')), NULL,
  CASE action WHEN 'update' THEN 'status,source_doc' ELSE '*' END, md5('policy ' || n)::uuid
FROM (VALUES (2), (3)) AS policy (n),
  unnest(ARRAY['birth_registry', 'registry_rows', 'system_issues']) AS collection,
  unnest(ARRAY['read', 'create', 'update']) AS action
WHERE n = 2 OR action = 'read'
ORDER BY n, collection COLLATE "C", action COLLATE "C";
INSERT INTO directus_presets (bookmark, "user", collection, layout_query, refresh_interval, filter)
SELECT 'Của tôi ' || n, md5('user ' || n)::uuid, 'birth_registry', '{"tabular":{"page":1}}', n * 60,
  json_build_object('birth_stage', json_build_object('_gte', n / 8.0))
FROM generate_series(1, 5) AS n
ORDER BY n;

INSERT INTO directus_collections (collection, icon, note, sort, "group", translations)
VALUES
  ('surface', 'folder', 'Bề mặt khai sinh', 1, NULL,
   '[{"language":"vi-VN","translation":"Bề mặt"}]'),
  ('birth_registry', 'child_care', 'One item per object', 2, 'surface', NULL),
  ('registry_rows', 'table_rows', '', 3, 'surface', NULL),
  ('os_proposal_approvals', 'gavel', NULL, 4, 'surface', NULL),
  ('system_issues', 'warning', 'Read by people — written by checks', 5, NULL, NULL);
INSERT INTO directus_fields (collection, field, interface, special, readonly, sort, width, options)
SELECT collection, attname, 'input',
  CASE WHEN atttypid = 'jsonb'::regtype THEN 'cast-json' WHEN atttypid = 'timestamptz'::regtype
    THEN 'cast-timestamp' END,
  attname = 'id', attnum, CASE attnum % 2 WHEN 0 THEN 'half' ELSE 'full' END,
  CASE WHEN attname = 'status' THEN json_build_object('placeholder', 'Chọn — một') END
FROM directus_collections JOIN pg_attribute
  ON attrelid = to_regclass('public.' || quote_ident(collection)) AND attnum > 0
ORDER BY collection COLLATE "C", attnum;
INSERT INTO directus_relations (many_collection, many_field, one_collection, one_field)
VALUES ('registry_rows', 'birth_id', 'birth_registry', 'rows'),
       ('system_issues', 'birth_id', 'birth_registry', NULL);
INSERT INTO directus_translations (id, language, key, value)
SELECT md5('translation ' || n)::uuid, CASE n % 2 WHEN 0 THEN 'vi-VN' ELSE 'en-US' END,
  'word_' || n / 2,
  CASE n % 2 WHEN 0 THEN 'chữ số ' ELSE 'word number ' END || n / 2
FROM generate_series(1, 12) AS n
ORDER BY n;
INSERT INTO directus_extensions (id, folder, source)
VALUES (md5('extension 1')::uuid, 'birth-surface-panel', 'local');
INSERT INTO directus_migrations (version, name, "timestamp")
SELECT format('2024%s01A', lpad(n::text, 2, '0')), 'Step ' || n, timestamptz '2024-12-01 00:00+00'
FROM generate_series(1, 11) AS n
ORDER BY n;
INSERT INTO directus_folders (id, name, parent)
SELECT md5('folder ' || n)::uuid, 'Ngăn ' || n,
  CASE WHEN n > 1 THEN md5('folder ' || n / 2)::uuid END
FROM generate_series(1, 7) AS n
ORDER BY n;
INSERT INTO directus_files (id, storage, filename_disk, filename_download, title, type, folder,
  uploaded_by, created_on, modified_on, filesize, width, height, tags, metadata, uploaded_on)
SELECT md5('file ' || n)::uuid, 'local', md5('file ' || n) || '.png', 'trang ' || n || '.png',
  'Trang quét số ' || n, 'image/png', md5('folder ' || n % 7 + 1)::uuid,
  md5('user ' || n % 12 + 1)::uuid, at, at, n * 1031, 1240, 1754, CASE n % 3 WHEN 0 THEN '' END,
  json_build_object('dpi', 150.0, 'gamma', 1 / (n + 1.0)), at
FROM generate_series(1, 24) AS n, LATERAL (
  SELECT timestamptz '2025-10-01 00:00+00' + n * interval '1 day 00:00:01') AS moment (at)
ORDER BY n;
INSERT INTO directus_versions (id, key, name, collection, item, hash, date_created, date_updated,
  user_created, delta)
SELECT md5('version ' || n)::uuid, 'draft-' || n, 'Bản nháp ' || n, 'birth_registry',
  md5('birth ' || n)::uuid::text, md5('hash ' || n), timestamptz '2026-01-01 00:00+00',
  timestamptz '2026-01-02 00:00+00', md5('user 1')::uuid, '{"source_doc":""}'
FROM generate_series(1, 4) AS n
ORDER BY n;
INSERT INTO directus_settings (project_name, project_descriptor, project_logo, default_language,
  storage_default_folder, public_registration_role, module_bar, basemaps)
VALUES ('Birth surface — demo', 'Dữ liệu giả', md5('file 1')::uuid, 'vi-VN',
  md5('folder 1')::uuid, md5('role 3')::uuid, '[{"type":"module","id":"content"}]', '[]');

-- Every activity with its revision; each revision after the third knows the one before it.
INSERT INTO directus_activity
  (action, "user", "timestamp", ip, user_agent, collection, item, origin)
SELECT (ARRAY['create', 'update', 'update', 'comment'])[n % 4 + 1],
  md5('user ' || n % 12 + 1)::uuid,
  timestamptz '2026-02-01 00:00:00.5+00' + n * interval '37 minutes', '192.0.2.' || n % 250,
  'Demo/1.0 (made up)', 'birth_registry', md5('birth ' || n * 6)::uuid::text, NULL
FROM generate_series(1, 800) AS n
ORDER BY n;
INSERT INTO directus_revisions (activity, collection, item, data, delta, parent)
SELECT id, collection, item, json_build_object('birth_stage', id % 91 / 10.0, 'source_doc', NULL),
  json_build_object('source_doc', '— ' || id), CASE WHEN id > 3 THEN id - 3 END
FROM directus_activity
ORDER BY id;
INSERT INTO directus_comments
  (id, collection, item, comment, date_created, date_updated, user_created)
SELECT md5('comment ' || n)::uuid, 'birth_registry', md5('birth ' || n)::uuid::text,
  E'Đã xem.\nSecond line — “ok”', timestamptz '2026-03-01 00:00+00' + n * interval '1 hour', NULL,
  md5('user ' || n % 12 + 1)::uuid
FROM generate_series(1, 15) AS n
ORDER BY n;
INSERT INTO directus_notifications ("timestamp", status, recipient, sender, subject, message)
SELECT timestamptz '2026-03-02 00:00+00' + n * interval '1 hour',
  CASE n % 3 WHEN 0 THEN 'archived' ELSE 'inbox' END, md5('user ' || n % 12 + 1)::uuid,
  CASE WHEN n % 2 = 0 THEN md5('user 1')::uuid END, 'Chờ duyệt ' || n, CASE n % 4 WHEN 0 THEN '' END
FROM generate_series(1, 20) AS n
ORDER BY n;

INSERT INTO directus_flows
  (id, name, status, trigger, options, operation, date_created, user_created)
SELECT md5('flow ' || n)::uuid, name, 'active', trigger, options::json,
  md5('operation ' || n)::uuid,
  timestamptz '2025-12-01 00:00+00', md5('user 1')::uuid
FROM (VALUES (1, 'On birth', 'event', '{"type":"action","scope":["items.update"]}'),
             (2, 'Nightly count', 'schedule', '{"cron":"0 2 * * *"}'),
             (3, 'By hand', 'manual', '{"collections":["birth_registry"]}')
     ) AS f (n, name, trigger, options)
ORDER BY n;
INSERT INTO directus_operations
  (id, name, key, type, position_x, position_y, options, resolve, flow, date_created)
SELECT md5('operation ' || n)::uuid, 'Bước ' || n, 'step_' || n,
  CASE WHEN n > 3 THEN 'log' ELSE 'condition' END,
  19 * n, 1, json_build_object('message', 'đợt — ' || n),
  CASE WHEN n <= 3 THEN md5('operation ' || n + 3)::uuid END,
  md5('flow ' || (n - 1) % 3 + 1)::uuid, timestamptz '2025-12-01 00:00+00'
FROM generate_series(1, 6) AS n
ORDER BY n DESC;
INSERT INTO directus_dashboards (id, name, date_created, user_created)
VALUES (md5('dashboard 1')::uuid, 'Khai sinh',
  timestamptz '2025-12-01 00:00+00', md5('user 1')::uuid);
INSERT INTO directus_panels (id, dashboard, name, type, position_x, position_y, width, height,
  options, date_created)
SELECT md5('panel ' || n)::uuid, md5('dashboard 1')::uuid, 'Ô ' || n, 'metric', n, n, 12, 8,
  '{"function":"count"}', timestamptz '2025-12-01 00:00+00'
FROM generate_series(1, 3) AS n
ORDER BY n;
