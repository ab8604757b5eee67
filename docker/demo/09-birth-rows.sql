-- Rows of the birth surface, all computed: the same on every machine, in every run.
SET client_min_messages = warning;
SET client_encoding = 'UTF8';
SET timezone = 'UTC';
SET search_path = public;

INSERT INTO birth_registry
WITH kinds (kind, prefix, noun) AS (
  VALUES (0, 'document', 'Hồ sơ'), (1, 'registry', 'Sổ đăng ký'), (2, 'macro', 'Mẫu lệnh'),
         (3, 'permit', 'Giấy phép'), (4, 'blueprint', 'Bản thiết kế')
), seeds AS (
  SELECT n, n % 5 AS kind, (n * 7919) % 1000 AS roll,
         encode(sha256(convert_to('birth ' || n, 'UTF8')), 'hex') AS digest,
         timestamptz '2024-06-01 06:00+00' + n * interval '167 minutes' AS created
  FROM generate_series(1, 5000) AS n
), lives AS (
  SELECT *,
    CASE WHEN roll < 150 THEN 'proposed' WHEN roll < 320 THEN 'approved'
         WHEN roll < 880 THEN 'born' WHEN roll < 940 THEN 'retired' ELSE 'rejected'
    END::birth_status AS status
  FROM seeds
)
SELECT
  md5('birth ' || n)::uuid,
  upper(left(prefix, 3)) || '-OBJ-' || n,
  prefix,
  status,
  (n % 91) / 10.0,
  digest,
  100 + (n * 104729) % 1000000,
  CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN ''
    WHEN 2 THEN format('surface/%s/%s.md — bản gốc', prefix, n)
    ELSE format('surface/%s/%s.md — bản sao', prefix, n)
  END,
  jsonb_build_object(
    'title', format('%s số %s — “%s”', noun, n, (ARRAY['lưu trữ', 'hiện hành'])[n % 2 + 1]),
    'weight', n::numeric(30, 24) / 7,
    'rev', n % 4 + 1,
    'parent', CASE WHEN n > 5 AND n % 6 = 0 THEN upper(left(prefix, 3)) || '-OBJ-' || n - 5 END
  ) || CASE n % 10
    WHEN 0 THEN jsonb_build_object('remark', '', 'huge', numeric '1e40' + n)
    WHEN 3 THEN jsonb_build_object('steps', jsonb_build_array(n, n + 0.5, NULL, true, '"\t'))
    ELSE '{}'
  END,
  CASE n % 8 WHEN 0 THEN '{}'::text[] WHEN 1 THEN ARRAY['đợt-' || n % 12, NULL]
    WHEN 2 THEN ARRAY['a,b', 'say "hi"', '', '{}', 'back\slash']
    ELSE ARRAY['đợt-' || n % 12, prefix]
  END,
  CASE WHEN status IN ('born', 'retired') THEN created + interval '9 days 01:02:03.000456' END,
  created,
  created + (n % 30) * interval '1 day'
FROM lives JOIN kinds USING (kind)
ORDER BY n;

-- Four revisions each; the identity column numbers them.
INSERT INTO registry_rows (birth_id, rev, row_status, row_sha256, recorded_at)
SELECT md5('birth ' || n)::uuid, rev, CASE rev WHEN 4 THEN 'active' ELSE 'superseded' END,
  encode(sha256(convert_to(format('row %s of birth %s', rev, n), 'UTF8')), 'hex'),
  timestamptz '2025-01-05 00:00+00' + n * interval '11 minutes' + rev * interval '31 days'
FROM generate_series(1, 5000) AS n, generate_series(1, 4) AS rev
ORDER BY n, rev;

INSERT INTO os_proposal_approvals
  (proposal_id, db, tier, decision, approved_by, approved_at, note)
SELECT format('PROP-%s', lpad(n::text, 4, '0')),
  CASE n % 6 WHEN 5 THEN 'reporting' ELSE 'directus' END, n % 3,
  (ARRAY['approve', 'approve', 'hold', 'reject'])[n % 4 + 1], 'approver-' || n % 7,
  timestamptz '2025-03-01 08:30+00' + n * interval '26 hours',
  CASE n % 5 WHEN 0 THEN '' WHEN 1 THEN 'Đã kiểm tra — hợp lệ' WHEN 2 THEN E'two\nlines' END
FROM generate_series(1, 300) AS n
ORDER BY n;

INSERT INTO system_issues (code, severity, status, title, birth_id, opened_at, closed_at)
SELECT format('ISS-%s', lpad(n::text, 4, '0')),
  (ARRAY['low', 'medium', 'high', 'critical'])[n % 4 + 1],
  CASE WHEN n % 3 = 0 THEN 'closed' ELSE 'open' END,
  (ARRAY['Row and registry disagree', E'tab\there', 'back\slash and “quotes”',
    'Sai mã băm — kiểm tra lại', E'first line\nsecond line',
    '\N is not null'])[n % 6 + 1] || ' #' || n,
  CASE WHEN n % 7 > 0 THEN md5('birth ' || n * 9)::uuid END,
  timestamptz '2025-06-01 00:00+00' + n * interval '7 hours',
  CASE WHEN n % 3 = 0 THEN timestamptz '2025-06-03 00:00+00' + n * interval '8 hours' END
FROM generate_series(1, 500) AS n
ORDER BY n;

INSERT INTO rollback_snapshot_anchor
SELECT format('ANCHOR-%s', lpad(n::text, 2, '0')),
  timestamptz '2026-01-01 02:00+00' + n * interval '7 days',
  encode(sha256(convert_to('anchor ' || n, 'UTF8')), 'hex'), 5000,
  CASE n % 3 WHEN 0 THEN 'tuần ' || n END
FROM generate_series(1, 12) AS n
ORDER BY n;

-- What the trigger would have written, spread over all partitions (the default one holds 2024).
INSERT INTO birth_audit (at, birth_id, old_status, new_status, actor)
SELECT created_at + step.after, id, step.old_status, step.new_status, 'birth-surface'
FROM birth_registry,
  (VALUES (interval '1 day', 'proposed'::birth_status, 'approved'::birth_status),
          (interval '9 days', 'approved', 'born')) AS step (after, old_status, new_status)
WHERE status = 'born' AND byte_length % 2 = 0
ORDER BY created_at + step.after, id;

INSERT INTO birth_import_scratch
SELECT CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE format('đã nhập dòng %s', n) END
FROM generate_series(1, 40) AS n;
