-- Every birth learns its surface version and the short form of its hash.
UPDATE public.birth_registry
SET payload = payload || jsonb_build_object(
  'surface', jsonb_build_object(
    'version', 2,
    'hash', left(canonical_sha256, 12),
    'label', object_type || ' — ' || object_id
  )
);
