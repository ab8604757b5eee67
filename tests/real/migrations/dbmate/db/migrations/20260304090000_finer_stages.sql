-- migrate:up
ALTER TABLE public.birth_registry ALTER COLUMN birth_stage TYPE numeric(6, 2);
COMMENT ON COLUMN public.birth_registry.birth_stage IS 'Stage from 0 to 9, in hundredths';

-- migrate:down
COMMENT ON COLUMN public.birth_registry.birth_stage IS NULL;
ALTER TABLE public.birth_registry ALTER COLUMN birth_stage TYPE numeric(4, 1);
