-- There is no U2: Postgres has no statement that takes a value out of an enum.
ALTER TYPE public.birth_status ADD VALUE 'archived' AFTER 'retired';
