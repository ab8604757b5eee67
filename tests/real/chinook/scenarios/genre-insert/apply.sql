INSERT INTO public.genre (genre_id, name) VALUES (1001, 'Ca trù');
INSERT INTO public.playlist (playlist_id, name) VALUES (1001, 'Ca trù — bản gốc');
