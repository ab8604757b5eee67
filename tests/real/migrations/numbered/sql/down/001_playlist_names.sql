ALTER TABLE playlist DROP CONSTRAINT playlist_name_key;
UPDATE playlist SET name = left(name, -length(' (' || playlist_id || ')'))
WHERE right(name, length(' (' || playlist_id || ')')) = ' (' || playlist_id || ')';
