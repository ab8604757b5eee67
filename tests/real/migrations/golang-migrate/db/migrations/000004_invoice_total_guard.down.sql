BEGIN;

DROP VIEW sales_by_country;
DROP TRIGGER invoice_total_guard ON invoice;
DROP FUNCTION guard_invoice_total();

COMMIT;
