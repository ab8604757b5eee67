-- Names are given once: the later of two lists says which one it is.
UPDATE playlist SET name = name || ' (' || playlist_id || ')'
WHERE EXISTS (
  SELECT FROM playlist AS earlier
  WHERE earlier.name = playlist.name AND earlier.playlist_id < playlist.playlist_id
);
ALTER TABLE playlist ADD CONSTRAINT playlist_name_key UNIQUE (name);
