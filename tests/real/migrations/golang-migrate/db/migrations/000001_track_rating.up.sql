-- Tracks get a rating; the check is believed for new rows first, then proven for the old ones.
ALTER TABLE track ADD COLUMN rating smallint;
ALTER TABLE track ADD CONSTRAINT track_rating_check CHECK (rating BETWEEN 1 AND 5) NOT VALID;
UPDATE track SET rating = 1 + track_id % 5;
ALTER TABLE track VALIDATE CONSTRAINT track_rating_check;
CREATE INDEX track_rating_idx ON track (rating);
