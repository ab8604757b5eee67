-- Each query answers one row with one true.
SELECT interface = 'select-dropdown' AND required AND note IS NOT NULL
  AND json_array_length(options -> 'choices') = 3 AS field_is_a_dropdown
FROM public.directus_fields
WHERE collection = 'birth_registry' AND field = 'status';

SELECT display_template = '{{object_id}} — {{status}}' AS items_show_their_status
FROM public.directus_collections
WHERE collection = 'birth_registry';
