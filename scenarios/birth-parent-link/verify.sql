-- Each query answers one row with one true.
SELECT count(*) = 1 AS link_is_watched
FROM pg_catalog.pg_constraint
WHERE conrelid = 'public.birth_registry'::regclass
  AND confrelid = 'public.birth_registry'::regclass
  AND contype = 'f' AND confdeltype = 'n' AND convalidated;

SELECT count(*) > 0 AS there_is_something_to_watch
FROM public.birth_registry
WHERE parent_object_id IS NOT NULL;

SELECT NOT EXISTS (
  SELECT FROM public.birth_registry AS child
  LEFT JOIN public.birth_registry AS parent ON parent.object_id = child.parent_object_id
  WHERE child.parent_object_id IS NOT NULL AND parent.object_id IS NULL
) AS every_parent_is_a_birth;
