-- Rows of the schema beside public, the large objects, and the filled materialized view.
SET client_min_messages = warning;
SET client_encoding = 'UTF8';
SET timezone = 'UTC';

INSERT INTO audit.export_runs
  (snapshot_id, covers, lines, content_sha256, bytes_raw, bytes_packed)
SELECT CASE WHEN n <= 12 THEN format('ANCHOR-%s', lpad(n::text, 2, '0')) END,
  tstzrange(timestamptz '2026-01-01 00:00+00' + n * interval '1 day',
            timestamptz '2026-01-02 00:00+00' + n * interval '1 day'),
  CASE WHEN n % 4 > 0 THEN ROW(n, CASE WHEN n % 4 > 1 THEN n * 100 END)::audit.line_span END,
  encode(sha256(convert_to('export ' || n, 'UTF8')), 'hex'), 7000000 + n * 31, 1000000 + n * 17
FROM generate_series(1, 60) AS n
ORDER BY n;

-- Columns: name, text, bytes | numeric, float, json | numbers, time | span, address
INSERT INTO audit.value_samples VALUES
  ('nothing', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('empty', '', '',
    0, 0, '""', '{}', '2000-01-01', '0', '::'),
  ('the word null', 'NULL', 'NULL',
    0.0, '-0', 'null', '{NULL}', '-infinity', '-1 day', '192.0.2.1'),
  ('backslash and n', '\N', '\x5c4e',
    1.10, 1.1, '"\\N"', '{1,NULL,3}', 'infinity', '24:00', '192.0.2.1/24'),
  ('composed', 'Việt', '\xc3a9',
    1.1, 0.1, '{"a":1,"a":2}', '{{1,2},{3,4}}', '0044-03-15 BC', '1 mon', '2001:db8::1'),
  ('decomposed', U&'Vie\0323\0302t', '\x65cc81',
    '1e-30', '1e-300', '{ "a" : 1.0 }', '[0:1]={7,8}', '9999-12-31 23:59:59.999999',
    '30 days', '2001:db8::/32'),
  ('long decimal', '—', '\x00ff00',
    3.14159265358979323846264338327950288419716939937510, 0.30000000000000004, '1.00',
    '{2147483647,-2147483648}', '2024-02-29 12:00:00.000001',
    '1 year 2 mons -3 days 04:05:06.789', '198.51.100.0/24'),
  ('not a number', E'\u200b', '\x0d0a',
    'NaN', 'NaN', '[]', NULL, '1970-01-01', '-00:00:00.000001', '203.0.113.7'),
  ('control', E'\t\r\n\b\f', '\x',
    'Infinity', '-Infinity', '"\u0000"', '{0}', '1582-10-15', '178000 years', '::ffff:192.0.2.1');

DO $$
BEGIN
  PERFORM lo_from_bytea(20401, decode(repeat('00ff10e2809420c490', 2000), 'hex'));
  PERFORM lo_from_bytea(20402, convert_to('Bản thiết kế — một dòng', 'UTF8'));
END
$$;
ALTER LARGE OBJECT 20401 OWNER TO directus_app;
ALTER LARGE OBJECT 20402 OWNER TO surface_owner;
GRANT SELECT ON LARGE OBJECT 20402 TO surface_readonly;
COMMENT ON LARGE OBJECT 20402 IS 'A scanned page, as old parts of the surface keep them';

REFRESH MATERIALIZED VIEW public.birth_counts;
