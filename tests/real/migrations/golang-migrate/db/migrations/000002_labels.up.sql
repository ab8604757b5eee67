-- Albums belong to labels: a table of its own, filled from what the artists are.
CREATE TABLE label (
  label_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name varchar(120) NOT NULL UNIQUE
);
INSERT INTO label (name)
SELECT DISTINCT upper(left(name, 1)) || ' Records' FROM artist ORDER BY 1;
ALTER TABLE album ADD COLUMN label_id integer;
UPDATE album SET label_id = label.label_id
FROM artist JOIN label ON label.name = upper(left(artist.name, 1)) || ' Records'
WHERE artist.artist_id = album.artist_id;
ALTER TABLE album ALTER COLUMN label_id SET NOT NULL;
ALTER TABLE album ADD CONSTRAINT album_label_id_fkey
  FOREIGN KEY (label_id) REFERENCES label (label_id);
CREATE INDEX album_label_id_idx ON album (label_id);
