DROP INDEX artist_folded_name_idx;
ALTER TABLE artist DROP COLUMN folded_name;
