-- The options with the blanks that they had: json keeps its text.
BEGIN;
UPDATE public.directus_fields
SET interface = 'input',
    required = false,
    note = NULL,
    options = '{"placeholder" : "Chọn — một"}'
WHERE collection = 'birth_registry' AND field = 'status';

UPDATE public.directus_collections
SET display_template = NULL
WHERE collection = 'birth_registry';
COMMIT;
