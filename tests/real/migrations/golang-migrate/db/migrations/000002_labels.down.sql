ALTER TABLE album DROP COLUMN label_id;
DROP TABLE label;
