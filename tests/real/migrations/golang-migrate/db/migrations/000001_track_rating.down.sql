-- The check and the index go with their column.
ALTER TABLE track DROP COLUMN rating;
