UPDATE public.track SET unit_price = unit_price + 0.50 WHERE milliseconds > 600000;
ALTER TABLE public.track ADD CONSTRAINT track_unit_price_check CHECK (unit_price > 0);
