-- Exact as long as nobody used the second decimal: 7.30 becomes 7.3 again. A value that has one
-- would be rounded in silence, so that is refused first.
DO $guard$
BEGIN
  IF EXISTS (
    SELECT FROM public.birth_registry WHERE birth_stage IS DISTINCT FROM round(birth_stage, 1)
  ) THEN
    RAISE EXCEPTION 'a birth_stage has two decimals by now: going back would round it';
  END IF;
END
$guard$;

ALTER TABLE public.birth_registry
  ALTER COLUMN birth_stage TYPE numeric(4, 1);
