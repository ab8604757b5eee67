ALTER TABLE artist ADD COLUMN folded_name text GENERATED ALWAYS AS (lower(name)) STORED;
CREATE INDEX artist_folded_name_idx ON artist (folded_name text_pattern_ops);
