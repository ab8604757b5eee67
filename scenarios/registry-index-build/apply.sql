CREATE INDEX CONCURRENTLY registry_rows_active_recorded_idx
  ON public.registry_rows (recorded_at DESC)
  WHERE row_status = 'active';

COMMENT ON INDEX public.registry_rows_active_recorded_idx
  IS 'What was recorded last, among what counts';
