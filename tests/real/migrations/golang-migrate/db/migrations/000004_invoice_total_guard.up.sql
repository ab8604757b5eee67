BEGIN;

-- An invoice can no longer be saved with a total below zero, whoever writes it.
CREATE FUNCTION guard_invoice_total() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.total < 0 THEN
    RAISE EXCEPTION 'an invoice cannot be negative';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER invoice_total_guard BEFORE INSERT OR UPDATE OF total ON invoice
  FOR EACH ROW EXECUTE FUNCTION guard_invoice_total();

CREATE VIEW sales_by_country AS
SELECT billing_country AS country, count(*) AS invoices, sum(total) AS revenue
FROM invoice
GROUP BY billing_country;

COMMENT ON VIEW sales_by_country IS 'What each country bought';

COMMIT;
