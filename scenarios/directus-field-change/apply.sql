-- Both statements or none: Directus must never read a field that its collection cannot show.
BEGIN;
UPDATE public.directus_fields
SET interface = 'select-dropdown',
    required = true,
    note = 'Vòng đời — proposed, approved, born',
    options = '{"choices":[{"text":"Đề xuất","value":"proposed"},{"text":"Đã duyệt","value":"approved"},{"text":"Đã sinh","value":"born"}]}'
WHERE collection = 'birth_registry' AND field = 'status';

UPDATE public.directus_collections
SET display_template = '{{object_id}} — {{status}}'
WHERE collection = 'birth_registry';
COMMIT;
