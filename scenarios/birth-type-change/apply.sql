-- 7.3 becomes 7.30: another scale is another content, so every row is written anew.
ALTER TABLE public.birth_registry
  ALTER COLUMN birth_stage TYPE numeric(6, 2);
