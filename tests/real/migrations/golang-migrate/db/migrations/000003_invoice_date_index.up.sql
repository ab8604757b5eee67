CREATE INDEX CONCURRENTLY invoice_invoice_date_idx ON invoice (invoice_date);
