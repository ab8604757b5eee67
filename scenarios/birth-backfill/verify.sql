-- Each query answers one row with one true.
SELECT bool_and(payload #>> '{surface,version}' = '2') AS every_birth_has_the_version
FROM public.birth_registry;

SELECT bool_and(canonical_sha256 LIKE (payload #>> '{surface,hash}') || '%') AS hashes_are_its_own
FROM public.birth_registry;
