-- Takes a moment at any size: the column is only marked as gone, its values can no longer be read.
ALTER TABLE public.birth_registry DROP COLUMN source_doc;
